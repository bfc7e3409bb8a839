package dev.poolworks.pool;

/**
 * Decides when a {@link Completer} needs another thread, so that what waits is run
 * whatever the threads that run something wait for. One thread starts at a time: before
 * it runs anything, it sees to the next. Above a bound, and when nothing comes of a
 * start, a clock has a say. Confined to whoever has the completer's lock.
 */
final class CompleterCrew {

	private final int maxThreads;

	/** Whether there are others above the bound. */
	private final boolean virtual;

	/** Threads that exist or are being started. */
	private int threads;

	/** Of these, those that wait for work. */
	private int idle;

	/** Of these, those that have not begun. */
	private int starting;

	/** Actions that have ended. */
	private long finished;

	/** The same when the clock was wound. */
	private long finishedBefore;

	private boolean ticking;

	CompleterCrew(int maxThreads, boolean virtual) {
		this.maxThreads = maxThreads;
		this.virtual = virtual;
	}

	int threads() {
		return this.threads;
	}

	boolean isFull() {
		return this.threads >= this.maxThreads;
	}

	/**
	 * What is to be done for what waits.
	 * @param waiting actions that wait for a thread
	 * @return what to start; counted already
	 */
	Growth growth(int waiting) {
		if (waiting <= this.idle) {
			return Growth.NONE;
		}
		if (!isFull()) {
			return (this.starting == 0) ? add(Growth.PLATFORM) : Growth.NONE;
		}
		boolean clock = wind();
		if (this.virtual && this.starting == 0) {
			return add(clock ? Growth.VIRTUAL_AND_CLOCK : Growth.VIRTUAL);
		}
		return clock ? Growth.CLOCK : Growth.NONE;
	}

	/**
	 * The clock has gone off: if nothing has ended meanwhile, another thread is needed
	 * even above the bound, and even if one is said to be starting.
	 * @param waiting actions that wait for a thread
	 * @return what to start; counted already
	 */
	Growth look(int waiting) {
		this.ticking = false;
		if (waiting <= this.idle) {
			return Growth.NONE;
		}
		boolean stuck = this.finished == this.finishedBefore;
		wind();
		return stuck ? add(Growth.PLATFORM_AND_CLOCK) : Growth.CLOCK;
	}

	/** A thread has begun. */
	void begun() {
		this.starting--;
	}

	/**
	 * A thread could not be started.
	 * @return whether to start the clock
	 */
	boolean lost() {
		this.threads--;
		this.starting--;
		return wind();
	}

	/** A thread ends. */
	void left() {
		this.threads--;
	}

	void rests(boolean rests) {
		this.idle += rests ? 1 : -1;
	}

	/** An action has ended. */
	void finished() {
		this.finished++;
	}

	/** The clock could not be started. */
	void stopClock() {
		this.ticking = false;
	}

	private Growth add(Growth growth) {
		this.threads++;
		this.starting++;
		return growth;
	}

	private boolean wind() {
		if (this.ticking) {
			return false;
		}
		this.ticking = true;
		this.finishedBefore = this.finished;
		return true;
	}

	/**
	 * What has to be started.
	 */
	enum Growth {

		NONE, PLATFORM, VIRTUAL, CLOCK, PLATFORM_AND_CLOCK, VIRTUAL_AND_CLOCK;

		boolean startsThread() {
			return this != NONE && this != CLOCK;
		}

		boolean isVirtual() {
			return this == VIRTUAL || this == VIRTUAL_AND_CLOCK;
		}

		boolean startsClock() {
			return this == CLOCK || this == PLATFORM_AND_CLOCK || this == VIRTUAL_AND_CLOCK;
		}

	}

}
