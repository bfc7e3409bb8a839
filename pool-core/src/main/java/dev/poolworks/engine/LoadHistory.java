package dev.poolworks.engine;

import dev.poolworks.policy.ScalingPolicy.Trend;

/**
 * What a scaling policy may want to know of the past: means in which what was long ago
 * counts for less and less, so that each costs one number.
 *
 * <pre>
 *  demand    tasks that run or wait, at most one for each worker; over 6 s
 *  arrivals  over 1 s
 *  service   from dispatch to answer; over some 20 tasks
 *  start     from start to ready; over some 4 starts
 *  flaps     starts within 30 s after a worker was ended for being idle; over 2 min
 * </pre>
 */
final class LoadHistory {

	private static final double DEMAND_NANOS = 6e9;

	private static final double RATE_NANOS = 1e9;

	private static final double SERVICE_WEIGHT = 0.05;

	private static final double START_WEIGHT = 0.25;

	private static final long FLAP_NANOS = 30_000_000_000L;

	private static final double FLAPS_NANOS = 120e9;

	private long observedAt;

	private double tasks;

	private double demand;

	private double demandSquares;

	private long submitted;

	/** Tasks a nanosecond. */
	private double arrivalRate;

	private double serviceNanos;

	private double startNanos;

	private double flaps;

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
			double elapsed = now - this.observedAt;
			double weight = -Math.expm1(-elapsed / DEMAND_NANOS);
			this.demand += weight * (this.tasks - this.demand);
			this.demandSquares += weight * (this.tasks * this.tasks - this.demandSquares);
			this.arrivalRate *= Math.exp(-elapsed / RATE_NANOS);
			this.flaps -= this.flaps * Math.min(1, elapsed / FLAPS_NANOS);
			this.observedAt = now;
		}
		if (tasks > 0 || this.tasks > 0) {
			this.workedAt = now;
		}
		this.tasks = tasks;
		this.arrivalRate += (submitted - this.submitted) / RATE_NANOS;
		this.submitted = submitted;
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
		double variance = Math.max(0, this.demandSquares - this.demand * this.demand);
		return new Trend(this.demand, Math.sqrt(variance), this.arrivalRate * 1e9, (long) this.serviceNanos,
				(long) this.startNanos, oldestQueuedNanos, coldestIdleNanos, (this.tasks > 0) ? 0 : now - this.workedAt,
				(this.grownAt == EngineWorker.NEVER) ? EngineWorker.NEVER : now - this.grownAt, this.flaps,
				idleTimeoutNanos);
	}

}
