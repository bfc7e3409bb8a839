package dev.poolworks.engine;

import dev.poolworks.WorkerExit;
import dev.poolworks.WorkerState;
import org.jspecify.annotations.Nullable;

/**
 * A worker as the engine sees it. Only the engine changes it; the pool that drives the
 * engine may attach what it needs to find its own half.
 */
public final class EngineWorker {

	/** A time that never comes. */
	static final long NEVER = Long.MAX_VALUE;

	/** Why a worker is killed that was not ready in time. */
	public static final String START_TIMEOUT = "start-timeout";

	/** Stands for the thread that submitted a task and was told to run it. */
	static final EngineWorker CALLER = new EngineWorker(0, "caller", 0, "caller-runs");

	private final int id;

	private final String name;

	final long startedAt;

	final String startReason;

	WorkerState state = WorkerState.STARTING;

	@Nullable EngineTask task;

	private long pid;

	long readyAt = NEVER;

	long idleSince;

	long tasksDone;

	private long rssBytes;

	/** When a worker that has not taken up its task is given up. */
	long takeUpBy = NEVER;

	/** When the task's time is up. */
	long runDeadline = NEVER;

	/** When the task's time began: when it was sent, or with its current item. */
	long clockStartedAt;

	/** When a worker that was asked to do something is killed for not having done it. */
	long killAt = NEVER;

	/** Why the task was asked to stop. */
	@Nullable StopCause stopping;

	/** Why the worker is going, for the event; decided at the first cause. */
	@Nullable String exitReason;

	/** Its neighbours while it is idle; see {@link IdleWorkers}. */
	@Nullable EngineWorker colder;

	@Nullable EngineWorker warmer;

	private @Nullable Throwable failure;

	private @Nullable Object attachment;

	EngineWorker(int id, String name, long startedAt, String startReason) {
		this.id = id;
		this.name = name;
		this.startedAt = startedAt;
		this.startReason = startReason;
	}

	/**
	 * Its number; no two workers of a pool have the same at a time.
	 * @return from 1
	 */
	public int id() {
		return this.id;
	}

	public String name() {
		return this.name;
	}

	/**
	 * Attaches the other half of this worker.
	 * @param attachment any object
	 */
	public void attach(Object attachment) {
		this.attachment = attachment;
	}

	public @Nullable Object attachment() {
		return this.attachment;
	}

	/**
	 * Its process exists. As everything here, to be called by the engine's owner.
	 * @param pid the process
	 */
	public void launched(long pid) {
		this.pid = pid;
	}

	/**
	 * Its resident memory was measured.
	 * @param rssBytes bytes
	 */
	public void measured(long rssBytes) {
		this.rssBytes = rssBytes;
	}

	/**
	 * It could not start, or ended by itself. {@link PoolEngine#workerExited} must
	 * follow.
	 * @param failure what it threw
	 */
	public void failed(Throwable failure) {
		this.failure = failure;
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

	long pid() {
		return this.pid;
	}

	long rssBytes() {
		return this.rssBytes;
	}

	/** Whether it ended, unasked, before it was ready. */
	boolean failedToStart() {
		return this.readyAt == NEVER && this.exitReason == null;
	}

	boolean startTimedOut() {
		return START_TIMEOUT.equals(this.exitReason);
	}

	String exitReason(@Nullable WorkerExit exit) {
		if (failedToStart() || startTimedOut()) {
			return "start-failed";
		}
		if (this.exitReason != null) {
			return this.exitReason;
		}
		return (exit != null && exit.outOfMemory()) ? "out-of-memory" : "crashed";
	}

	boolean hasTask() {
		return this.state == WorkerState.BUSY || this.state == WorkerState.DRAINING;
	}

	boolean isStuck() {
		return this.stopping != null && hasTask();
	}

	void transitionTo(WorkerState next) {
		if (!this.state.canBecome(next)) {
			throw new IllegalStateException("worker " + this.name + " cannot go from " + this.state + " to " + next);
		}
		this.state = next;
	}

	@Override
	public String toString() {
		return this.name + " " + this.state + ((this.task != null) ? " with " + this.task : "");
	}

	/**
	 * Why a task was asked to stop.
	 */
	enum StopCause {

		TIMEOUT, CANCELLED

	}

}
