package dev.poolworks.pool;

/**
 * The acting half of a worker: a thread or a process. Called by any thread, outside the
 * pool's lock, and therefore possibly out of order: {@link #kill} may come before
 * {@link #start}, {@link #interrupt} before {@link #send}. Must not block.
 */
public interface WorkerHandle {

	/**
	 * Starts the worker, unless it was killed before.
	 */
	void start();

	/**
	 * Gives the worker a task. It has none.
	 * @param task the task
	 */
	void send(PoolTask<?> task);

	/**
	 * Whether the worker has acknowledged a task it was sent. Must be cheap, must not
	 * call the pool, and must have an answer also after the worker's end.
	 * @param task the task
	 * @return whether it has begun
	 */
	boolean hasBegun(PoolTask<?> task);

	/**
	 * Asks the worker's task to stop.
	 * @param task the task; nothing happens if the worker no longer has it
	 */
	void interrupt(PoolTask<?> task);

	/**
	 * Asks the worker to end. It has no task.
	 */
	void stop();

	/**
	 * Ends the worker by force, if that is possible.
	 * @param reason why, in one or two words
	 */
	void kill(String reason);

}
