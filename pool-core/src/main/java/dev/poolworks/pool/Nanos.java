package dev.poolworks.pool;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Durations at the edge, nanoseconds inside.
 */
public final class Nanos {

	/**
	 * About a hundred years: longer than any pool lives, and sums of it do not overflow.
	 */
	private static final long LONGEST = Long.MAX_VALUE / 3;

	private Nanos() {
	}

	/**
	 * A duration in nanoseconds, brought down to a hundred years.
	 * @param duration a duration that is not negative
	 * @return nanoseconds
	 */
	public static long of(Duration duration) {
		return (duration.toSeconds() > LONGEST / 1_000_000_000L) ? LONGEST : duration.toNanos();
	}

	/**
	 * A duration in nanoseconds.
	 * @param duration a duration or {@code null}
	 * @param absent what stands for {@code null}
	 * @return nanoseconds
	 */
	public static long of(@Nullable Duration duration, long absent) {
		return (duration != null) ? of(duration) : absent;
	}

}
