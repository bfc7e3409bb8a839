package dev.poolworks.benchmarks.elasticity;

import java.util.PriorityQueue;

/**
 * Virtual time: what will happen, by time. What is due at the same instant happens in the
 * order in which it was planned.
 */
final class Timeline {

	static final long NEVER = Long.MAX_VALUE;

	static final long SECOND = 1_000_000_000L;

	static final long MILLI = 1_000_000L;

	private final PriorityQueue<Entry> entries = new PriorityQueue<>();

	private long now;

	private long planned;

	long now() {
		return this.now;
	}

	void at(long time, Runnable action) {
		this.entries.add(new Entry(Math.max(this.now, time), this.planned++, action));
	}

	void after(long delay, Runnable action) {
		at(this.now + delay, action);
	}

	long next() {
		Entry first = this.entries.peek();
		return (first != null) ? first.time : NEVER;
	}

	void step() {
		Entry first = this.entries.remove();
		this.now = first.time;
		first.action.run();
	}

	private record Entry(long time, long number, Runnable action) implements Comparable<Entry> {

		@Override
		public int compareTo(Entry other) {
			int byTime = Long.compare(this.time, other.time);
			return (byTime != 0) ? byTime : Long.compare(this.number, other.number);
		}

	}

}
