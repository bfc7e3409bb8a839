package dev.poolworks.benchmarks.elasticity;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Keeps the book of one run.
 */
final class Tally {

	/** A start this soon after a stop is a flap. */
	private static final long FLAP_NANOS = 30 * Timeline.SECOND;

	private final Load load;

	private final long[] waits;

	private final Series series = new Series();

	private final ArrayDeque<Long> stops = new ArrayDeque<>();

	private int served;

	private int queued;

	private int starting;

	private int ready;

	private int busy;

	private int starts;

	private int flaps;

	private int peak;

	private double workerNanos;

	private long changedAt;

	private long scaledOutAt = Timeline.NEVER;

	Tally(Load load) {
		this.load = load;
		this.waits = new long[load.tasks()];
	}

	/**
	 * Tasks that are done.
	 * @return how many
	 */
	int served() {
		return this.served;
	}

	void arrived(long now) {
		this.queued++;
		changed(now, 0);
	}

	void begun(int task, long now) {
		this.waits[task] = now - this.load.arrivals()[task];
		this.queued--;
		this.busy++;
		changed(now, 0);
	}

	void done(long now) {
		this.served++;
		this.busy--;
		changed(now, 0);
	}

	void started(long now) {
		this.starts++;
		while (!this.stops.isEmpty() && this.stops.peekFirst() < now - FLAP_NANOS) {
			this.stops.removeFirst();
		}
		if (!this.stops.isEmpty()) {
			this.stops.removeFirst();
			this.flaps++;
		}
		this.starting++;
		changed(now, 1);
		this.peak = Math.max(this.peak, this.starting + this.ready);
	}

	void ready(long now) {
		this.starting--;
		this.ready++;
		changed(now, 0);
	}

	void stopped(long now) {
		this.ready--;
		this.stops.addLast(now);
		changed(now, -1);
	}

	/**
	 * Books the time since the last change.
	 * @param now the time
	 * @param difference by how much the number of workers has changed just now
	 */
	private void changed(long now, int difference) {
		this.workerNanos += (double) (now - this.changedAt) * (this.starting + this.ready - difference);
		this.changedAt = now;
		boolean stepped = now >= this.load.stepAt() && this.load.stepAt() != Timeline.NEVER;
		if (stepped && this.scaledOutAt == Timeline.NEVER && this.ready >= this.load.stepWorkers()) {
			this.scaledOutAt = now;
		}
		this.series.add(now, this.starting, this.ready, this.busy, this.queued);
	}

	Outcome close(String policy, long now) {
		changed(now, 0);
		long[] sorted = this.waits.clone();
		Arrays.sort(sorted);
		double scaleOut = (this.scaledOutAt == Timeline.NEVER) ? Double.NaN
				: (double) (this.scaledOutAt - this.load.stepAt()) / Timeline.SECOND;
		return new Outcome(this.load.name(), policy, sorted, this.workerNanos / Timeline.SECOND, this.starts,
				this.flaps, this.peak, scaleOut, this.series);
	}

}
