package dev.poolworks.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What a pool that has ended may have left in this process and on this machine.
 */
public final class Leftovers {

	private Leftovers() {
	}

	/**
	 * Waits until nothing is left.
	 * @param pool its name
	 * @param patience how long
	 * @return what is left even then
	 * @throws IOException if the temporary directory cannot be read
	 */
	public static List<String> await(String pool, Duration patience) throws IOException {
		long deadline = System.nanoTime() + patience.toNanos();
		List<String> left = find(pool);
		while (!left.isEmpty() && System.nanoTime() < deadline) {
			LockSupport.parkNanos(20_000_000);
			left = find(pool);
		}
		return left;
	}

	private static List<String> find(String pool) throws IOException {
		List<String> left = new ArrayList<>();
		ProcessHandle self = ProcessHandle.current();
		self.descendants().forEach((child) -> left.add("left over: process " + child.pid() + " " + child.info()));
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			if (thread.getName().startsWith(pool + " ") || thread.getName().startsWith(pool + "-")) {
				left.add("left over: thread '" + thread.getName() + "'");
			}
		}
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			files.filter((file) -> file.getFileName().toString().startsWith("poolworks-" + self.pid() + "-"))
				.forEach((file) -> left.add("left over: directory " + file));
		}
		return left;
	}

}
