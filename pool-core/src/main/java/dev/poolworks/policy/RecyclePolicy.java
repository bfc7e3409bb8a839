package dev.poolworks.policy;

import org.jspecify.annotations.Nullable;

/**
 * Whether a worker has served long enough. Asked before a worker gets a task, never
 * between the two.
 */
@FunctionalInterface
public interface RecyclePolicy {

	/**
	 * Decides. Called under the pool's lock: must be quick, pure, and not call the pool.
	 * @param usage the worker's figures
	 * @return why to replace it, or {@code null} to keep it
	 */
	@Nullable String recycle(WorkerUsage usage);

	/**
	 * How many tasks more a worker may be given: this is exact, whatever else is being
	 * replaced. Called like {@link #recycle}, for each task.
	 * @param tasksDone tasks it has finished
	 * @return tasks; 0 to end it before its next one; {@link Long#MAX_VALUE}: no limit
	 */
	default long tasksLeft(long tasksDone) {
		return Long.MAX_VALUE;
	}

	/**
	 * Whether a worker that is due may serve on until its successor is ready, which is
	 * then one worker more than usual. Called like {@link #recycle}.
	 * @param usage the worker's figures
	 * @return {@code false} to end it first
	 */
	default boolean mayServeOn(WorkerUsage usage) {
		return true;
	}

	/**
	 * Replaces a worker that has reached one of the limits; 0 is no limit. The number of
	 * tasks is exact: with 1 each task has a worker of its own. Age and memory may be
	 * exceeded while another worker is being replaced, the age also until the successor
	 * is ready; a worker that leaks is better ended first.
	 * @param maxTasks tasks that a worker gets at most; a chunk of a map is one
	 * @param maxAgeNanos nanoseconds since the worker was ready
	 * @param maxMemoryBytes resident memory of the process; one that has not done a task
	 * yet stays, for its successor would be no smaller
	 * @return the policy
	 */
	static RecyclePolicy after(long maxTasks, long maxAgeNanos, long maxMemoryBytes) {
		return new RecycleLimits(maxTasks, maxAgeNanos, maxMemoryBytes);
	}

	/**
	 * The figures of a worker.
	 *
	 * @param tasksDone tasks it has finished
	 * @param ageNanos nanoseconds since it was ready
	 * @param rssBytes resident memory as last measured; 0 where unknown
	 */
	record WorkerUsage(long tasksDone, long ageNanos, long rssBytes) {

	}

}
