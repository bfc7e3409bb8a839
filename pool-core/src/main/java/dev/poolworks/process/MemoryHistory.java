package dev.poolworks.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import dev.poolworks.WorkerExit.Memory;

/**
 * The resident memory that a worker had of late. Thread-safe.
 */
final class MemoryHistory {

	/** With two measurements a second: a minute. */
	private static final int MOST = 120;

	private final long startedAt = System.nanoTime();

	private final Deque<Memory> measured = new ArrayDeque<>();

	/**
	 * Adds a measurement.
	 * @param rssBytes resident memory in bytes
	 */
	synchronized void add(long rssBytes) {
		if (this.measured.size() == MOST) {
			this.measured.removeFirst();
		}
		this.measured.addLast(new Memory(Duration.ofNanos(System.nanoTime() - this.startedAt), rssBytes));
	}

	synchronized long last() {
		return this.measured.isEmpty() ? 0 : this.measured.getLast().rssBytes();
	}

	/**
	 * The measurements.
	 * @return oldest first
	 */
	synchronized List<Memory> toList() {
		return List.copyOf(this.measured);
	}

}
