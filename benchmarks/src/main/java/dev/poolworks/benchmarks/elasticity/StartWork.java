package dev.poolworks.benchmarks.elasticity;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

import dev.poolworks.WorkerInitializer;

/**
 * Work of a worker before its first task, as an application's context would be: keeps a
 * core busy.
 *
 * @param nanos processor time
 */
record StartWork(long nanos) implements WorkerInitializer {

	@Override
	public void initialize() {
		if (this.nanos > 0) {
			ThreadMXBean threads = ManagementFactory.getThreadMXBean();
			long end = threads.getCurrentThreadCpuTime() + this.nanos;
			while (threads.getCurrentThreadCpuTime() < end) {
				Thread.onSpinWait();
			}
		}
	}

}
