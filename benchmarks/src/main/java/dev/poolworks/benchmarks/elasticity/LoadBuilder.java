package dev.poolworks.benchmarks.elasticity;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;

/**
 * Makes a {@link Load}: arrivals first, then their service times. Times are in seconds.
 */
final class LoadBuilder {

	/** Stands for the time of the first task. */
	static final long FIRST_ARRIVAL = -1;

	private final SplittableRandom random;

	/** For how long a pool is watched after the last arrival. */
	private final double tail;

	private final List<Double> arrivals = new ArrayList<>();

	private long[] services = {};

	private double end;

	LoadBuilder(long seed) {
		this(seed, 60);
	}

	/**
	 * A load without tasks.
	 * @param seed of all that is left to chance
	 * @param tail for how long the pool is watched after the last arrival
	 */
	LoadBuilder(long seed, double tail) {
		this.tail = tail;
		this.random = new SplittableRandom(seed);
	}

	/**
	 * Tasks in equal distances.
	 * @param from first time
	 * @param to last time
	 * @param rate a second
	 * @param jitter by which share of the distance each may be late or early
	 */
	void evenly(double from, double to, double rate, double jitter) {
		int count = (int) ((to - from) * rate);
		for (int i = 0; i < count; i++) {
			this.arrivals.add(from + (i + 0.5 + jitter * (2 * this.random.nextDouble() - 1)) / rate);
		}
		this.end = to;
	}

	/**
	 * Tasks that know nothing of each other.
	 * @param from first time
	 * @param to last time
	 * @param most highest rate
	 * @param rate a second, at a time
	 */
	void poisson(double from, double to, double most, DoubleUnaryOperator rate) {
		double time = from + exponential(1 / most);
		while (time < to) {
			if (this.random.nextDouble() * most < rate.applyAsDouble(time)) {
				this.arrivals.add(time);
			}
			time += exponential(1 / most);
		}
		this.end = to;
	}

	double exponential(double mean) {
		return -mean * Math.log(1 - this.random.nextDouble());
	}

	/**
	 * Lognormal factors.
	 * @param count how many
	 * @param sigma standard deviation of the logarithm
	 * @return factors with median 1
	 */
	double[] noise(int count, double sigma) {
		double[] noise = new double[count];
		for (int i = 0; i < count; i++) {
			noise[i] = Math.exp(sigma * this.random.nextGaussian());
		}
		return noise;
	}

	void serveNormally(double mean, double deviation) {
		serve(() -> mean * Math.max(0.1, 1 + deviation * this.random.nextGaussian()));
	}

	void serveExponentially(double mean) {
		serve(() -> exponential(mean));
	}

	void servePareto(double least, double alpha, double most) {
		serve(() -> Math.min(most, least * Math.pow(1 - this.random.nextDouble(), -1 / alpha)));
	}

	private void serve(DoubleSupplier seconds) {
		this.services = new long[this.arrivals.size()];
		for (int i = 0; i < this.services.length; i++) {
			this.services[i] = 1 + (long) (seconds.getAsDouble() * Timeline.SECOND);
		}
	}

	Load build(String name, String description, int minSize, int maxSize, Step step) {
		long[] times = new long[this.arrivals.size()];
		for (int i = 0; i < times.length; i++) {
			times[i] = (long) (this.arrivals.get(i) * Timeline.SECOND);
		}
		return new Load(name, description, minSize, maxSize, (long) ((this.end + this.tail) * Timeline.SECOND),
				(step.at() == FIRST_ARRIVAL) ? times[0] : step.at(), step.workers(), times, this.services);
	}

	/**
	 * When the load steps up.
	 *
	 * @param at the time, in nanoseconds
	 * @param workers how many it needs from then on
	 */
	record Step(long at, int workers) {

	}

}
