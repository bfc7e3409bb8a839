package dev.poolworks.benchmarks.elasticity;

import java.util.Locale;

/**
 * Tasks that arrive, each with the time that it will take.
 *
 * @param name short
 * @param description with all parameters
 * @param minSize of the pool
 * @param maxSize of the pool
 * @param durationNanos until when the pool is watched
 * @param stepAt when the load steps up for the first time; {@link Timeline#NEVER} if it
 * never does
 * @param stepWorkers how many workers the load needs after that step
 * @param arrivals when tasks arrive, ascending
 * @param services how long they take
 */
record Load(String name, String description, int minSize, int maxSize, long durationNanos, long stepAt, int stepWorkers,
		long[] arrivals, long[] services) {

	/**
	 * The name as that of a file.
	 * @return letters, digits and hyphens
	 */
	String fileName() {
		return this.name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
	}

	int tasks() {
		return this.arrivals.length;
	}

	double serviceSeconds() {
		double sum = 0;
		for (long service : this.services) {
			sum += service;
		}
		return sum / Timeline.SECOND;
	}

	/**
	 * Work that arrives: how many workers it keeps busy.
	 * @param buckets into how many parts the time is cut
	 * @return workers, for each part
	 */
	double[] offered(int buckets) {
		double[] offered = new double[buckets];
		double width = (double) this.durationNanos / buckets;
		for (int i = 0; i < tasks(); i++) {
			int bucket = (int) Math.min(buckets - 1, this.arrivals[i] / width);
			offered[bucket] += this.services[i] / width;
		}
		return offered;
	}

}
