package dev.poolworks;

/**
 * The workers of a pool by state, at one instant.
 *
 * @param starting started, not ready
 * @param idle without a task
 * @param busy with a task, the draining ones included
 * @param stopping being ended
 * @param stuck of the busy ones: those whose task should have stopped and has not
 * @param started workers started since the pool was made
 * @param exited workers gone since the pool was made
 */
public record WorkerCounts(int starting, int idle, int busy, int stopping, int stuck, long started, long exited) {

	/**
	 * Workers that exist.
	 * @return starting, idle, busy and stopping ones
	 */
	public int alive() {
		return this.starting + this.idle + this.busy + this.stopping;
	}

}
