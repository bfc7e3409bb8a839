package dev.poolworks.pool;

import org.jspecify.annotations.Nullable;

/**
 * Makes the threads of a pool. They take over nothing from the thread that happens to
 * need them first, neither inheritable thread locals nor priority: a context that belongs
 * to one request would be that of all later tasks. Their context class loader is the one
 * of the thread that made the pool, where the application's classes are. Thread-safe.
 */
public class PoolThreads {

	private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

	/**
	 * Makes a thread that does not keep the JVM alive.
	 * @param name its name
	 * @param code what it runs
	 * @return a thread, not started
	 */
	public final Thread daemon(String name, Runnable code) {
		return create(name, code, true);
	}

	/**
	 * Makes a thread that keeps the JVM alive.
	 * @param name its name
	 * @param code what it runs
	 * @return a thread, not started
	 */
	public final Thread user(String name, Runnable code) {
		return create(name, code, false);
	}

	/** As {@code daemon} and {@code user} do. */
	Thread create(String name, Runnable code, boolean daemon) {
		Thread thread = new Thread(null, code, name, 0, false);
		thread.setDaemon(daemon);
		thread.setPriority(Thread.NORM_PRIORITY);
		thread.setContextClassLoader(this.classLoader);
		return thread;
	}

}
