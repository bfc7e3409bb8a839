package dev.poolworks.policy;

/**
 * How many workers a pool should have. The pool starts workers until it has the target;
 * above the target it ends workers that have been idle for {@code idle-timeout}.
 */
@FunctionalInterface
public interface ScalingPolicy {

	/**
	 * Decides. Called under the pool's lock: must be quick, pure, and not call the pool.
	 * @param load the figures
	 * @return the number of workers wanted, with the reason; values outside of the pool's
	 * bounds are brought within
	 */
	Target target(ScalingLoad load);

	/**
	 * Grows at once whenever a task would have to wait, and keeps {@code spare} workers
	 * warm beyond the busy ones while there is work.
	 * @return the policy
	 */
	static ScalingPolicy eager() {
		return (load) -> {
			int spare = load.calm() ? 0 : load.spare();
			int wanted = (int) Math.min(Integer.MAX_VALUE, (long) load.busy() + load.queued() + spare);
			if (wanted <= load.starting() + load.idle() + load.busy()) {
				return new Target(wanted, "enough");
			}
			return new Target(wanted,
					"busy=" + load.busy() + " queued=" + load.queued() + ((spare > 0) ? " spare=" + spare : ""));
		};
	}

	/**
	 * Always {@code max-size} workers, from the start.
	 * @return the policy
	 */
	static ScalingPolicy fixed() {
		return (load) -> new Target(load.maxSize(), "fixed");
	}

	/**
	 * A number of workers.
	 *
	 * @param workers the number
	 * @param reason the figures behind it, for event and log
	 */
	record Target(int workers, String reason) {

	}

	/**
	 * The figures a decision is made from.
	 *
	 * @param minSize lower bound
	 * @param maxSize upper bound
	 * @param spare idle workers to keep warm while there is work
	 * @param starting workers on their way: they count as capacity
	 * @param idle workers without a task
	 * @param busy workers with a task
	 * @param queued tasks that wait
	 * @param calm whether there has been no task for {@code idle-timeout}
	 */
	record ScalingLoad(int minSize, int maxSize, int spare, int starting, int idle, int busy, int queued,
			boolean calm) {

	}

}
