package dev.poolworks.engine;

import dev.poolworks.policy.ScalingPolicy.Trend;

/**
 * What a scaling policy may want to know of the past: means in which what was long ago
 * counts for less and less, so that each costs one number.
 *
 * <pre>
 *  demand    tasks that run or wait, at most one for each worker; over 2 s or over 6 s,
 *            whichever is more, so that a rise is seen soon, and a fall not too soon
 *  arrivals  over 1 s
 *  service   from dispatch to answer; over some 20 tasks
 *  start     from start to ready; over some 4 starts
 *  silences  without a task; over some 50 of them
 *  flaps     starts within 30 s after a worker was ended for being idle; over 2 min
 * </pre>
 *
 * An event costs some additions; the means move at most once in a millisecond.
 */
final class LoadHistory {

	private static final double RISE_NANOS = 2e9;

	private static final double FALL_NANOS = 6e9;

	private static final double RATE_NANOS = 1e9;

	private static final long STEP_NANOS = 1_000_000L;

	private static final double SERVICE_WEIGHT = 0.05;

	private static final double START_WEIGHT = 0.25;

	private static final long FLAP_NANOS = 30_000_000_000L;

	private static final double FLAPS_NANOS = 120e9;

	private final DecayingMean rising = new DecayingMean(RISE_NANOS);

	private final DecayingMean falling = new DecayingMean(FALL_NANOS);

	private final DecayingMean squares = new DecayingMean(FALL_NANOS);

	private final SilenceHistory silences = new SilenceHistory();

	private long observedAt;

	private long tasks;

	private long submitted;

	/** Up to when the means have what was observed. */
	private long movedAt;

	/** What was observed since: tasks, and their squares, times nanoseconds. */
	private double area;

	private double areaOfSquares;

	private long arrivals;

	/** Tasks a nanosecond. */
	private double arrivalRate;

	private double serviceNanos;

	private double startNanos;

	private double flaps;

	private boolean worked;

	private long workedAt;

	private long grownAt = EngineWorker.NEVER;

	private long shrunkAt = EngineWorker.NEVER;

	/** Whether a start would be a flap, if soon. */
	private boolean mayFlap;

	/**
	 * Takes note of the present; to be called after each event.
	 * @param tasks that run or wait
	 * @param submitted tasks so far
	 * @param now the time
	 */
	void observe(int tasks, long submitted, long now) {
		if (now > this.observedAt) {
			double past = (double) this.tasks * (now - this.observedAt);
			this.area += past;
			this.areaOfSquares += past * this.tasks;
			this.observedAt = now;
			if (now - this.movedAt >= STEP_NANOS) {
				move(now);
			}
		}
		if (tasks > 0 || this.tasks > 0) {
			if (this.tasks == 0 && this.worked) {
				this.silences.add(now - this.workedAt);
			}
			this.worked = true;
			this.workedAt = now;
		}
		this.tasks = tasks;
		this.arrivals += submitted - this.submitted;
		this.submitted = submitted;
	}

	private void move(long now) {
		double elapsed = now - this.movedAt;
		if (this.worked) {
			double demand = this.area / elapsed;
			this.rising.add(demand, elapsed);
			this.falling.add(demand, elapsed);
			this.squares.add(this.areaOfSquares / elapsed, elapsed);
		}
		this.arrivalRate = (this.arrivalRate + this.arrivals / RATE_NANOS) * Math.exp(-elapsed / RATE_NANOS);
		this.flaps -= this.flaps * Math.min(1, elapsed / FLAPS_NANOS);
		this.area = 0;
		this.areaOfSquares = 0;
		this.arrivals = 0;
		this.movedAt = now;
	}

	/**
	 * A worker has answered.
	 * @param nanos after which time
	 */
	void served(long nanos) {
		double weight = (this.serviceNanos == 0) ? 1 : SERVICE_WEIGHT;
		this.serviceNanos += weight * (Math.max(1, nanos) - this.serviceNanos);
	}

	/**
	 * A worker is ready.
	 * @param nanos after which time
	 */
	void ready(long nanos) {
		double weight = (this.startNanos == 0) ? 1 : START_WEIGHT;
		this.startNanos += weight * (Math.max(1, nanos) - this.startNanos);
	}

	/**
	 * The mean time from dispatch to answer.
	 * @return nanoseconds; 0 before the first answer
	 */
	double serviceNanos() {
		return this.serviceNanos;
	}

	/**
	 * The mean time from start to ready.
	 * @return nanoseconds; 0 before the first worker was ready
	 */
	double startNanos() {
		return this.startNanos;
	}

	/**
	 * A worker was started.
	 * @param now the time
	 */
	void grown(long now) {
		if (this.mayFlap && now - this.shrunkAt < FLAP_NANOS) {
			this.flaps++;
		}
		this.mayFlap = false;
		this.grownAt = now;
	}

	/**
	 * A worker was ended for being idle.
	 * @param now the time
	 */
	void shrunk(long now) {
		this.mayFlap = true;
		this.shrunkAt = now;
	}

	/**
	 * All of it.
	 * @param oldestQueuedNanos how long the task has waited that waits for longest
	 * @param coldestIdleNanos how long the worker has been idle that is for longest
	 * @param idleTimeoutNanos the pool's
	 * @param now the time
	 * @return the figures
	 */
	Trend trend(long oldestQueuedNanos, long coldestIdleNanos, long idleTimeoutNanos, long now) {
		double mean = this.falling.value();
		double variance = Math.max(0, this.squares.value() - mean * mean);
		double rate = (this.arrivalRate + this.arrivals / RATE_NANOS) * 1e9;
		long silent = (this.tasks > 0) ? 0 : now - this.workedAt;
		return new Trend(Math.max(this.rising.value(), mean), Math.sqrt(variance), rate, (long) this.serviceNanos,
				(long) this.startNanos, oldestQueuedNanos, coldestIdleNanos, silent, this.silences,
				since(this.grownAt, now), since(this.shrunkAt, now), this.flaps, idleTimeoutNanos);
	}

	private static long since(long time, long now) {
		return (time == EngineWorker.NEVER) ? EngineWorker.NEVER : now - time;
	}

}
