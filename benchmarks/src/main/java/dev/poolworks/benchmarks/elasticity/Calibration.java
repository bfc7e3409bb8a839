package dev.poolworks.benchmarks.elasticity;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a start, and the way of a task to its worker and back, take on this machine while
 * nothing else happens: what the simulation has to know of it.
 *
 * @param startNanos how long starts took, ascending
 * @param tripNanos for how long tasks had their worker beyond the time that they took,
 * ascending
 * @param others how busy other processes kept the processors, from 0 to 1
 */
record Calibration(long[] startNanos, long[] tripNanos, double others) {

	private static final int STARTS = 5;

	/** Of the same length, one after the other. */
	private static final int TASKS = 20;

	private static final double LEAST_NOISE = 0.02;

	/**
	 * Measures, one start at a time.
	 * @param startWork what each worker does before its first task
	 * @return the figures
	 * @throws InterruptedException if interrupted
	 * @throws IOException if the temporary directory cannot be read
	 */
	static Calibration measure(StartWork startWork) throws InterruptedException, IOException {
		long[] starts = new long[STARTS];
		long[] trips = new long[STARTS * TASKS];
		double others = 0;
		for (int i = 0; i < STARTS; i++) {
			RealRun run = new RealPool(RealPolicy.FIXED, Duration.ofMinutes(1), startWork).run(load());
			starts[i] = run.startNanos()[0];
			others += run.others() / STARTS;
			System.arraycopy(run.tripNanos(), 0, trips, i * TASKS, TASKS);
		}
		Arrays.sort(starts);
		Arrays.sort(trips);
		return new Calibration(starts, trips, others);
	}

	/** One task each 20 ms, for 10 ms; the first ones wait for the worker. */
	private static Load load() {
		long[] arrivals = IntStream.range(0, TASKS).mapToLong((task) -> task * 20 * Timeline.MILLI).toArray();
		long[] services = IntStream.range(0, TASKS).mapToLong((task) -> 10 * Timeline.MILLI).toArray();
		return new Load("calibration", "one worker", 1, 1, 0, Timeline.NEVER, 0, arrivals, services);
	}

	/**
	 * This machine, for the simulation.
	 * @return its cores, and what was measured
	 */
	Machine machine() {
		return new Machine(Runtime.getRuntime().availableProcessors(), middle(this.startNanos), noise(), false,
				middle(this.tripNanos));
	}

	private double noise() {
		double[] logs = Arrays.stream(this.startNanos).mapToDouble(Math::log).toArray();
		double mean = Arrays.stream(logs).average().orElse(0);
		double squares = Arrays.stream(logs).map((log) -> (log - mean) * (log - mean)).sum();
		return Math.max(LEAST_NOISE, Math.sqrt(squares / (logs.length - 1)));
	}

	private static long middle(long[] sorted) {
		return sorted[sorted.length / 2];
	}

	@Override
	public String toString() {
		Machine machine = machine();
		return String.format(Locale.ROOT,
				"%d processors; a start takes %s (median of %d, one at a time; %s to %s, sigma %.2f), "
						+ "the way of a task to its worker and back %s (median of %d). %s",
				machine.cores(), Report.millis((double) machine.startNanos() / Timeline.MILLI), STARTS,
				Report.millis(Outcome.millisAt(this.startNanos, 0)),
				Report.millis(Outcome.millisAt(this.startNanos, 1)), machine.startNoise(),
				Report.millis((double) machine.tripNanos() / Timeline.MILLI), this.tripNanos.length,
				ProcessorTime.describe(this.others));
	}

}
