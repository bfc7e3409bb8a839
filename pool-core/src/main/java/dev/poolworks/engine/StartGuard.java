package dev.poolworks.engine;

import dev.poolworks.policy.StartPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Remembers failed starts: when the next one may be tried, and whether the pool is
 * broken.
 */
final class StartGuard {

	private final StartPolicy policy;

	private int failures;

	private long nextStartAt;

	private @Nullable String brokenReason;

	StartGuard(StartPolicy policy) {
		this.policy = policy;
	}

	/**
	 * A worker ended before it was ready. Neither the time it took to fail nor the
	 * backoff counts towards the window, or starts that hang would never break the pool.
	 * The time, in nanoseconds, is chance enough for the jitter.
	 * @param reason why
	 * @param startedAt when the worker was started
	 * @param last whether no other start can be tried
	 * @param now the time
	 * @return whether the pool is broken
	 */
	boolean failed(String reason, long startedAt, boolean last, long now) {
		boolean newRow = this.brokenReason == null && startedAt - this.nextStartAt > this.policy.windowNanos();
		this.failures = newRow ? 1 : this.failures + 1;
		this.nextStartAt = now + this.policy.backoffNanos(this.failures, now);
		if (last || this.failures >= this.policy.maxStarts()) {
			this.brokenReason = reason;
		}
		return isBroken();
	}

	/**
	 * A worker that was starting was ended from outside, by a signal that is meant for
	 * all. That says nothing of the next start, which only must not follow in haste.
	 * @param now the time
	 */
	void signalled(long now) {
		this.nextStartAt = Math.max(this.nextStartAt, now + this.policy.backoffNanos(1, now));
	}

	/**
	 * A worker was ready.
	 * @return whether the pool was broken until now
	 */
	boolean succeeded() {
		boolean healed = isBroken();
		this.failures = 0;
		this.nextStartAt = 0;
		this.brokenReason = null;
		return healed;
	}

	/**
	 * Whether the last start failed.
	 * @return whether no worker was ready since
	 */
	boolean isFailing() {
		return this.failures > 0;
	}

	boolean isBroken() {
		return this.brokenReason != null;
	}

	@Nullable String brokenReason() {
		return this.brokenReason;
	}

	boolean mayStart(long now) {
		return now >= this.nextStartAt;
	}

	long nextStartAt() {
		return this.nextStartAt;
	}

	/**
	 * How many may start at a time: one only, as a probe, while starts fail.
	 * @return from 1
	 */
	int concurrent() {
		return isFailing() ? 1 : this.policy.maxConcurrent();
	}

}
