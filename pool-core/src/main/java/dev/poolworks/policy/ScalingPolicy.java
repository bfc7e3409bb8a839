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
	 * Whether the policy looks at {@link ScalingLoad#trend()}, which costs a fraction of
	 * a microsecond for each task.
	 * @return {@code false} to get {@link Trend#NONE} always
	 */
	default boolean looksBack() {
		return true;
	}

	/**
	 * Grows at once whenever a task would have to wait, and keeps {@code spare} workers
	 * warm beyond the busy ones while there is work.
	 * @return the policy
	 */
	static ScalingPolicy eager() {
		return new SimpleScaling((load) -> withSpare(load, load.calm() ? 0 : load.spare()));
	}

	/**
	 * As {@link #eager()}, but keeps {@code spare} workers warm, at least one, also while
	 * there is no work: the idea of php-fpm's and Apache's process managers.
	 * @return the policy
	 */
	static ScalingPolicy spares() {
		return new SimpleScaling((load) -> withSpare(load, Math.max(1, load.spare())));
	}

	private static Target withSpare(ScalingLoad load, int spare) {
		int wanted = (int) Math.min(Integer.MAX_VALUE, (long) load.busy() + load.queued() + spare);
		if (wanted <= load.workers()) {
			return new Target(wanted, Target.ENOUGH);
		}
		return new Target(wanted, (load.queued() > 0) ? "queued" : "spare", load.figures(), Long.MAX_VALUE,
				Long.MAX_VALUE);
	}

	/**
	 * Always {@code max-size} workers, from the start.
	 * @return the policy
	 */
	static ScalingPolicy fixed() {
		return new SimpleScaling(
				(load) -> new Target(load.maxSize(), "fixed", "fixed", Long.MAX_VALUE, Long.MAX_VALUE));
	}

	/**
	 * Grows when tasks would wait for longer than 0.6 of what a worker takes to start,
	 * shrinks to what was needed of late, sooner than {@code idle-timeout}. Needs no
	 * figure beside the bounds. The default.
	 * @return the policy
	 */
	static ScalingPolicy adaptive() {
		return new AdaptiveScaling();
	}

	/**
	 * A number of workers.
	 *
	 * @param workers the number
	 * @param cause what the decision is made for, in one or two words fit for a metric's
	 * tag: always the same few
	 * @param reason the figures behind it, for event and log
	 * @param idleNanos how long a worker beyond the number must have been idle before it
	 * ends; the pool's {@code idle-timeout} bounds it
	 * @param againNanos after which to ask again even if nothing happens;
	 * {@link Long#MAX_VALUE}: need not
	 */
	record Target(int workers, String cause, String reason, long idleNanos, long againNanos) {

		static final String ENOUGH = "enough";

		private static final String POLICY = "policy";

		/**
		 * Workers beyond the number end after {@code idle-timeout}.
		 * @param workers the number
		 * @param reason the figures behind it
		 */
		public Target(int workers, String reason) {
			this(workers, ENOUGH.equals(reason) ? ENOUGH : POLICY, reason, Long.MAX_VALUE, Long.MAX_VALUE);
		}

		/**
		 * As many workers as there are will do.
		 * @param load the load
		 * @param idleNanos how long those beyond {@code min-size} may be idle
		 * @param againNanos after which to ask again
		 * @return the target
		 */
		static Target enough(ScalingLoad load, long idleNanos, long againNanos) {
			return new Target(load.workers(), ENOUGH, ENOUGH, idleNanos, againNanos);
		}

		/**
		 * Whether the policy has no reason of its own to end a worker.
		 * @return whether its idleness must do
		 */
		public boolean isEnough() {
			return ENOUGH.equals(this.cause);
		}

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
	 * @param trend what has been
	 */
	record ScalingLoad(int minSize, int maxSize, int spare, int starting, int idle, int busy, int queued, boolean calm,
			Trend trend) {

		/**
		 * Workers that take tasks, now or soon.
		 * @return starting, idle and busy ones
		 */
		public int workers() {
			return this.starting + this.idle + this.busy;
		}

		/**
		 * The figures in words.
		 * @return such as {@code 17 queued, 3 busy, 1 starting}
		 */
		String figures() {
			return this.queued + " queued, " + this.busy + " busy, " + this.starting + " starting"
					+ ((this.spare > 0) ? ", spare " + this.spare : "");
		}

	}

	/**
	 * What has been.
	 *
	 * @param demand mean number of tasks that ran or waited, at most one for each worker,
	 * over the last two or six seconds, whichever is more
	 * @param demandDeviation its standard deviation over the last six
	 * @param arrivalRate tasks a second, over the last second
	 * @param serviceNanos mean time a worker has a task; 0 before the first has ended
	 * @param startNanos mean time from the start of a worker until it is ready; 0 before
	 * the first was
	 * @param oldestQueuedNanos how long the task has waited that waits for longest; 0 if
	 * none does
	 * @param coldestIdleNanos how long the worker has been idle that is for longest; 0 if
	 * none is
	 * @param silentNanos since there last was a task; 0 if there is one
	 * @param silences how long there was none, before
	 * @param sinceGrowthNanos since a worker was started; {@link Long#MAX_VALUE} if none
	 * was
	 * @param sinceShrinkNanos since a worker was ended for being idle;
	 * {@link Long#MAX_VALUE} if none was
	 * @param flaps how often a worker was started soon after another one was ended for
	 * being idle; older ones count for less
	 * @param idleTimeoutNanos the pool's {@code idle-timeout}; {@link Long#MAX_VALUE}:
	 * workers never end
	 */
	record Trend(double demand, double demandDeviation, double arrivalRate, long serviceNanos, long startNanos,
			long oldestQueuedNanos, long coldestIdleNanos, long silentNanos, Silences silences, long sinceGrowthNanos,
			long sinceShrinkNanos, double flaps, long idleTimeoutNanos) {

		/** Nothing has been. */
		public static final Trend NONE = new Trend(0, 0, 0, 0, 0, 0, 0, 0, (cost) -> cost, Long.MAX_VALUE,
				Long.MAX_VALUE, 0, Long.MAX_VALUE);

	}

	/**
	 * The times in which a pool had no task, between two tasks.
	 */
	@FunctionalInterface
	interface Silences {

		/**
		 * For how long of a silence it pays to keep a worker for the task that ends it.
		 * @param startCostNanos what it costs to have none then, as a time for which one
		 * could have been kept
		 * @return nanoseconds; {@code startCostNanos} as long as little is known
		 */
		long worthKeepingNanos(long startCostNanos);

	}

}
