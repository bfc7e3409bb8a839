package dev.poolworks.benchmarks.mischief;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import dev.poolworks.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * What tasks do, in their worker.
 */
final class Havoc {

	static final int HALT_CODE = 23;

	private Havoc() {
	}

	static long pid() {
		return ProcessHandle.current().pid();
	}

	/**
	 * Waits until the pool asks it to stop; interrupts of others do not count.
	 * @return never
	 * @throws InterruptedException as soon as it is asked to stop
	 */
	static @Nullable Object obey() throws InterruptedException {
		while (true) {
			try {
				TimeUnit.HOURS.sleep(1);
			}
			catch (InterruptedException ex) {
				if (TaskContext.current().isCancelled()) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Runs for ever, whatever it is asked to.
	 * @return never
	 */
	static Object spin() {
		while (true) {
			Thread.onSpinWait();
		}
	}

	/**
	 * Takes its time, whatever it is asked to.
	 * @param millis how long
	 * @return the process it ran in
	 */
	static long stubborn(int millis) {
		long start = System.nanoTime();
		while (System.nanoTime() - start < millis * 1_000_000L) {
			LockSupport.parkNanos(1_000_000);
			Thread.interrupted();
		}
		return pid();
	}

	/** Waits, whatever it is asked to. */
	static void parkForEver() {
		while (true) {
			LockSupport.park();
		}
	}

	static @Nullable Object halt() {
		Runtime.getRuntime().halt(HALT_CODE);
		return null;
	}

	static @Nullable Object fillHeap() {
		List<byte[]> all = new ArrayList<>();
		while (all.size() < Integer.MAX_VALUE) {
			all.add(new byte[1 << 20]);
		}
		return null;
	}

	/**
	 * Sends a signal to its own process and goes on.
	 * @param name such as {@code INT}
	 * @return the process
	 */
	static long signal(String name) {
		shell("kill -" + name + " " + pid());
		return stubborn(100);
	}

	/**
	 * Sends a signal to its own process and waits for the end.
	 * @param name such as {@code KILL}
	 * @return never
	 */
	static long deadlySignal(String name) {
		shell("kill -" + name + " " + pid());
		parkForEver();
		return pid();
	}

	/**
	 * Runs a command.
	 * @param command for the shell
	 * @return its exit code
	 */
	static int shell(String command) {
		try {
			return new ProcessBuilder("sh", "-c", command).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("interrupted in a command", ex);
		}
	}

	/**
	 * The directory of this worker alone: nothing else may come to harm.
	 * @return the directory
	 */
	static Path directory() {
		Path directory = Path.of(System.getProperty("java.io.tmpdir"));
		if (!directory.toString().equals(System.getenv("POOLWORKS_WORKER"))) {
			throw new IllegalStateException(directory + " is no worker's own directory");
		}
		return directory;
	}

	/**
	 * The directory of this worker's pool.
	 * @return the directory
	 */
	static Path poolDirectory() {
		Path directory = directory().getParent();
		if (directory == null || !String.valueOf(directory.getFileName()).startsWith("poolworks-")) {
			throw new IllegalStateException(directory + " is no pool's own directory");
		}
		return directory;
	}

	/**
	 * Does something to every file of this worker, as far as it can be done.
	 * @param deed what
	 * @return how many files there were
	 * @throws IOException if they cannot be listed
	 */
	static int toFiles(FileDeed deed) throws IOException {
		List<Path> files;
		try (Stream<Path> all = Files.list(directory())) {
			files = all.toList();
		}
		for (Path file : files) {
			try {
				deed.commit(file);
			}
			catch (IOException ex) {
				// not to this one, then
			}
		}
		return files.size();
	}

	static int deleteTree(Path root) throws IOException {
		List<Path> deleted = new ArrayList<>();
		Files.walkFileTree(root, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				deleted.add(file);
				Files.deleteIfExists(file);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException ex) throws IOException {
				Files.deleteIfExists(directory);
				return FileVisitResult.CONTINUE;
			}

		});
		return deleted.size();
	}

	/**
	 * Writes to every descriptor of this process that is a pipe, standard streams apart.
	 * Files are left alone: among them are the JDK's own.
	 * @param bytes what to write
	 * @return how many there were
	 * @throws IOException if they cannot be listed
	 */
	static int toDescriptors(byte[] bytes) throws IOException {
		List<Path> descriptors;
		try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
			descriptors = all.filter(Havoc::isPipe).toList();
		}
		for (Path descriptor : descriptors) {
			try (FileOutputStream out = new FileOutputStream(descriptor.toFile())) {
				out.write(bytes);
			}
			catch (IOException ex) {
				// not to this one, then
			}
		}
		return descriptors.size();
	}

	private static boolean isPipe(Path descriptor) {
		try {
			return Integer.parseInt(descriptor.getFileName().toString()) > 2
					&& Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
		}
		catch (IOException ex) {
			return false; // closed in between
		}
	}

	/**
	 * Does something to a file.
	 */
	@FunctionalInterface
	interface FileDeed {

		void commit(Path file) throws IOException;

	}

}
