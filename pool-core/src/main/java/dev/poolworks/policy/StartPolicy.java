package dev.poolworks.policy;

import java.util.SplittableRandom;

/**
 * How often, and how soon again, the start of a worker is tried. Only deaths before a
 * worker was ready count.
 *
 * @param maxStarts failed starts in a row after which the pool is broken; from 1
 * @param windowNanos a start begun this long after the failure before and its backoff
 * begins a new row
 * @param initialBackoffNanos wait after the first failure; it doubles with each further
 * one
 * @param maxBackoffNanos longest wait
 * @param jitter how much of each wait is left to chance, from 0 to 1, so that
 * applications which failed together do not all try again together
 * @param maxConcurrent workers starting at a time; from 1
 */
public record StartPolicy(int maxStarts, long windowNanos, long initialBackoffNanos, long maxBackoffNanos,
		double jitter, int maxConcurrent) {

	/** The jitter of all pools: a wait is between half of its backoff and all of it. */
	public static final double EQUAL_JITTER = 0.5;

	public StartPolicy {
		if (maxStarts < 1 || maxConcurrent < 1 || initialBackoffNanos < 0 || maxBackoffNanos < initialBackoffNanos
				|| !(jitter >= 0 && jitter <= 1)) {
			throw new IllegalArgumentException(
					"not a start policy: max-starts " + maxStarts + ", concurrent " + maxConcurrent + ", backoff "
							+ initialBackoffNanos + " to " + maxBackoffNanos + " ns, jitter " + jitter);
		}
	}

	/**
	 * The wait before the next start: it doubles up to its maximum, less what chance
	 * takes off (after Brooker, Exponential Backoff And Jitter, 2015).
	 * @param failures failed starts in a row
	 * @param seed of the chance
	 * @return nanoseconds
	 */
	public long backoffNanos(int failures, long seed) {
		long longest = longestBackoffNanos(failures);
		return longest - (long) (longest * this.jitter * new SplittableRandom(seed).nextDouble());
	}

	private long longestBackoffNanos(int failures) {
		if (failures <= 0) {
			return 0;
		}
		int doublings = Math.min(failures - 1, 62);
		boolean overflow = this.initialBackoffNanos > (Long.MAX_VALUE >> doublings);
		return overflow ? this.maxBackoffNanos : Math.min(this.maxBackoffNanos, this.initialBackoffNanos << doublings);
	}

}
