package dev.poolworks.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Times that were measured, and what was promised of them.
 *
 * @param what what was measured
 * @param promised the longest time, in milliseconds; 0: nothing was promised
 * @param quantile the part of the times of which it was promised; 1 for all
 * @param nanos the times
 */
record Latencies(String what, int promised, double quantile, List<Long> nanos) {

	static final String HEAD = """
			| what | promised, ms | p50 | p99 | max | measured | kept |
			|---|---|---|---|---|---|---|""";

	boolean isKept() {
		return this.promised == 0 || millis(this.quantile) < this.promised;
	}

	private double millis(double quantile) {
		long[] sorted = this.nanos.stream().mapToLong(Long::longValue).toArray();
		Arrays.sort(sorted);
		return sorted[(int) Math.ceil(quantile * sorted.length) - 1] / 1e6;
	}

	/** A line of the table. */
	@Override
	public String toString() {
		String promise = ((this.quantile < 1) ? "p99" : "max") + " < " + this.promised;
		return String.format(Locale.ROOT, "| %s | %s | %.1f | %.1f | %.1f | %d | %s |", this.what,
				(this.promised > 0) ? promise : "–", millis(0.5), millis(0.99), millis(1), this.nanos.size(),
				(this.promised == 0) ? "–" : isKept() ? "yes" : "NO");
	}

}
