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
	 * Replaces a worker that has reached one of the limits; 0 is no limit.
	 * @param maxTasks tasks done
	 * @param maxAgeNanos nanoseconds since the worker was ready
	 * @param maxMemoryBytes resident memory of the process; one that has not done a task
	 * yet stays, for its successor would be no smaller
	 * @return the policy
	 */
	static RecyclePolicy after(long maxTasks, long maxAgeNanos, long maxMemoryBytes) {
		return (usage) -> {
			if (maxTasks > 0 && usage.tasksDone() >= maxTasks) {
				return "max-tasks " + maxTasks;
			}
			if (maxAgeNanos > 0 && usage.ageNanos() >= maxAgeNanos) {
				return "max-age " + maxAgeNanos / 1_000_000 + " ms";
			}
			if (maxMemoryBytes > 0 && usage.rssBytes() >= maxMemoryBytes && usage.tasksDone() > 0) {
				return "max-memory " + maxMemoryBytes + " bytes, has " + usage.rssBytes();
			}
			return null;
		};
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
