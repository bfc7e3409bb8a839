package dev.poolworks.pool;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.poolworks.os.BriefSpin;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run dependents and callbacks of futures, so that foreign code never
 * blocks a worker or its reader. A callback may block, on other futures or on anything
 * else: it runs as what a {@link ForkJoinPool} calls a managed blocker, and another
 * thread takes over what waits meanwhile. Threads are started on demand and end after
 * some seconds without work.
 */
final class Completer {

	private static final int PARALLELISM = 2;

	private static final int MAX_THREADS = 256;

	private static final int KEEP_ALIVE_SECONDS = 5;

	private final BriefSpin spin = new BriefSpin();

	private final AtomicInteger threads = new AtomicInteger();

	/** Actions that were handed over and have not ended. */
	private final AtomicInteger unfinished = new AtomicInteger();

	private final String pool;

	/**
	 * Foreign code expects the application's classes; a fork-join thread has the JDK's.
	 */
	private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

	private final Queue<Runnable> ordered = new ArrayDeque<>();

	private boolean draining;

	private volatile @Nullable ForkJoinPool executor;

	private boolean ended;

	Completer(String pool) {
		this.pool = pool;
	}

	/**
	 * How those who wait for a future of this pool begin.
	 * @return what the pool has learned of that
	 */
	BriefSpin spin() {
		return this.spin;
	}

	/**
	 * Runs foreign code soon, in another thread; in this one after {@link #end()}.
	 * @param action the code
	 */
	void execute(Runnable action) {
		ForkJoinPool executor = executor();
		if (executor != null) {
			this.unfinished.incrementAndGet();
			try {
				executor.execute(() -> finish(action));
				return;
			}
			catch (RejectedExecutionException ex) {
				// ended in between: the pool is gone, and with it the thread to protect
				this.unfinished.decrementAndGet();
			}
		}
		action.run();
	}

	/**
	 * Whether there is code that was handed over and has not ended.
	 * @return whether the JVM should wait for it
	 */
	boolean isBusy() {
		return this.unfinished.get() > 0;
	}

	/**
	 * Runs foreign code after all that was handed to this method before.
	 * @param action the code
	 */
	void inOrder(Runnable action) {
		synchronized (this.ordered) {
			this.ordered.add(action);
			if (this.draining) {
				return;
			}
			this.draining = true;
		}
		execute(this::drainOrdered);
	}

	/**
	 * Whether the current thread is one of these.
	 * @return whether it runs foreign code for this pool
	 */
	boolean isCurrentThread() {
		return Thread.currentThread() instanceof ForkJoinWorkerThread thread && thread.getPool() == this.executor;
	}

	/**
	 * Lets what was handed over run and then ends the threads.
	 */
	synchronized void end() {
		this.ended = true;
		if (this.executor != null) {
			this.executor.shutdown();
		}
	}

	boolean awaitEnd(long nanos) throws InterruptedException {
		ForkJoinPool executor = this.executor;
		return executor == null || executor.awaitTermination(nanos, TimeUnit.NANOSECONDS);
	}

	private void finish(Runnable action) {
		try {
			runCompensated(action);
		}
		finally {
			this.unfinished.decrementAndGet();
		}
	}

	/**
	 * Runs foreign code as something that may block, whatever it blocks on: another
	 * thread takes its place among those that run.
	 */
	private static void runCompensated(Runnable action) {
		try {
			ForkJoinPool.managedBlock(new Running(action));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("running an action throws no InterruptedException", ex);
		}
	}

	private void drainOrdered() {
		while (true) {
			Runnable next;
			synchronized (this.ordered) {
				next = this.ordered.poll();
				if (next == null) {
					this.draining = false;
					return;
				}
			}
			next.run();
		}
	}

	private @Nullable ForkJoinPool executor() {
		ForkJoinPool executor = this.executor;
		return (executor != null) ? executor : create();
	}

	private synchronized @Nullable ForkJoinPool create() {
		if (this.executor == null && !this.ended) {
			this.executor = new ForkJoinPool(PARALLELISM, this::newThread, null, true, 0, MAX_THREADS, 1,
					(pool) -> true, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
		}
		return this.executor;
	}

	private ForkJoinWorkerThread newThread(ForkJoinPool executor) {
		ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(executor);
		thread.setContextClassLoader(this.classLoader);
		thread.setName(this.pool + " completer " + this.threads.incrementAndGet());
		return thread;
	}

	/**
	 * Foreign code.
	 */
	private static final class Running implements ForkJoinPool.ManagedBlocker {

		private final Runnable action;

		private boolean done;

		Running(Runnable action) {
			this.action = action;
		}

		@Override
		public boolean block() {
			this.done = true; // also if it throws
			this.action.run();
			return true;
		}

		@Override
		public boolean isReleasable() {
			return this.done;
		}

	}

}
