package dev.poolworks;

/**
 * Life of a pool, in the words and the meaning of
 * {@link java.util.concurrent.ThreadPoolExecutor}.
 */
public enum PoolState {

	/** Accepts tasks and runs them. */
	RUNNING,

	/** Accepts no new task, runs those it has. */
	SHUTDOWN,

	/** Accepts no new task, runs none that waits, stops those that run. */
	STOP,

	/** No task is pending and no worker is alive. */
	TERMINATED;

	/**
	 * Tells whether a pool in this state may go on to another.
	 * @param next the other state
	 * @return whether the step is allowed
	 */
	public boolean canBecome(PoolState next) {
		return switch (this) {
			case RUNNING -> next == SHUTDOWN || next == STOP;
			case SHUTDOWN -> next == STOP || next == TERMINATED;
			case STOP -> next == TERMINATED;
			case TERMINATED -> false;
		};
	}

}
