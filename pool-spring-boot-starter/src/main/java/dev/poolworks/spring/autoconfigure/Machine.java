package dev.poolworks.spring.autoconfigure;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;

/**
 * What this JVM runs on: the machine, or the container around it.
 *
 * @param memory in bytes
 * @param ownHeap the largest heap of this JVM, in bytes
 * @param processors how many this JVM may use
 */
record Machine(long memory, long ownHeap, int processors) {

	static Machine current() {
		return new Machine(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize(),
				Runtime.getRuntime().maxMemory(), Runtime.getRuntime().availableProcessors());
	}

}
