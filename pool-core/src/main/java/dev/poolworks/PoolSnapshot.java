package dev.poolworks;

import org.jspecify.annotations.Nullable;

/**
 * What a pool is and does at one instant.
 *
 * @param name the pool's name
 * @param type what its workers are
 * @param state where in its life it is
 * @param suspended whether queued tasks are held back
 * @param minSize workers kept also without work
 * @param maxSize workers at most
 * @param queueCapacity tasks that may wait
 * @param queuedBytes encoded size of the tasks that wait, in bytes; 0 in thread pools
 * @param workers the workers by state
 * @param tasks the tasks by state
 * @param brokenReason why no worker can be started, or {@code null}
 */
public record PoolSnapshot(String name, PoolType type, PoolState state, boolean suspended, int minSize, int maxSize,
		int queueCapacity, long queuedBytes, WorkerCounts workers, TaskCounts tasks, @Nullable String brokenReason) {

	/**
	 * Whether no worker can be started at present.
	 * @return whether there is a {@link #brokenReason()}
	 */
	public boolean isBroken() {
		return this.brokenReason != null;
	}

	/**
	 * Whether every worker allowed is busy and tasks wait.
	 * @return whether the pool has more work than workers
	 */
	public boolean isSaturated() {
		return this.workers.busy() >= this.maxSize && this.tasks.queued() > 0;
	}

	/**
	 * The figures that belong into an error message.
	 * @return such as {@code workers=4 busy=4 queued=100/100}
	 */
	public String summary() {
		return "workers=" + this.workers.alive() + " busy=" + this.workers.busy() + " queued=" + this.tasks.queued()
				+ "/" + this.queueCapacity + (this.suspended ? " suspended" : "")
				+ ((this.state == PoolState.RUNNING) ? "" : " " + this.state);
	}

}
