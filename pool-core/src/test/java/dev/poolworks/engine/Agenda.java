package dev.poolworks.engine;

import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * What will happen in a simulated world, by time. What is due at the same instant happens
 * in random order.
 */
final class Agenda {

	static final long NEVER = Long.MAX_VALUE;

	private final PriorityQueue<Entry> entries = new PriorityQueue<>();

	private final SplittableRandom random;

	private long now;

	Agenda(SplittableRandom random) {
		this.random = random;
	}

	long now() {
		return this.now;
	}

	void goTo(long time) {
		this.now = Math.max(this.now, time);
	}

	void after(long delay, Runnable action) {
		this.entries.add(new Entry(this.now + delay, this.random.nextInt(), action));
	}

	long next() {
		Entry first = this.entries.peek();
		return (first != null) ? first.time : NEVER;
	}

	Runnable poll() {
		Entry first = this.entries.remove();
		goTo(first.time);
		return first.action;
	}

	private record Entry(long time, int lot, Runnable action) implements Comparable<Entry> {

		@Override
		public int compareTo(Entry other) {
			int byTime = Long.compare(this.time, other.time);
			return (byTime != 0) ? byTime : Integer.compare(this.lot, other.lot);
		}

	}

}
