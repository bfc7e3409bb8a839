package dev.poolworks.pool;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;

import dev.poolworks.Shutdown;
import dev.poolworks.TaskCounts;

/**
 * What {@link ConcurrentPool} has to do, for one caller at a time, written down without a
 * thought for how it does it.
 */
public class SequentialPool {

	private final Set<Integer> submitted = new HashSet<>();

	private final Set<Integer> withdrawn = new HashSet<>();

	private final Queue<Integer> queue = new ArrayDeque<>();

	/** Tasks that are on a worker, those that were cancelled there included. */
	private final Set<Integer> onWorkers = new HashSet<>();

	private final Set<Integer> cancelledThere = new HashSet<>();

	private boolean suspended;

	private boolean shutDown;

	private int succeeded;

	private int cancelled;

	private int rejected;

	private int accepted;

	public String submit(int id) {
		if (!this.submitted.add(id)) {
			return "AGAIN";
		}
		if (this.withdrawn.contains(id)) {
			return "WITHDRAWN";
		}
		if (this.shutDown) {
			this.rejected++;
			return "SHUT_DOWN";
		}
		if (this.queue.size() + this.onWorkers.size() >= ConcurrentPool.WORKERS + ConcurrentPool.QUEUE_CAPACITY) {
			this.rejected++;
			return "FULL";
		}
		this.accepted++;
		this.queue.add(id);
		dispatch();
		return "ACCEPTED";
	}

	public void finish(int id) {
		if (this.onWorkers.remove(id)) {
			if (!this.cancelledThere.remove(id)) {
				this.succeeded++;
			}
			dispatch();
		}
	}

	public boolean cancelIfWaiting(int id) {
		return cancel(id, false);
	}

	public boolean cancel(int id) {
		return cancel(id, true);
	}

	private boolean cancel(int id, boolean mayInterrupt) {
		if (this.queue.remove(id)) {
			this.cancelled++;
			dispatch();
			return true;
		}
		if (!this.submitted.contains(id)) {
			this.withdrawn.add(id);
		}
		if (mayInterrupt && this.onWorkers.contains(id) && this.cancelledThere.add(id)) {
			this.cancelled++;
			dispatch();
			return true;
		}
		return false;
	}

	public void suspend() {
		this.suspended |= !this.shutDown;
	}

	public void resume() {
		this.suspended = false;
		dispatch();
	}

	public void drain() {
		shutdown(Shutdown.DRAIN);
	}

	public void cancelQueued() {
		shutdown(Shutdown.CANCEL_QUEUED);
	}

	public void kill() {
		shutdown(Shutdown.KILL);
	}

	private void shutdown(Shutdown how) {
		this.suspended = false;
		this.shutDown = true;
		if (how != Shutdown.DRAIN) {
			this.cancelled += this.queue.size();
			this.queue.clear();
		}
		if (how == Shutdown.KILL) {
			this.cancelled += running();
			this.cancelledThere.addAll(this.onWorkers);
		}
		dispatch();
	}

	public String snapshot() {
		return describe(this.shutDown, this.suspended, new TaskCounts(this.accepted + this.rejected, this.queue.size(),
				0, running(), 0, this.succeeded, 0, 0, this.cancelled, 0, this.rejected, 0));
	}

	static String describe(boolean shutDown, boolean suspended, TaskCounts tasks) {
		return (shutDown ? "shut down, " : "") + (suspended ? "suspended, " : "") + tasks;
	}

	private void dispatch() {
		while (!this.suspended && this.onWorkers.size() < ConcurrentPool.WORKERS && !this.queue.isEmpty()) {
			this.onWorkers.add(this.queue.remove());
		}
	}

	private int running() {
		return this.onWorkers.size() - this.cancelledThere.size();
	}

}
