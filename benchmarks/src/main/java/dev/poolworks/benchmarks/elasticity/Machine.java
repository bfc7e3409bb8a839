package dev.poolworks.benchmarks.elasticity;

import java.util.SplittableRandom;

/**
 * What workers run on. A start keeps a core busy; running tasks do not slow each other
 * down, nor starts, unless {@code busyTasks} is set. A worker that is told to end is gone
 * at once.
 *
 * @param cores processors
 * @param startNanos median time of a start on a core of its own
 * @param startNoise how start times scatter: the standard deviation of their logarithm
 * @param busyTasks whether a running task needs a core as a start does
 * @param tripNanos for how long a task has its worker beyond the time that it takes
 */
record Machine(int cores, long startNanos, double startNoise, boolean busyTasks, long tripNanos) {

	private static final int STARTS = 4096;

	static final Machine DEFAULT = new Machine(8, 800 * Timeline.MILLI, 0.15, false);

	Machine(int cores, long startNanos, double startNoise, boolean busyTasks) {
		this(cores, startNanos, startNoise, busyTasks, 0);
	}

	/**
	 * The time of each start; they repeat.
	 * @param seed which
	 * @return nanoseconds, of the first start, the second and so on
	 */
	long[] startTimes(long seed) {
		SplittableRandom random = new SplittableRandom(seed ^ 0x57A27);
		long[] times = new long[STARTS];
		for (int i = 0; i < STARTS; i++) {
			times[i] = (long) (this.startNanos * Math.exp(this.startNoise * random.nextGaussian()));
		}
		return times;
	}

	/**
	 * Mean time of a start on a core of its own.
	 * @return nanoseconds
	 */
	long meanStartNanos() {
		return (long) (this.startNanos * Math.exp(this.startNoise * this.startNoise / 2));
	}

}
