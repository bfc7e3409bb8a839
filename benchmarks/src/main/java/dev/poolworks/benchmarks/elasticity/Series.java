package dev.poolworks.benchmarks.elasticity;

import java.util.Arrays;

/**
 * The state of a pool over time, at each change.
 */
final class Series {

	private long[] times = new long[1024];

	private int[][] values = new int[4][1024];

	private int size;

	void add(long time, int starting, int ready, int busy, int queued) {
		if (this.size > 0 && this.times[this.size - 1] == time) {
			this.size--;
		}
		if (this.size == this.times.length) {
			this.times = Arrays.copyOf(this.times, this.size * 2);
			for (int i = 0; i < this.values.length; i++) {
				this.values[i] = Arrays.copyOf(this.values[i], this.size * 2);
			}
		}
		this.times[this.size] = time;
		this.values[0][this.size] = starting;
		this.values[1][this.size] = ready;
		this.values[2][this.size] = busy;
		this.values[3][this.size] = queued;
		this.size++;
	}

	/**
	 * Workers, those that start included.
	 * @param buckets into how many parts the time is cut
	 * @param end the end of the last part
	 * @return the largest number in each part
	 */
	double[] workers(int buckets, long end) {
		return largest(buckets, end, 0, 1);
	}

	double[] busy(int buckets, long end) {
		return largest(buckets, end, 2, 2);
	}

	double[] queued(int buckets, long end) {
		return largest(buckets, end, 3, 3);
	}

	private double[] largest(int buckets, long end, int first, int last) {
		double[] largest = new double[buckets];
		double width = (double) end / buckets;
		int bucket = 0;
		double value = 0;
		for (int i = 0; i < this.size; i++) {
			int until = (int) Math.min(buckets - 1, this.times[i] / width);
			while (bucket < until) {
				bucket++;
				largest[bucket] = value;
			}
			value = 0;
			for (int line = first; line <= last; line++) {
				value += this.values[line][i];
			}
			largest[bucket] = Math.max(largest[bucket], value);
		}
		while (++bucket < buckets) {
			largest[bucket] = value;
		}
		return largest;
	}

}
