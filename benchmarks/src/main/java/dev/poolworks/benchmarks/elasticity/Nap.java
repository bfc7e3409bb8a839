package dev.poolworks.benchmarks.elasticity;

import java.util.concurrent.locks.LockSupport;

/**
 * A task that waits: it needs no core, like those of the simulation.
 */
final class Nap {

	private Nap() {
	}

	/**
	 * Waits.
	 * @param nanos for how long
	 * @return the time that it took
	 */
	static long take(long nanos) {
		long start = System.nanoTime();
		for (long took = 0; took < nanos; took = System.nanoTime() - start) {
			LockSupport.parkNanos(nanos - took);
		}
		return System.nanoTime() - start;
	}

}
