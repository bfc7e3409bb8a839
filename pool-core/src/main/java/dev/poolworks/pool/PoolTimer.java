package dev.poolworks.pool;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Calls the engine when a deadline has come: one daemon thread, started with the first
 * deadline. Its clock starts at 0 and never goes back. Whatever a call throws, the thread
 * lives on and calls again soon; where none could be started, it is tried again whenever
 * somebody comes by. Thread-safe.
 */
final class PoolTimer {

	static final long NEVER = Long.MAX_VALUE;

	/** How soon to call again if a call has failed. */
	private static final long PAUSE_NANOS = 100_000_000L;

	private final PoolLog log = PoolLog.of(PoolTimer.class);

	private final long origin = System.nanoTime();

	private final ThreadOnDemand thread;

	private final String pool;

	private final Runnable onTime;

	private final AtomicLong wakeAt = new AtomicLong(NEVER);

	private volatile boolean ended;

	PoolTimer(String pool, PoolThreads threads, Runnable onTime) {
		this.pool = pool;
		this.onTime = onTime;
		this.thread = new ThreadOnDemand((code) -> threads.daemon(pool + " timer", code), this::run);
	}

	/**
	 * The time.
	 * @return nanoseconds since this timer was made
	 */
	long now() {
		return System.nanoTime() - this.origin;
	}

	/**
	 * Makes sure of a call at a time; never throws.
	 * @param nanos the time
	 */
	void wakeAt(long nanos) {
		long asked = this.wakeAt.get();
		while (nanos < asked && !this.ended) {
			if (this.wakeAt.compareAndSet(asked, nanos)) {
				this.thread.unpark();
			}
			asked = this.wakeAt.get();
		}
		ensure();
	}

	/**
	 * Starts the thread unless it is there or has nothing to wait for; never throws.
	 * @return whether it is there, as far as it is needed
	 */
	boolean ensure() {
		return this.ended || this.wakeAt.get() == NEVER || this.thread.ensure();
	}

	boolean isThere() {
		return this.thread.isThere();
	}

	/**
	 * Starts the thread even if it has nothing to wait for yet; never throws.
	 * @return whether it is there
	 */
	boolean start() {
		return this.thread.ensure();
	}

	@Nullable Throwable failure() {
		return this.thread.failure();
	}

	void end() {
		this.ended = true;
		this.thread.unpark();
	}

	/**
	 * Takes note that the call for all deadlines up to now is being made.
	 * @return the earliest time asked for, or {@link #NEVER}
	 */
	long due() {
		return this.wakeAt.getAndSet(NEVER);
	}

	private void run() {
		while (!this.ended) {
			try {
				await();
			}
			catch (Throwable ex) {
				this.log.error("pool '{}': its timer failed and goes on", this.pool, ex);
				pause();
			}
		}
	}

	private void await() {
		long asked = this.wakeAt.get();
		long wait = asked - now();
		if (wait <= 0) {
			this.onTime.run();
			Thread.interrupted(); // left by a listener; park would not wait any more
		}
		else if (asked == NEVER) {
			LockSupport.park(this);
		}
		else {
			LockSupport.parkNanos(this, wait);
		}
	}

	/** Others may unpark this thread meanwhile. */
	private void pause() {
		Thread.interrupted();
		long end = now() + PAUSE_NANOS;
		long wait = PAUSE_NANOS;
		while (wait > 0 && !this.ended) {
			LockSupport.parkNanos(this, wait);
			wait = end - now();
		}
	}

}
