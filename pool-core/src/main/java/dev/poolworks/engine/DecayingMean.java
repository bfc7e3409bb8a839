package dev.poolworks.engine;

/**
 * The mean over time of a value, in which what was long ago counts for less and less. As
 * long as less time has passed than it looks back to, it is the mean of that.
 */
final class DecayingMean {

	private final double windowNanos;

	private double sum;

	private double weight;

	/**
	 * A mean of nothing.
	 * @param windowNanos after this time a value counts for 1/e of what it did
	 */
	DecayingMean(double windowNanos) {
		this.windowNanos = windowNanos;
	}

	/**
	 * Time has passed.
	 * @param value what the value was meanwhile
	 * @param nanos how much time
	 */
	void add(double value, double nanos) {
		double share = -Math.expm1(-nanos / this.windowNanos);
		this.sum += share * (value - this.sum);
		this.weight += share * (1 - this.weight);
	}

	double value() {
		return (this.weight > 0) ? this.sum / this.weight : 0;
	}

}
