package dev.poolworks;

/**
 * Life of a worker.
 */
public enum WorkerState {

	/** Started, not yet able to take a task. */
	STARTING,

	/** Able to take a task, has none. */
	IDLE,

	/** Has a task. */
	BUSY,

	/** Has a task and will not get another. */
	DRAINING,

	/** Asked to end, or being killed. */
	STOPPING,

	/** Gone: thread ended, process exited. */
	TERMINATED;

	/**
	 * Tells whether a worker in this state may go on to another.
	 * @param next the other state
	 * @return whether the step is allowed
	 */
	public boolean canBecome(WorkerState next) {
		return switch (this) {
			case STARTING -> next == IDLE || next == STOPPING || next == TERMINATED;
			case IDLE -> next == BUSY || next == STOPPING || next == TERMINATED;
			case BUSY -> next == IDLE || next == DRAINING || next == STOPPING || next == TERMINATED;
			case DRAINING -> next == STOPPING || next == TERMINATED;
			case STOPPING -> next == TERMINATED;
			case TERMINATED -> false;
		};
	}

}
