package dev.poolworks.wire;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

/**
 * What a thread has allocated.
 */
public final class Allocated {

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private Allocated() {
	}

	/**
	 * By the thread that asks.
	 * @return bytes since its start
	 */
	public static long here() {
		return by(Thread.currentThread());
	}

	/**
	 * By any thread.
	 * @param thread one that is alive
	 * @return bytes since its start
	 */
	public static long by(Thread thread) {
		return threads.getThreadAllocatedBytes(thread.getId());
	}

}
