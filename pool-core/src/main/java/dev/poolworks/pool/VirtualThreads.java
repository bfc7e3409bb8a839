package dev.poolworks.pool;

import java.lang.reflect.Method;
import java.util.concurrent.ThreadFactory;

import org.jspecify.annotations.Nullable;

/**
 * Virtual threads, which the Java version this is compiled for does not know. As all
 * threads of a pool they inherit no thread locals of whoever starts them.
 */
public final class VirtualThreads {

	private static final @Nullable ThreadFactory FACTORY = lookUp();

	private final ThreadFactory factory;

	private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

	private VirtualThreads(ThreadFactory factory) {
		this.factory = factory;
	}

	/**
	 * Virtual threads of this JVM.
	 * @param pool the pool that wants them
	 * @return the means to start one
	 * @throws IllegalStateException below Java 21
	 */
	public static VirtualThreads require(String pool) {
		ThreadFactory factory = FACTORY;
		if (factory == null) {
			throw new IllegalStateException("pool '" + pool + "' is to have virtual threads, this is Java "
					+ Runtime.version().feature() + "; run on Java 21 or newer, or make it a thread pool");
		}
		return new VirtualThreads(factory);
	}

	/**
	 * Virtual threads of this JVM, if it has any.
	 * @return the means to start one; {@code null} below Java 21
	 */
	static @Nullable VirtualThreads find() {
		return (FACTORY != null) ? new VirtualThreads(FACTORY) : null;
	}

	/**
	 * Starts a virtual thread.
	 * @param task what it runs
	 */
	public void start(Runnable task) {
		Thread thread = this.factory.newThread(task);
		thread.setContextClassLoader(this.classLoader);
		thread.start();
	}

	/** {@code Thread.ofVirtual().inheritInheritableThreadLocals(false).factory()}. */
	private static @Nullable ThreadFactory lookUp() {
		try {
			Class<?> builders = Class.forName("java.lang.Thread$Builder$OfVirtual");
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			Method inherit = builders.getMethod("inheritInheritableThreadLocals", boolean.class);
			return (ThreadFactory) builders.getMethod("factory").invoke(inherit.invoke(builder, false));
		}
		catch (ReflectiveOperationException | UnsupportedOperationException ex) {
			return null; // before Java 21
		}
	}

}
