package dev.poolworks.pool;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * A thread that is there once somebody needs it: never two of them, another one if one
 * has ended, and tried again if there was none to be had. Thread-safe.
 */
final class ThreadOnDemand {

	/** How soon to try again after a start that failed: each one costs, and is logged. */
	private static final long PAUSE_NANOS = 10_000_000L;

	private final Object lock = new Object();

	private final Function<Runnable, Thread> maker;

	private final Runnable code;

	private volatile @Nullable Thread thread;

	@GuardedBy("lock")
	private long failedAt;

	private volatile @Nullable Throwable failure;

	/**
	 * No thread yet.
	 * @param maker makes a thread that runs what it is given
	 * @param code what it runs
	 */
	ThreadOnDemand(Function<Runnable, Thread> maker, Runnable code) {
		this.maker = maker;
		this.code = code;
	}

	/**
	 * Starts the thread unless it is there. Cheap if it is; never throws.
	 * @return whether it is there now
	 */
	boolean ensure() {
		return this.thread != null || start();
	}

	boolean isThere() {
		return this.thread != null;
	}

	/**
	 * Why the thread could not be started when it was last tried.
	 * @return the reason, or {@code null} if it could
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/** Wakes the thread if it is parked. */
	void unpark() {
		LockSupport.unpark(this.thread);
	}

	/**
	 * The thread wants to end. To be called by the thread itself.
	 * @param needed whether there is something to do for it after all
	 * @return whether it should end; if so, another one may be there already
	 */
	boolean resign(BooleanSupplier needed) {
		Thread self = Thread.currentThread();
		leave(self);
		// whoever comes now starts another thread, who came before has found this one
		return !needed.getAsBoolean() || !takeUpAgain(self);
	}

	private boolean start() {
		synchronized (this.lock) {
			if (this.thread != null) {
				return true;
			}
			if (this.failure != null && System.nanoTime() - this.failedAt < PAUSE_NANOS) {
				return false;
			}
			try {
				Thread thread = this.maker.apply(this::run);
				this.thread = thread;
				thread.start();
				this.failure = null;
				return true;
			}
			catch (Throwable ex) {
				this.thread = null;
				this.failure = ex;
				this.failedAt = System.nanoTime();
				return false;
			}
		}
	}

	private void run() {
		try {
			this.code.run();
		}
		finally {
			leave(Thread.currentThread());
		}
	}

	private void leave(Thread self) {
		synchronized (this.lock) {
			if (this.thread == self) {
				this.thread = null;
			}
		}
	}

	private boolean takeUpAgain(Thread self) {
		synchronized (this.lock) {
			if (this.thread == null) {
				this.thread = self;
				return true;
			}
			return false;
		}
	}

}
