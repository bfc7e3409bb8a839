package dev.poolworks.pool;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

import dev.poolworks.TaskRejectedException;

/**
 * The two threads that look after a pool: the timer, and the one that keeps the JVM alive
 * while tasks are pending. Either may be impossible to start for a moment; the other one,
 * and whoever uses the pool, then sees to it. Also does again what has failed and must be
 * done. Thread-safe.
 */
final class Attendance {

	/** How soon to look again after something has failed. */
	private static final long AGAIN_NANOS = 100_000_000L;

	private final PoolLog log = PoolLog.of(Attendance.class);

	/** What has failed and has to be done all the same. */
	private final Queue<Runnable> failed = new ConcurrentLinkedQueue<>();

	private final String pool;

	private final PoolTimer timer;

	private final KeepAlive keepAlive;

	/** Whether a thread was missing of late. */
	private volatile boolean missing;

	/**
	 * No thread yet.
	 * @param pool the pool's name
	 * @param threads makes them
	 * @param tick is called when a time has come
	 * @param pending whether the JVM should live on
	 */
	Attendance(String pool, PoolThreads threads, Runnable tick, BooleanSupplier pending) {
		this.pool = pool;
		this.timer = new PoolTimer(pool, threads, tick);
		this.keepAlive = new KeepAlive(pool, threads, pending, this.timer::ensure);
	}

	PoolTimer timer() {
		return this.timer;
	}

	/**
	 * Makes sure of a tick soon: something has failed.
	 */
	void lookAgainSoon() {
		this.timer.wakeAt(this.timer.now() + AGAIN_NANOS);
	}

	/**
	 * Does something with the next tick, which comes soon.
	 * @param action what; it may come here again
	 */
	void later(Runnable action) {
		this.failed.add(action);
		lookAgainSoon();
	}

	/**
	 * Does again what had failed before.
	 */
	void makeUp() {
		for (int i = this.failed.size(); i > 0; i--) {
			Runnable action = this.failed.poll();
			if (action != null) {
				action.run();
			}
		}
	}

	/**
	 * A task wants in that will need somebody who looks after it: one of the two, which
	 * sees to the other.
	 * @param task its name
	 * @throws TaskRejectedException if neither thread is to be had
	 */
	void require(String task) {
		if (!this.timer.isThere() && !this.keepAlive.ensure() && !this.timer.start()) {
			throw new TaskRejectedException(
					"pool '" + this.pool + "' has no thread to look after limits (" + this.timer.failure() + "), task "
							+ task + " was rejected; raise the limit of threads (ulimit -u, pids.max) or of memory");
		}
	}

	/**
	 * Tasks are pending: sees to the threads. Never throws.
	 */
	void see() {
		boolean alive = this.keepAlive.ensure();
		boolean timed = this.timer.ensure();
		if (alive && timed) {
			this.missing = false;
			return;
		}
		if (!this.missing) {
			this.missing = true;
			this.log.error(
					"pool '{}': a thread cannot be started, it is tried again; "
							+ "raise the limit of threads (ulimit -u, pids.max) or of memory",
					this.pool, alive ? this.timer.failure() : this.keepAlive.failure());
		}
		lookAgainSoon();
	}

}
