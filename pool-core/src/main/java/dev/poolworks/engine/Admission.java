package dev.poolworks.engine;

/**
 * What becomes of a task that is submitted.
 */
public enum Admission {

	/** It is in the pool's hands. */
	ACCEPTED,

	/** Rejected: there is no room. */
	FULL,

	/** Rejected: the pool is shut down. */
	SHUT_DOWN,

	/** Not submitted: there is no room, try again when there is. */
	WAIT,

	/** The caller is to run it and to report with {@link PoolEngine#callerRan}. */
	CALLER_RUNS,

	/** Not submitted: it was cancelled before it came so far. Counts nowhere. */
	WITHDRAWN

}
