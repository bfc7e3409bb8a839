package dev.poolworks.worker;

import org.jspecify.annotations.Nullable;

/**
 * What tasks may change in the thread that runs them, and the next one is not to find.
 * Confined to that thread.
 *
 * @param name the worker's name
 * @param priority what the scheduler is told
 * @param classLoader the context class loader
 */
record ThreadState(String name, int priority, @Nullable ClassLoader classLoader) {

	static ThreadState now() {
		Thread thread = Thread.currentThread();
		return new ThreadState(thread.getName(), thread.getPriority(), thread.getContextClassLoader());
	}

	/** Costs next to nothing where nothing was changed. */
	void restore() {
		Thread thread = Thread.currentThread();
		if (!thread.getName().equals(this.name)) {
			thread.setName(this.name);
		}
		if (thread.getPriority() != this.priority) {
			thread.setPriority(this.priority);
		}
		thread.setContextClassLoader(this.classLoader);
		if (thread.getUncaughtExceptionHandler() != thread.getThreadGroup()) {
			thread.setUncaughtExceptionHandler(null);
		}
	}

}
