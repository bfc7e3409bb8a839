package dev.poolworks.benchmarks.mischief;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.poolworks.TaskAction;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.TaskOptions;
import dev.poolworks.WorkerCrashedException;

import static dev.poolworks.benchmarks.mischief.Scene.value;

/**
 * Standard streams, sockets and pipes that a task finds, and that its children inherit.
 */
final class DescriptorDeeds {

	private static final int MANY_LINES = 100_000;

	private DescriptorDeeds() {
	}

	static List<Deed> all() {
		return List.of(Deed.toProcesses("writes junk to every pipe it finds", DescriptorDeeds::junk),
				Deed.toProcesses("prints a hundred thousand lines", DescriptorDeeds::flood),
				Deed.toProcesses("prints a line of eight megabytes", (scene) -> value(scene.submit(() -> {
					System.err.println("x".repeat(8 << 20));
					return true;
				}))), Deed.toProcesses("prints what is no text", (scene) -> value(scene.submit(() -> {
					byte[] junk = new byte[100_000];
					new java.util.Random(7).nextBytes(junk);
					System.out.write(junk, 0, junk.length);
					System.out.flush();
					return true;
				}))), Deed.toProcesses("closes its standard output and error", DescriptorDeeds::closesOutput),
				Deed.toProcesses("replaces its standard streams by broken ones", DescriptorDeeds::replacesStreams),
				Deed.toProcesses("reads its standard input", (scene) -> value(scene.submit(() -> System.in.read()))),
				Deed.toProcesses("lets a child read the standard input that it inherits", DescriptorDeeds::childReads),
				Deed.toProcesses("leaves a child that holds its output", DescriptorDeeds::childHolds),
				Deed.toProcesses("leaves a hundred children", DescriptorDeeds::children));
	}

	/** The worker has broken the protocol, or nothing was written to what matters. */
	private static void junk(Scene scene) {
		Throwable failure = scene.submit(() -> Havoc.toDescriptors(new byte[1000])).exception(Scene.PATIENCE);
		Scene.require(failure == null || failure instanceof WorkerCrashedException, "ended with " + failure);
		scene.serves();
	}

	private static void flood(Scene scene) {
		value(scene.submit(() -> {
			for (int i = 0; i < MANY_LINES; i++) {
				System.out.println("line " + i);
			}
			return true;
		}));
	}

	private static void closesOutput(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(1), DescriptorDeeds::closeOutput);
	}

	private static void closeOutput(Scene scene) {
		value(scene.submit(() -> {
			new FileOutputStream(FileDescriptor.out).close();
			new FileOutputStream(FileDescriptor.err).close();
			System.out.close();
			System.err.close();
			return true;
		}));
		scene.serves();
	}

	private static void replacesStreams(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(1), DescriptorDeeds::replaceStreams);
	}

	private static void replaceStreams(Scene scene) {
		value(scene.submit(() -> {
			System.setOut(new PrintStream(new java.io.OutputStream() {

				@Override
				public void write(int value) {
					throw new AssertionError("broken");
				}

			}));
			System.setErr(System.out);
			System.setIn(new java.io.InputStream() {

				@Override
				public int read() throws IOException {
					throw new IOException("broken");
				}

			});
			return true;
		}));
	}

	/** What the worker is told afterwards must reach it all the same. */
	private static void childReads(Scene scene) throws Exception {
		TaskOptions limited = TaskOptions.defaults().timeout(java.time.Duration.ofSeconds(1));
		TaskAction task = () -> withChildThatReads();
		Throwable failure = Scene.failure(scene.add(scene.pool().submit(task, limited)));
		Scene.require(failure instanceof TaskTimeoutException, "ended with " + failure);
		scene.serves();
	}

	private static void withChildThatReads() {
		try {
			Process child = new ProcessBuilder("sh", "-c", "cat > /dev/null")
				.redirectInput(ProcessBuilder.Redirect.INHERIT)
				.start();
			try {
				Havoc.obey();
			}
			finally {
				child.destroyForcibly();
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("no child", ex);
		}
		catch (InterruptedException ex) {
			// as it should be
		}
	}

	private static void childHolds(Scene scene) throws Exception {
		String pid = value(scene.submit(() -> {
			Process child = new ProcessBuilder("env", "-i", "sh", "-c", "echo $$; exec sleep 60")
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.redirectInput(ProcessBuilder.Redirect.INHERIT)
				.start();
			return firstLine(child.getInputStream());
		}));
		try {
			Scene.fails(scene.submit(Havoc::halt), WorkerCrashedException.class, "exit code");
			scene.serves();
		}
		finally {
			// it has dropped the mark, and on some systems nobody else ends it
			ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
		}
	}

	private static String firstLine(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		int next = in.read();
		while (next >= 0 && next != '\n') {
			line.append((char) next);
			next = in.read();
		}
		return new String(line.toString().getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
	}

	private static void children(Scene scene) {
		value(scene.submit(() -> Havoc.shell("for i in $(seq 100); do sleep 600 & done")));
		Scene.fails(scene.submit(Havoc::halt), WorkerCrashedException.class, "exit code");
	}

}
