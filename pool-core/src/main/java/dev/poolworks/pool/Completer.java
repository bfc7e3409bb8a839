package dev.poolworks.pool;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.poolworks.os.BriefSpin;
import dev.poolworks.pool.CompleterCrew.Growth;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run dependents and callbacks of futures, so that foreign code never
 * blocks a worker or its reader. A callback may block, on other futures or on anything
 * else: a thread that is about to run one first makes sure that another thread is there
 * for what waits. Threads are started on demand and end after some seconds without work.
 * <p>
 * Of many callbacks that block all at once, the first {@value #MAX_THREADS} have threads
 * of their own and later ones virtual threads. Below Java 21, or where these do not come
 * because what holds the processors pins them, one more thread is started every
 * {@value #PACE_MILLIS} ms as long as nothing ends. The same clock tries again when a
 * thread could not be started.
 */
final class Completer {

	static final int MAX_THREADS = 256;

	static final int PACE_MILLIS = 100;

	private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(5);

	private static final Logger logger = LoggerFactory.getLogger(Completer.class);

	private static final ThreadLocal<@Nullable Completer> CURRENT = new ThreadLocal<>();

	private final BriefSpin spin = new BriefSpin();

	/** Actions that were handed over and have not ended. */
	private final AtomicInteger unfinished = new AtomicInteger();

	private final AtomicInteger numbers = new AtomicInteger();

	private final String pool;

	private final ThreadFactory threads;

	private final @Nullable VirtualThreads virtualThreads;

	/** Foreign code expects the application's classes. */
	private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition work = this.lock.newCondition();

	private final Condition over = this.lock.newCondition();

	@GuardedBy("lock")
	private final Queue<Runnable> queue = new ArrayDeque<>();

	@GuardedBy("lock")
	private final CompleterCrew crew;

	/** Whether the log has been told of the bound. */
	@GuardedBy("lock")
	private boolean told;

	/** Whether the log has been told that there is no thread. */
	@GuardedBy("lock")
	private boolean complained;

	@GuardedBy("lock")
	private boolean ended;

	Completer(String pool) {
		this(pool, MAX_THREADS, Completer::newThread, VirtualThreads.find());
	}

	/**
	 * Threads for callbacks.
	 * @param pool the pool's name
	 * @param maxThreads how many there are at once before there is need for others
	 * @param threads makes them
	 * @param virtualThreads the others; {@code null}: more of the same, slowly
	 */
	Completer(String pool, int maxThreads, ThreadFactory threads, @Nullable VirtualThreads virtualThreads) {
		this.pool = pool;
		this.threads = threads;
		this.virtualThreads = virtualThreads;
		this.crew = new CompleterCrew(maxThreads, virtualThreads != null);
	}

	/**
	 * How those who wait for a future of this pool begin.
	 * @return what the pool has learned of that
	 */
	BriefSpin spin() {
		return this.spin;
	}

	/**
	 * Runs foreign code soon, in another thread; in this one after {@link #end()}. Does
	 * not fail for lack of threads: the code then waits for one.
	 * @param action the code
	 */
	void execute(Runnable action) {
		boolean late;
		Growth growth = Growth.NONE;
		this.lock.lock();
		try {
			late = this.ended;
			if (!late) {
				this.unfinished.incrementAndGet();
				this.queue.add(action);
				growth = growth();
			}
		}
		finally {
			this.lock.unlock();
		}
		grow(growth);
		if (late) {
			run(action); // the pool is gone, and with it the thread to protect
		}
	}

	/**
	 * Whether there is code that was handed over and has not ended. Who asks this again
	 * and again also sees to it that there is a thread for it.
	 * @return whether the JVM should wait for it
	 */
	boolean isBusy() {
		if (this.unfinished.get() == 0) {
			return false;
		}
		Growth growth;
		this.lock.lock();
		try {
			growth = (this.crew.threads() == 0) ? growth() : Growth.NONE;
		}
		finally {
			this.lock.unlock();
		}
		grow(growth);
		return true;
	}

	/**
	 * Whether the current thread is one of these.
	 * @return whether it runs foreign code for this pool
	 */
	boolean isCurrentThread() {
		return CURRENT.get() == this;
	}

	/**
	 * Lets what was handed over run and then ends the threads.
	 */
	void end() {
		this.lock.lock();
		try {
			this.ended = true;
			this.work.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean awaitEnd(long nanos) throws InterruptedException {
		long left = nanos;
		this.lock.lock();
		try {
			while (this.crew.threads() > 0 || !this.queue.isEmpty()) {
				if (left <= 0) {
					return false;
				}
				left = this.over.awaitNanos(left);
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void work(String name) {
		CURRENT.set(this);
		Thread thread = Thread.currentThread();
		thread.setName(name);
		thread.setContextClassLoader(this.classLoader);
		Runnable action = next(true);
		while (action != null) {
			run(action);
			this.unfinished.decrementAndGet();
			Thread.interrupted(); // meant for what ran, not for what comes
			action = next(false);
		}
	}

	private static Thread newThread(Runnable work) {
		Thread thread = new Thread(null, work, "completer", 0, false);
		thread.setDaemon(true);
		return thread;
	}

	private static void run(Runnable action) {
		try {
			action.run();
		}
		catch (Throwable ex) {
			logger.error("a callback threw", ex);
		}
	}

	/** Waits for work; {@code null} ends the thread. */
	private @Nullable Runnable next(boolean first) {
		Runnable action;
		Growth growth;
		this.lock.lock();
		try {
			if (first) {
				this.crew.begun();
				this.complained = false;
			}
			else {
				this.crew.finished();
			}
			awaitWork();
			action = this.queue.poll();
			growth = growth();
			if (action == null) {
				this.crew.left();
				this.over.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
		grow(growth);
		return action;
	}

	@GuardedBy("lock")
	private void awaitWork() {
		long left = KEEP_ALIVE_NANOS;
		while (this.queue.isEmpty() && !this.ended && left > 0) {
			this.crew.rests(true);
			try {
				left = this.work.awaitNanos(left);
			}
			catch (InterruptedException ex) {
				// by code that ran here before and has kept the thread; of no use to it
			}
			finally {
				this.crew.rests(false);
			}
		}
	}

	@GuardedBy("lock")
	private Growth growth() {
		if (!this.queue.isEmpty()) {
			this.work.signal();
		}
		Growth growth = this.crew.growth(this.queue.size());
		if (growth != Growth.NONE && this.virtualThreads == null && this.crew.isFull() && !this.told) {
			this.told = true;
			logger.warn("pool '{}': {} callbacks of futures run and do not end; as long as that is so, those that come "
					+ "now get one more thread every {} ms: let callbacks not wait, give them an executor of their own "
					+ "(thenApplyAsync), or run on Java 21", this.pool, this.crew.threads(), PACE_MILLIS);
		}
		return growth;
	}

	/** Does it, without the lock. */
	private void grow(Growth growth) {
		if (growth.startsThread()) {
			start(growth.isVirtual());
		}
		if (growth.startsClock()) {
			startClock();
		}
	}

	private void start(boolean virtual) {
		String name = this.pool + " completer " + this.numbers.incrementAndGet();
		try {
			if (virtual && this.virtualThreads != null) {
				this.virtualThreads.start(() -> work(name));
			}
			else {
				this.threads.newThread(() -> work(name)).start();
			}
		}
		catch (RuntimeException | Error ex) {
			lost(ex);
		}
	}

	/**
	 * A thread could not be started: the others may do its work, or it is tried again.
	 */
	private void lost(Throwable cause) {
		boolean first;
		boolean clock;
		this.lock.lock();
		try {
			clock = this.crew.lost();
			first = !this.complained;
			this.complained = true;
		}
		finally {
			this.lock.unlock();
		}
		if (first) {
			logger.warn("pool '{}': there is no thread for callbacks of futures; they wait for one", this.pool, cause);
		}
		if (clock) {
			startClock();
		}
	}

	/**
	 * Lets a thread of the JDK's, which runs no foreign code here, look after a while.
	 */
	private void startClock() {
		try {
			CompletableFuture.delayedExecutor(PACE_MILLIS, TimeUnit.MILLISECONDS, Runnable::run).execute(this::look);
		}
		catch (RuntimeException | Error ex) {
			logger.debug("pool '{}': no thread to wait for threads", this.pool, ex);
			this.lock.lock();
			try {
				this.crew.stopClock(); // the next action, or whoever asks isBusy(), tries
										// again
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private void look() {
		Growth growth;
		this.lock.lock();
		try {
			growth = this.crew.look(this.queue.size());
		}
		finally {
			this.lock.unlock();
		}
		grow(growth);
	}

}
