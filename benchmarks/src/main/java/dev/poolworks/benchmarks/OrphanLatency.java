package dev.poolworks.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * How long the workers of a program that is killed, and the children of their tasks, live
 * on.
 */
final class OrphanLatency {

	private static final int PROMISED = 2_000;

	private OrphanLatency() {
	}

	/**
	 * Measures.
	 * @param count how many programs of each kind
	 * @return a line for each kind
	 * @throws Exception if it cannot be measured
	 */
	static List<Latencies> measure(int count) throws Exception {
		List<Latencies> lines = new ArrayList<>();
		for (OrphanProgram.Mode mode : OrphanProgram.Mode.values()) {
			List<Long> nanos = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				nanos.add(kill(mode));
			}
			lines.add(new Latencies("SIGKILL of a program to the end of the last of its workers, "
					+ mode.name().toLowerCase(Locale.ROOT).replace('_', ' '), PROMISED, 1, nanos));
		}
		return lines;
	}

	private static long kill(OrphanProgram.Mode mode) throws Exception {
		Process program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx64m", "-cp", System.getProperty("java.class.path"), OrphanProgram.class.getName(), mode.name())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		List<Long> pids = new ArrayList<>();
		try {
			readPids(program, pids);
			long start = System.nanoTime();
			program.destroyForcibly();
			while (pids.stream().anyMatch(Pools::isAlive)) {
				if (System.nanoTime() - start > Pools.PATIENCE.toNanos()) {
					throw new IllegalStateException("still there after a minute: some of " + pids);
				}
				LockSupport.parkNanos(500_000);
			}
			return System.nanoTime() - start;
		}
		finally {
			program.destroyForcibly().waitFor();
		}
	}

	private static void readPids(Process program, List<Long> pids) throws IOException {
		BufferedReader reader = program.inputReader(StandardCharsets.UTF_8);
		String line = reader.readLine();
		while (line != null && !line.equals(OrphanProgram.READY)) {
			pids.add(Long.valueOf(line));
			line = reader.readLine();
		}
		if (line == null || pids.size() < OrphanProgram.WORKERS) {
			throw new IOException("the program has ended, its workers were " + pids);
		}
	}

}
