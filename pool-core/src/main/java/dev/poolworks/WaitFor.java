package dev.poolworks;

/**
 * What {@link TaskFutures#wait} waits for.
 */
public enum WaitFor {

	/** One future is done. */
	FIRST_COMPLETED,

	/** One future failed or was cancelled, or all are done. */
	FIRST_EXCEPTION,

	/** All futures are done. */
	ALL_COMPLETED

}
