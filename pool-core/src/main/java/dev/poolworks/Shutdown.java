package dev.poolworks;

/**
 * The ways to shut a pool down. None of them waits: see {@link TaskPool#close()} and
 * {@link TaskPool#awaitTermination}.
 */
public enum Shutdown {

	/** Run everything that was submitted, then end. */
	DRAIN,

	/** Cancel what waits, finish what runs, then end. */
	CANCEL_QUEUED,

	/** Cancel what waits and end the workers now, with whatever they run. */
	KILL;

	/**
	 * Runs everything that was submitted, then ends.
	 * @return {@link #DRAIN}
	 */
	public static Shutdown drain() {
		return DRAIN;
	}

	/**
	 * Cancels what waits, finishes what runs, then ends.
	 * @return {@link #CANCEL_QUEUED}
	 */
	public static Shutdown cancelQueued() {
		return CANCEL_QUEUED;
	}

	/**
	 * Cancels what waits and ends the workers now. Threads cannot be killed: there,
	 * running tasks are interrupted and their futures cancelled.
	 * @return {@link #KILL}
	 */
	public static Shutdown kill() {
		return KILL;
	}

}
