package dev.poolworks;

/**
 * A task would wait for ever for its own pool: for tasks that wait for a worker, while
 * all workers have tasks that wait like this one, or for the end of the pool, which waits
 * for the task. Thrown by the wait that completes the circle; the others go on.
 */
public class PoolDeadlockException extends PoolException {

	private static final long serialVersionUID = 1L;

	public PoolDeadlockException(String message) {
		super(message);
	}

}
