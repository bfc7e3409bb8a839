package dev.poolworks.engine;

import dev.poolworks.PoolType;
import dev.poolworks.policy.RecyclePolicy;
import dev.poolworks.policy.RetryPolicy;
import dev.poolworks.policy.ScalingPolicy;
import dev.poolworks.policy.StartPolicy;

/**
 * What an engine is told once.
 *
 * @param name the pool's name
 * @param type what its workers are; only processes acknowledge tasks and can be killed
 * @param minSize workers kept also without work
 * @param maxSize workers at most
 * @param spare idle workers kept warm while there is work
 * @param queueCapacity tasks that may wait beyond one for each worker allowed
 * @param queueBytes encoded size of the tasks that may wait
 * @param idleTimeoutNanos after which an idle worker may end; {@link Long#MAX_VALUE}:
 * never
 * @param killGraceNanos from asking to killing
 * @param startTimeoutNanos longest start of a worker
 * @param scaling how many workers
 * @param recycle when to replace a worker
 * @param retry whether to run a lost task again
 * @param start how often to try to start
 */
public record EngineSettings(String name, PoolType type, int minSize, int maxSize, int spare, int queueCapacity,
		long queueBytes, long idleTimeoutNanos, long killGraceNanos, long startTimeoutNanos, ScalingPolicy scaling,
		RecyclePolicy recycle, RetryPolicy retry, StartPolicy start) {

	/**
	 * From asking an idle worker to end to killing it if somebody waits for that, in
	 * nanoseconds: two seconds.
	 */
	static final long STOP_GRACE_NANOS = 2_000_000_000L;

	/**
	 * The same if nobody does, as when a worker is recycled: ten seconds, enough for a
	 * Spring context to close.
	 */
	static final long UNHURRIED_STOP_GRACE_NANOS = 10_000_000_000L;

	public EngineSettings {
		requireSizes(name, minSize, maxSize);
		if (queueCapacity < 0) {
			throw new IllegalArgumentException(
					"pool '" + name + "': queue-capacity is " + queueCapacity + "; it must be at least 0");
		}
		if (spare < 0) {
			throw new IllegalArgumentException("pool '" + name + "': spare is " + spare + "; it must be at least 0");
		}
	}

	/**
	 * Whether workers can be ended by force.
	 * @return whether they are processes
	 */
	boolean killable() {
		return this.type == PoolType.PROCESS;
	}

	/**
	 * From asking an idle worker to end to killing it; never shorter than
	 * {@code kill-grace}.
	 * @param reason why it ends
	 * @return nanoseconds
	 */
	long stopGraceNanos(String reason) {
		boolean waitedFor = reason.equals("shutdown") || reason.equals(Decisions.BUDGET);
		return Math.max(waitedFor ? STOP_GRACE_NANOS : UNHURRIED_STOP_GRACE_NANOS, this.killGraceNanos);
	}

	/**
	 * Checks the bounds of the number of workers.
	 * @param name the pool's name
	 * @param minSize lower bound
	 * @param maxSize upper bound
	 * @throws IllegalArgumentException if these are no bounds
	 */
	static void requireSizes(String name, int minSize, int maxSize) {
		if (maxSize < 1) {
			throw new IllegalArgumentException(
					"pool '" + name + "': max-size is " + maxSize + "; it must be at least 1");
		}
		if (minSize < 0 || minSize > maxSize) {
			throw new IllegalArgumentException("pool '" + name + "': min-size is " + minSize + " with max-size "
					+ maxSize + "; it must be from 0 to max-size");
		}
	}

}
