package dev.poolworks.engine;

/**
 * A worker as the simulated world knows it.
 */
final class SimulatedWorker {

	final EngineWorker worker;

	final long startedAt;

	Phase phase = Phase.STARTING;

	boolean ready;

	long readyAt;

	long idleSince;

	long tasksDone;

	/** Tasks that it was given. */
	long assignments;

	long rssBytes;

	SimulatedTask task;

	/** Counts tasks, so that what was planned for one does not happen to the next. */
	int assignment;

	Interrupt interrupt;

	long interruptedAt;

	long stopAskedAt = Agenda.NEVER;

	long sentAt;

	/** What its task may run until, whatever its limit says. */
	long grantedUntil;

	/** Whether something it threw has ended it. */
	boolean failed;

	String killReason;

	SimulatedWorker(EngineWorker worker, long startedAt) {
		this.worker = worker;
		this.startedAt = startedAt;
	}

	/**
	 * The whole process stood still: a thread's task gets that time again, if its own is
	 * over.
	 */
	void stoodStill(long nanos, long now, boolean process) {
		if (!process && this.task != null && this.task.clockStartedAt + this.task.runTimeoutNanos() <= now
				&& this.grantedUntil <= now) {
			this.grantedUntil = now + nanos;
		}
	}

	boolean isAlive() {
		return this.phase != Phase.GONE;
	}

	boolean isKilled() {
		return this.killReason != null;
	}

	@Override
	public String toString() {
		return this.worker.name() + " " + this.phase + ((this.task != null) ? " with " + this.task : "");
	}

	/** Where in its life a worker is. */
	enum Phase {

		STARTING, IDLE, BUSY, STOPPING, GONE

	}

	/** Why a task was interrupted. */
	enum Interrupt {

		TIMEOUT, CANCELLED

	}

}
