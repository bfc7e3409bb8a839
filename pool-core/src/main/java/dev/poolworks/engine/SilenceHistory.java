package dev.poolworks.engine;

import java.util.Arrays;

import dev.poolworks.policy.ScalingPolicy.Silences;

/**
 * How long the silences were in which a pool had no task: a histogram in which the last
 * {@value #MEMORY} or so count, and a silence for half an octave more as much as for half
 * an octave less. From it follows how long to keep workers for the next task: as long as
 * costs least in the mean of these silences, if a worker costs its time while it is kept,
 * and a start once if there is none when the task comes.
 *
 * <p>
 * Sources: Karlin, Manasse, McGeoch and Owicki, Competitive randomized algorithms for
 * nonuniform problems, 1994 (the limit with the least expected cost where the
 * distribution is known); Shahrad and others, Serverless in the Wild, 2020 (histograms of
 * idle times decide how long functions are kept warm).
 */
final class SilenceHistory implements Silences {

	private static final int MEMORY = 50;

	/** Fewer silences than this say nothing. */
	private static final int FEW = 4;

	/** The next silence may be longer than all so far, and end all the same. */
	private static final long MARGIN = 4;

	/** Shorter ones are no silences: nobody would end a worker for them. */
	private static final double SHORTEST_NANOS = 10e6;

	private static final int BUCKETS_PER_OCTAVE = 2;

	/** The last one is for silences of more than 44 minutes. */
	private static final int BUCKETS = 18 * BUCKETS_PER_OCTAVE + 2;

	private static final double HEAVIEST = 1e100;

	private final double[] counts = new double[BUCKETS];

	private final double[] sums = new double[BUCKETS];

	/** Instead of making all others lighter, each silence is heavier than the last. */
	private double weight = 1;

	private double total;

	private int known;

	private long startCostNanos = -1;

	private long worthKeepingNanos;

	/**
	 * A silence is over.
	 * @param nanos how long it was
	 */
	void add(long nanos) {
		if (nanos < SHORTEST_NANOS) {
			return;
		}
		int bucket = bucketOf(nanos);
		this.weight *= (double) MEMORY / (MEMORY - 1);
		this.counts[bucket] += this.weight;
		this.sums[bucket] += this.weight * nanos;
		this.total += this.weight;
		this.known = Math.min(FEW, this.known + 1);
		this.startCostNanos = -1;
		if (this.weight > HEAVIEST) {
			lighten();
		}
	}

	private void lighten() {
		double factor = 1 / this.weight;
		Arrays.setAll(this.counts, (i) -> this.counts[i] * factor);
		Arrays.setAll(this.sums, (i) -> this.sums[i] * factor);
		this.total *= factor;
		this.weight = 1;
	}

	private static int bucketOf(long nanos) {
		double octaves = Math.log(nanos / SHORTEST_NANOS) / Math.log(2);
		return Math.min(BUCKETS - 1, (int) Math.ceil(octaves * BUCKETS_PER_OCTAVE));
	}

	private static double longestIn(int bucket) {
		return SHORTEST_NANOS * Math.pow(2, (double) bucket / BUCKETS_PER_OCTAVE);
	}

	@Override
	public long worthKeepingNanos(long startCostNanos) {
		if (startCostNanos != this.startCostNanos) {
			this.startCostNanos = startCostNanos;
			this.worthKeepingNanos = (this.known == FEW) ? MARGIN * (long) cheapestLimit(startCostNanos)
					: startCostNanos;
		}
		return this.worthKeepingNanos;
	}

	private double cheapestLimit(double startCostNanos) {
		double cheapest = SHORTEST_NANOS;
		double least = this.total * startCostNanos;
		double kept = 0;
		double longer = this.total;
		for (int bucket = 0; bucket < BUCKETS; bucket++) {
			kept += this.sums[bucket];
			longer -= this.counts[bucket];
			double cost = kept + Math.max(0, longer) * (longestIn(bucket) + startCostNanos);
			if (cost < least) {
				least = cost;
				cheapest = longestIn(bucket);
			}
		}
		return cheapest;
	}

}
