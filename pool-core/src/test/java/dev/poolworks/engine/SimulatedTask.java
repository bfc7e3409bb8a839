package dev.poolworks.engine;

/**
 * A task as the simulated world knows it: what it will do, and what has become of it.
 */
final class SimulatedTask extends EngineTask {

	/** What it will do. */
	final long runNanos;

	final int items;

	final boolean succeeds;

	final boolean hangs;

	final boolean ignoresInterrupt;

	/** How many of its first runs end with the death of the worker. */
	final int crashes;

	final boolean crashesBeforeAck;

	final long bytes;

	/** What has become of it. */
	Place place = Place.OUTSIDE;

	long arrival;

	long waitingSince;

	int sends;

	int deaths;

	int acknowledgedDeaths;

	boolean acknowledged;

	/** Not cleared at the worker's death. */
	SimulatedWorker worker;

	long clockStartedAt;

	long retryDueAt;

	/** Cancelled before it was accepted. */
	boolean cancelledOutside;

	TaskEnd end;

	SimulatedTask(long id, int priority, boolean idempotent, long runTimeoutNanos, long queueTimeoutNanos,
			Nature nature) {
		super(id, "t" + id, priority, idempotent, runTimeoutNanos, queueTimeoutNanos);
		this.runNanos = nature.upTo(nature.longestTaskNanos);
		this.items = nature.roll(0.1) ? 1 + nature.random.nextInt(4) : 0;
		this.succeeds = nature.roll(0.7);
		this.hangs = nature.roll(nature.taskHangs);
		this.ignoresInterrupt = nature.roll(nature.ignoresInterrupt);
		this.crashes = nature.roll(nature.taskCrashes) ? 1 + nature.random.nextInt(4) : 0;
		this.crashesBeforeAck = nature.random.nextBoolean();
		this.bytes = nature.random.nextLong(120);
	}

	boolean isWaiting() {
		return state() == dev.poolworks.TaskState.QUEUED;
	}

	/**
	 * Whether it is to run before another.
	 * @param other another waiting task
	 * @return whether it is more urgent, was sent before, or came first
	 */
	boolean isBefore(SimulatedTask other) {
		if (priority() != other.priority()) {
			return priority() > other.priority();
		}
		if ((this.deaths > 0) != (other.deaths > 0)) {
			return this.deaths > 0;
		}
		return this.arrival < other.arrival;
	}

	/** Where a task is. */
	enum Place {

		OUTSIDE, WAITING, WITH_WORKER, LOST, RETRYING, WITH_CALLER, DONE

	}

}
