package dev.poolworks.policy;

import org.jspecify.annotations.Nullable;

/**
 * Limits to the life of a worker; 0 is none.
 *
 * @param maxTasks tasks that it gets
 * @param maxAgeNanos nanoseconds since the worker was ready
 * @param maxMemoryBytes resident memory of the process
 */
record RecycleLimits(long maxTasks, long maxAgeNanos, long maxMemoryBytes) implements RecyclePolicy {

	@Override
	public @Nullable String recycle(WorkerUsage usage) {
		if (this.maxTasks > 0 && usage.tasksDone() >= this.maxTasks) {
			return "max-tasks " + this.maxTasks;
		}
		if (this.maxAgeNanos > 0 && usage.ageNanos() >= this.maxAgeNanos) {
			return "max-age " + this.maxAgeNanos / 1_000_000 + " ms";
		}
		if (this.maxMemoryBytes > 0 && usage.rssBytes() >= this.maxMemoryBytes && usage.tasksDone() > 0) {
			return "max-memory " + this.maxMemoryBytes + " bytes, has " + usage.rssBytes();
		}
		return null;
	}

	@Override
	public long tasksLeft(long tasksDone) {
		return (this.maxTasks > 0) ? Math.max(0, this.maxTasks - tasksDone) : Long.MAX_VALUE;
	}

	@Override
	public boolean mayServeOn(WorkerUsage usage) {
		return this.maxMemoryBytes == 0 || usage.rssBytes() < this.maxMemoryBytes;
	}

}
