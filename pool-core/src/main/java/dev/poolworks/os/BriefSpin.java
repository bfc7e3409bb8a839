package dev.poolworks.os;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Looks for the result of a short task for some microseconds before the caller goes to
 * sleep: to be woken takes longer than many a task. How long is learned for each pool, as
 * the Linux kernel's haltpoll governor does it for an idle processor: a spin that was
 * worth it prolongs the next one, one in vain halves it, down to none; from time to time
 * one is tried again. All callers together leave one processor free, and whoever else is
 * ready to run on this one comes first. Thread-safe; what is learned may be lost in a
 * race, which does no harm.
 */
public final class BriefSpin {

	private static final long LONGEST_NANOS = 100_000;

	/** Below this it is not worth reading the clock. */
	private static final long SHORTEST_NANOS = 2_000;

	/** In how many waits one spin is tried, after those before were in vain. */
	private static final int TRY_EVERY = 32;

	/** In how many looks one is followed by a yield; about a microsecond apart. */
	private static final int YIELD_EVERY = 16;

	private static final int MAX_SPINNING = Runtime.getRuntime().availableProcessors() - 1;

	private static final AtomicInteger spinning = new AtomicInteger();

	private final int yieldEvery;

	private volatile long nanos = LONGEST_NANOS;

	private volatile int skipped;

	public BriefSpin() {
		this(YIELD_EVERY);
	}

	private BriefSpin(int yieldEvery) {
		this.yieldEvery = yieldEvery;
	}

	/**
	 * For conditions that take a system call to look at, so that each look is followed by
	 * a yield.
	 * @return a spin
	 */
	public static BriefSpin withCostlyLooks() {
		return new BriefSpin(1);
	}

	/**
	 * Spins, if that is promising.
	 * @param condition what the caller waits for
	 */
	public void until(BooleanSupplier condition) {
		long limit = limit();
		if (limit == 0) {
			return;
		}
		try {
			if (spinning.incrementAndGet() <= MAX_SPINNING) {
				boolean worthIt = spin(condition, limit);
				this.nanos = worthIt ? Math.min(LONGEST_NANOS, 2 * limit) : limit / 2;
			}
		}
		finally {
			spinning.decrementAndGet();
		}
	}

	/**
	 * How long the next spin would take at most.
	 * @return nanoseconds; 0: none
	 */
	long nanos() {
		return (this.nanos >= SHORTEST_NANOS) ? this.nanos : 0;
	}

	@SuppressWarnings("NonAtomicVolatileUpdate") // a lost count only delays the next try
	private long limit() {
		long learned = nanos();
		if (learned > 0) {
			return learned;
		}
		this.skipped++;
		return (this.skipped % TRY_EVERY == 0) ? LONGEST_NANOS : 0;
	}

	@SuppressWarnings("ThreadPriorityCheck") // a hint is all that it needs to be
	private boolean spin(BooleanSupplier condition, long limit) {
		long start = System.nanoTime();
		int looks = 0;
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - start >= limit) {
				return false;
			}
			if (++looks % this.yieldEvery == 0) {
				Thread.yield();
			}
			else {
				Thread.onSpinWait();
			}
		}
		return true;
	}

}
