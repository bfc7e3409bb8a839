package dev.poolworks.engine;

import java.util.ArrayList;
import java.util.List;

import dev.poolworks.TaskState;
import dev.poolworks.WorkerExit;
import org.jspecify.annotations.Nullable;

/**
 * A task as the engine sees it: figures and a state. The pool that drives the engine
 * extends it with the code to run and the future. Only the engine changes it; the state
 * may be read by any thread.
 */
public abstract class EngineTask {

	private final long id;

	private final String name;

	private final int priority;

	private final boolean idempotent;

	private final long runTimeoutNanos;

	private final long queueTimeoutNanos;

	private boolean fed;

	private volatile TaskState state = TaskState.QUEUED;

	boolean accepted;

	boolean withdrawn;

	long payloadBytes;

	/**
	 * Its number among the accepted tasks; ids are given before, not always in that
	 * order.
	 */
	long arrival;

	long waitingSince;

	/** Its neighbours among the tasks that wait, by the time since which they do. */
	@Nullable EngineTask waitsLonger;

	@Nullable EngineTask waitsLess;

	long dispatchedAt;

	long waitedNanos;

	int acknowledgedDeaths;

	@Nullable EngineWorker worker;

	private @Nullable List<WorkerExit> exits;

	/**
	 * A task that is not submitted yet.
	 * @param id a number that no other task of the pool has
	 * @param name for messages
	 * @param priority higher runs first
	 * @param idempotent whether it may run again after a crash
	 * @param runTimeoutNanos longest run; 0: no limit
	 * @param queueTimeoutNanos longest wait; 0: no limit
	 */
	protected EngineTask(long id, String name, int priority, boolean idempotent, long runTimeoutNanos,
			long queueTimeoutNanos) {
		this.id = id;
		this.name = name;
		this.priority = priority;
		this.idempotent = idempotent;
		this.runTimeoutNanos = runTimeoutNanos;
		this.queueTimeoutNanos = queueTimeoutNanos;
	}

	public final long id() {
		return this.id;
	}

	public final String name() {
		return this.name;
	}

	public final int priority() {
		return this.priority;
	}

	public final boolean idempotent() {
		return this.idempotent;
	}

	public final long runTimeoutNanos() {
		return this.runTimeoutNanos;
	}

	public final long queueTimeoutNanos() {
		return this.queueTimeoutNanos;
	}

	/**
	 * Marks the task as one that comes out of a feed; before it is submitted.
	 * @see Feeds
	 */
	public final void markFed() {
		this.fed = true;
	}

	final boolean fed() {
		return this.fed;
	}

	/**
	 * The state; visible to any thread.
	 * @return the state
	 */
	public final TaskState state() {
		return this.state;
	}

	/**
	 * Which run the current or next one is.
	 * @return 1, or more after crashes
	 */
	public final int attempt() {
		return deaths() + 1;
	}

	final int deaths() {
		return (this.exits != null) ? this.exits.size() : 0;
	}

	final List<WorkerExit> exits() {
		return (this.exits != null) ? List.copyOf(this.exits) : List.of();
	}

	final void addExit(WorkerExit exit) {
		if (this.exits == null) {
			this.exits = new ArrayList<>(2);
		}
		this.exits.add(exit);
	}

	final boolean hasWorker() {
		return this.state == TaskState.DISPATCHED || this.state == TaskState.RUNNING;
	}

	final void transitionTo(TaskState next) {
		if (!this.state.canBecome(next)) {
			throw new IllegalStateException("task " + this.id + " cannot go from " + this.state + " to " + next);
		}
		this.state = next;
	}

	@Override
	public String toString() {
		return "task " + this.id + " (" + this.name + ") " + this.state;
	}

}
