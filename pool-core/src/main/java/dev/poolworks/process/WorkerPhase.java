package dev.poolworks.process;

/**
 * How far a worker process has come, as it says itself.
 *
 * <pre>
 *  STARTING ─┬─▶ READY ─────────┬─▶ ENDED
 *            ├─▶ START_FAILED ──┤
 *            └──────────────────┘
 * </pre>
 */
enum WorkerPhase {

	/** Launched, or to be launched; it takes no task. */
	STARTING,

	/** It has asked for tasks. */
	READY,

	/** An initializer has failed: it is about to end. */
	START_FAILED,

	/** The process has ended, or never was. */
	ENDED;

	/**
	 * Whether this phase may be followed by another.
	 * @param next the other
	 * @return whether it may
	 */
	boolean canBecome(WorkerPhase next) {
		return switch (this) {
			case STARTING -> next != STARTING;
			case READY, START_FAILED -> next == ENDED;
			case ENDED -> false;
		};
	}

}
