package dev.poolworks.pool;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Keeps the JVM alive while tasks are pending, maps are fed or callbacks run: the only
 * thread of a pool that is not a daemon. A program that ends has therefore finished what
 * it had submitted, as in Python. The thread ends a moment after the last task, so that
 * one task after the other does not start one thread after the other.
 */
final class KeepAlive {

	private static final long LOOK_NANOS = 50_000_000L;

	private final AtomicBoolean alive = new AtomicBoolean();

	private final String name;

	private final BooleanSupplier pending;

	private volatile boolean used;

	KeepAlive(String pool, BooleanSupplier pending) {
		this.name = pool + " keep-alive";
		this.pending = pending;
	}

	/**
	 * Tasks are pending. Cheap while the thread is there.
	 */
	void ensure() {
		this.used = true;
		if (!this.alive.get() && this.alive.compareAndSet(false, true)) {
			Thread thread = new Thread(this::run, this.name);
			thread.setDaemon(false);
			thread.start();
		}
	}

	private void run() {
		do {
			this.used = false;
			LockSupport.parkNanos(this, LOOK_NANOS);
			if (!this.used && !this.pending.getAsBoolean()) {
				this.alive.set(false);
			}
			// a task may have come in between that still found the thread alive
		}
		while (this.alive.get() || (this.pending.getAsBoolean() && this.alive.compareAndSet(false, true)));
	}

}
