package dev.poolworks.policy;

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
 * @param maxConcurrent workers starting at a time; from 1
 */
public record StartPolicy(int maxStarts, long windowNanos, long initialBackoffNanos, long maxBackoffNanos,
		int maxConcurrent) {

	public StartPolicy {
		if (maxStarts < 1 || maxConcurrent < 1 || initialBackoffNanos < 0 || maxBackoffNanos < initialBackoffNanos) {
			throw new IllegalArgumentException("not a start policy: max-starts " + maxStarts + ", concurrent "
					+ maxConcurrent + ", backoff " + initialBackoffNanos + " to " + maxBackoffNanos + " ns");
		}
	}

	/**
	 * The wait before the next start.
	 * @param failures failed starts in a row
	 * @return nanoseconds
	 */
	public long backoffNanos(int failures) {
		if (failures <= 0) {
			return 0;
		}
		int doublings = Math.min(failures - 1, 62);
		boolean overflow = this.initialBackoffNanos > (Long.MAX_VALUE >> doublings);
		return overflow ? this.maxBackoffNanos : Math.min(this.maxBackoffNanos, this.initialBackoffNanos << doublings);
	}

}
