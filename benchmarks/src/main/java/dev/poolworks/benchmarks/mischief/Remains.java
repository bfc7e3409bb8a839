package dev.poolworks.benchmarks.mischief;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Looks for what a pool that has ended may have left of its own.
 */
final class Remains {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	static {
		try {
			ServerSocketChannel.open().close(); // the JDK keeps a socket for closing
												// others
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Remains() {
	}

	/**
	 * Waits until no thread of a pool is left.
	 * @param pool its name
	 * @return what is left even then
	 */
	static List<String> await(String pool) {
		long start = System.nanoTime();
		List<String> left = threads(pool);
		while (!left.isEmpty() && System.nanoTime() - start < PATIENCE.toNanos()) {
			LockSupport.parkNanos(10_000_000);
			left = threads(pool);
		}
		return left;
	}

	private static List<String> threads(String pool) {
		List<String> left = new ArrayList<>();
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			if (thread.getName().startsWith(pool + " ") || thread.getName().startsWith(pool + "-")) {
				left.add("left over: thread '" + thread.getName() + "'");
			}
		}
		return left;
	}

	/**
	 * The sockets, pipes and the like that this process has open.
	 * @return how many; 0 where that cannot be told
	 */
	static long descriptors() {
		try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
			return descriptors.filter(Remains::isOfInterest).count();
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private static boolean isOfInterest(Path descriptor) {
		try {
			String target = Files.readSymbolicLink(descriptor).toString();
			return target.contains(":[") || target.contains("poolworks");
		}
		catch (IOException ex) {
			return false; // closed in between
		}
	}

	/**
	 * Waits until there are no more descriptors than before.
	 * @param before how many there were
	 * @return how many there are
	 */
	static long awaitDescriptors(long before) {
		long start = System.nanoTime();
		long now = descriptors();
		while (now > before && System.nanoTime() - start < PATIENCE.toNanos()) {
			LockSupport.parkNanos(10_000_000);
			now = descriptors();
		}
		return now;
	}

}
