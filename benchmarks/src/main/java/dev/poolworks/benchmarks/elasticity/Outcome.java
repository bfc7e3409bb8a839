package dev.poolworks.benchmarks.elasticity;

/**
 * What came of one policy under one load.
 *
 * @param load its name
 * @param policy its name
 * @param waits from arrival to start of service of each task, ascending, in nanoseconds
 * @param workerSeconds from the beginning of each worker's start to its end, summed up
 * @param starts of workers
 * @param flaps starts within 30 s after a stop; each stop counts once
 * @param peak most workers at a time, those that start included
 * @param scaleOutSeconds from the load's first step until as many workers were ready as
 * it needs; NaN if that never happened
 * @param series the state over time
 */
record Outcome(String load, String policy, long[] waits, double workerSeconds, int starts, int flaps, int peak,
		double scaleOutSeconds, Series series) {

	double p50Millis() {
		return quantileMillis(0.5);
	}

	double p99Millis() {
		return quantileMillis(0.99);
	}

	double maxMillis() {
		return quantileMillis(1);
	}

	private double quantileMillis(double quantile) {
		return millisAt(this.waits, quantile);
	}

	/**
	 * A quantile.
	 * @param sorted ascending nanoseconds
	 * @param quantile from 0 to 1
	 * @return the smallest value that this share does not exceed, in milliseconds
	 */
	static double millisAt(long[] sorted, double quantile) {
		if (sorted.length == 0) {
			return 0;
		}
		int index = (int) Math.ceil(quantile * sorted.length) - 1;
		return (double) sorted[Math.max(0, index)] / Timeline.MILLI;
	}

}
