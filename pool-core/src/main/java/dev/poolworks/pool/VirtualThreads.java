package dev.poolworks.pool;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import org.jspecify.annotations.Nullable;

/**
 * Virtual threads, which the Java version this is compiled for does not know.
 */
public final class VirtualThreads {

	private static final @Nullable MethodHandle START = lookUp();

	private VirtualThreads() {
	}

	/**
	 * Virtual threads of this JVM.
	 * @param pool the pool that wants them
	 * @return the means to start one
	 * @throws IllegalStateException below Java 21
	 */
	public static VirtualThreads require(String pool) {
		if (START == null) {
			throw new IllegalStateException("pool '" + pool + "' is to have virtual threads, this is Java "
					+ Runtime.version().feature() + "; run on Java 21 or newer, or make it a thread pool");
		}
		return new VirtualThreads();
	}

	/**
	 * Virtual threads of this JVM, if it has any.
	 * @return the means to start one; {@code null} below Java 21
	 */
	static @Nullable VirtualThreads find() {
		return (START != null) ? new VirtualThreads() : null;
	}

	/**
	 * Starts a virtual thread.
	 * @param task what it runs
	 * @return the thread
	 */
	public Thread start(Runnable task) {
		if (START == null) {
			throw new IllegalStateException("no virtual threads in Java " + Runtime.version().feature());
		}
		try {
			return (Thread) START.invokeExact(task);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException("Thread.startVirtualThread threw what it does not declare", ex);
		}
	}

	private static @Nullable MethodHandle lookUp() {
		try {
			return MethodHandles.publicLookup()
				.findStatic(Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
		}
		catch (NoSuchMethodException | IllegalAccessException ex) {
			return null; // before Java 21
		}
	}

}
