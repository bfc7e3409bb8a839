package dev.poolworks.pool;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the JVM alive while tasks are pending, maps are fed or callbacks run: by one
 * thread that is not a daemon. A program that ends has therefore finished what it had
 * submitted, as in Python. The thread ends a moment after the last task, so that one task
 * after the other does not start one thread after the other. Thread-safe.
 */
final class KeepAlive {

	private static final long LOOK_NANOS = 50_000_000L;

	private final ThreadOnDemand thread;

	private final BooleanSupplier pending;

	private final Runnable look;

	private volatile boolean used;

	/**
	 * No thread yet.
	 * @param pool the pool's name
	 * @param threads makes the thread
	 * @param pending whether the JVM should live on; must not throw
	 * @param look is called now and then while it does; must not throw
	 */
	KeepAlive(String pool, PoolThreads threads, BooleanSupplier pending, Runnable look) {
		this.thread = new ThreadOnDemand((code) -> threads.user(pool + " keep-alive", code), this::run);
		this.pending = pending;
		this.look = look;
	}

	/**
	 * Tasks are pending. Cheap while the thread is there; never throws.
	 * @return whether the thread is there; if not, to be called again soon
	 */
	boolean ensure() {
		this.used = true;
		return this.thread.ensure();
	}

	@Nullable Throwable failure() {
		return this.thread.failure();
	}

	private void run() {
		do {
			this.used = false;
			LockSupport.parkNanos(this, LOOK_NANOS);
			this.look.run();
		}
		while (isNeeded() || !this.thread.resign(this::isNeeded));
	}

	private boolean isNeeded() {
		return this.used || this.pending.getAsBoolean();
	}

}
