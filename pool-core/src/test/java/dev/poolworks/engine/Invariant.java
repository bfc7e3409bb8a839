package dev.poolworks.engine;

/**
 * What must hold of an engine after every event, in whatever world it lives.
 */
enum Invariant {

	/** The counts add up, and are those of the tasks and workers that the world knows. */
	COUNTS,

	/** Each accepted task ends exactly once, in a way that fits what happened to it. */
	ONE_END,

	/**
	 * A task goes to a second worker only after the death of the first, and after an
	 * acknowledgement only if idempotent; retries and poison threshold hold.
	 */
	ONE_RUN,

	/** The highest priority first, within one priority in the order of arrival. */
	ORDER,

	/** A worker gets a task only while it is ready, has none and was not told to end. */
	SEND_TO_IDLE,

	/**
	 * A worker that is too old or too large gets no further task, unless another one is
	 * being replaced: such workers never retire all at once. A successor comes in time,
	 * one at a time, and takes its place.
	 */
	RECYCLE,

	/** An idle worker, a waiting task and a running pool never coexist. */
	NO_IDLE_BESIDE_QUEUE,

	/** Never more workers than max-size; each has the lowest free number. */
	BOUNDS,

	/** As many workers as the policy wants, no more, no fewer. */
	STAFFING,

	/** Failed starts are followed by the backoff, and by nothing but the backoff. */
	BACKOFF,

	/**
	 * Tasks and workers are stopped at their limits and killed after the grace, never
	 * before.
	 */
	LIMITS,

	/** What waits for a time will be looked at in time. */
	WAKE,

	/** No command to a worker that is gone, none twice, none after the end. */
	COMMANDS,

	/** Tasks are let in, held off and rejected as queue and policy say. */
	ADMISSION,

	/** The pool goes through its states in order, and none later than it can. */
	STATES,

	/** A report that comes too late or twice changes nothing. */
	STALE_REPORT,

	/**
	 * A pool that was shut down terminates, in bounded time and a bounded number of
	 * events.
	 */
	LIVENESS,

	/** The engine never throws. */
	NO_ERROR,

	/** No worker ever gets more than max-tasks tasks. */
	MAX_TASKS

}
