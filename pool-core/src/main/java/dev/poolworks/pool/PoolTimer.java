package dev.poolworks.pool;

import java.util.concurrent.locks.LockSupport;

/**
 * Calls the engine when a deadline has come: one daemon thread, started with the first
 * deadline. Its clock starts at 0 and never goes back.
 */
final class PoolTimer {

	private static final long NEVER = Long.MAX_VALUE;

	private final long origin = System.nanoTime();

	private final Thread thread;

	private final Runnable onTime;

	private volatile long wakeAt = NEVER;

	private volatile boolean ended;

	private boolean started;

	PoolTimer(String pool, Runnable onTime) {
		this.onTime = onTime;
		this.thread = new Thread(this::run, pool + " timer");
		this.thread.setDaemon(true);
	}

	/**
	 * The time.
	 * @return nanoseconds since this timer was made
	 */
	long now() {
		return System.nanoTime() - this.origin;
	}

	/**
	 * Makes sure of a call at a time. To be called by one thread at a time.
	 * @param nanos the time
	 */
	void wakeAt(long nanos) {
		if (nanos < this.wakeAt && !this.ended) {
			this.wakeAt = nanos;
			if (!this.started) {
				this.started = true;
				this.thread.start();
			}
			LockSupport.unpark(this.thread);
		}
	}

	void end() {
		this.ended = true;
		LockSupport.unpark(this.thread);
	}

	/**
	 * Takes note that the call for all deadlines up to now is being made. To be called by
	 * one thread at a time, together with {@link #wakeAt}.
	 */
	void due() {
		this.wakeAt = NEVER;
	}

	private void run() {
		while (!this.ended) {
			long wait = this.wakeAt - now();
			if (wait <= 0) {
				this.onTime.run();
			}
			else if (this.wakeAt == NEVER) {
				LockSupport.park(this);
			}
			else {
				LockSupport.parkNanos(this, wait);
			}
		}
	}

}
