package dev.poolworks;

/**
 * Life of a task.
 */
public enum TaskState {

	/** Waits for a worker. */
	QUEUED,

	/** Sent to a worker that has not acknowledged it: safe to send again. */
	DISPATCHED,

	/** Acknowledged by the worker: run again only if declared idempotent. */
	RUNNING,

	/** Was lost with its worker and waits to be run again. */
	RETRYING,

	/** Returned a value. */
	SUCCEEDED,

	/** Ended with an exception of its own, or could not be encoded or decoded. */
	FAILED,

	/** Waited or ran longer than it was granted. */
	TIMED_OUT,

	/** Cancelled by the caller or by a shutdown. */
	CANCELLED,

	/** Lost with its worker, or no worker could be started for it. */
	CRASHED,

	/** Dropped from the queue to make room for a newer one. */
	DISCARDED,

	/** Never accepted. */
	REJECTED;

	/**
	 * Tells whether this state is final.
	 * @return whether nothing follows
	 */
	public boolean isDone() {
		return ordinal() >= SUCCEEDED.ordinal();
	}

	/**
	 * Tells whether a task in this state may go on to another.
	 * @param next the other state
	 * @return whether the step is allowed
	 */
	public boolean canBecome(TaskState next) {
		return switch (this) {
			case QUEUED -> next == DISPATCHED || (next.isDone() && next != SUCCEEDED);
			case DISPATCHED, RUNNING -> (this == DISPATCHED && (next == RUNNING || next == QUEUED)) || next == RETRYING
					|| (next.isDone() && next != DISCARDED && next != REJECTED);
			case RETRYING -> next == QUEUED || next == CANCELLED || next == TIMED_OUT || next == CRASHED;
			case SUCCEEDED, FAILED, TIMED_OUT, CANCELLED, CRASHED, DISCARDED, REJECTED -> false;
		};
	}

}
