package dev.poolworks;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that waits for a future, and does nothing else meanwhile: unlike in
 * {@link java.util.concurrent.CompletableFuture#get()}, it is not made to run the
 * dependents of others when it wakes. In a fork-join pool another thread takes its place
 * while it waits.
 */
final class Waiter implements TaskFuture.Watcher, ForkJoinPool.ManagedBlocker {

	/** Stands for no limit. */
	static final long FOREVER = Long.MAX_VALUE;

	private final Thread thread = Thread.currentThread();

	private final TaskFuture<?> future;

	private final boolean interruptible;

	private final long nanos;

	private final long start;

	private boolean interrupted;

	private volatile boolean abandoned;

	private Waiter(TaskFuture<?> future, boolean interruptible, long nanos) {
		this.future = future;
		this.interruptible = interruptible;
		this.nanos = nanos;
		this.start = (nanos != FOREVER) ? System.nanoTime() : 0;
	}

	/**
	 * Waits until a future is done.
	 * @param future the future
	 * @param nanos how long at most, or {@link #FOREVER}
	 * @return whether it is done
	 * @throws InterruptedException if the wait was interrupted
	 */
	static boolean await(TaskFuture<?> future, long nanos) throws InterruptedException {
		Waiter waiter = new Waiter(future, true, nanos);
		waiter.await();
		if (!waiter.interrupted) {
			return future.isDone();
		}
		if (!future.isDone()) {
			throw new InterruptedException();
		}
		Thread.currentThread().interrupt();
		return true;
	}

	/**
	 * Waits until a future is done, and keeps an interrupt for later.
	 * @param future the future
	 */
	static void awaitUninterruptibly(TaskFuture<?> future) {
		Waiter waiter = new Waiter(future, false, FOREVER);
		try {
			waiter.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("not interruptible, yet interrupted", ex);
		}
		if (waiter.interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void done(TaskFuture<?> future) {
		LockSupport.unpark(this.thread);
	}

	@Override
	public boolean isAbandoned() {
		return this.abandoned;
	}

	@Override
	public boolean block() {
		if (this.nanos == FOREVER) {
			LockSupport.park(this.future);
		}
		else {
			LockSupport.parkNanos(this.future, this.nanos - (System.nanoTime() - this.start));
		}
		return isReleasable();
	}

	@Override
	public boolean isReleasable() {
		if (Thread.interrupted()) {
			this.interrupted = true;
		}
		return this.future.isDone() || (this.interrupted && this.interruptible)
				|| (this.nanos != FOREVER && System.nanoTime() - this.start >= this.nanos);
	}

	private void await() throws InterruptedException {
		this.future.watch(this);
		try {
			ForkJoinPool.managedBlock(this);
		}
		finally {
			this.abandoned = true;
			this.future.unwatch(this);
		}
	}

}
