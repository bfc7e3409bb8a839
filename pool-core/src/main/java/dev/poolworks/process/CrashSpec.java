package dev.poolworks.process;

import java.time.Duration;
import java.util.Objects;

import dev.poolworks.policy.RetryPolicy;
import dev.poolworks.policy.StartPolicy;
import dev.poolworks.pool.Nanos;
import dev.poolworks.pool.PoolSpec;

/**
 * What the builder of process pools collects under {@code crash}: what becomes of tasks
 * whose workers die, and of workers that do not start.
 */
public abstract class CrashSpec extends PoolSpec<ProcessPool.Builder> {

	private int retries;

	private int poisonThreshold = 2;

	private int maxStarts = 5;

	private Duration startWindow = Duration.ofMinutes(1);

	private Duration initialBackoff = Duration.ofMillis(100);

	private Duration maxBackoff = Duration.ofSeconds(30);

	CrashSpec(String name) {
		super(name);
	}

	/**
	 * How often a task that is idempotent runs again after its worker has crashed;
	 * default 0.
	 * @param retries from 0
	 * @return this builder
	 */
	public ProcessPool.Builder retries(int retries) {
		this.retries = notNegative("crash.retries", retries);
		return self();
	}

	/**
	 * Deaths of workers after which a task that had them is not run again; default 2.
	 * @param poisonThreshold from 1
	 * @return this builder
	 */
	public ProcessPool.Builder poisonThreshold(int poisonThreshold) {
		this.poisonThreshold = atLeastOne("crash.poison-threshold", poisonThreshold);
		return self();
	}

	/**
	 * Failed starts in a row after which the pool is broken; default 5.
	 * @param maxStarts from 1
	 * @return this builder
	 */
	public ProcessPool.Builder maxStarts(int maxStarts) {
		this.maxStarts = atLeastOne("crash.max-starts", maxStarts);
		return self();
	}

	/**
	 * A failed start this long after the one before begins a new row; default one minute.
	 * @param startWindow a positive duration
	 * @return this builder
	 */
	public ProcessPool.Builder startWindow(Duration startWindow) {
		this.startWindow = Objects.requireNonNull(positive("crash.window", startWindow));
		return self();
	}

	/**
	 * Wait before the next start after a failed one; it doubles with each further one;
	 * default 100 ms to 30 s.
	 * @param initial the first wait
	 * @param max the longest wait
	 * @return this builder
	 */
	public ProcessPool.Builder backoff(Duration initial, Duration max) {
		if (initial.isNegative() || max.compareTo(initial) < 0) {
			throw new IllegalArgumentException("pool '" + name() + "': crash.backoff is " + initial + " to " + max
					+ "; it must not be negative, and max not less than initial");
		}
		this.initialBackoff = initial;
		this.maxBackoff = max;
		return self();
	}

	@Override
	protected RetryPolicy retry() {
		return RetryPolicy.of(this.retries, this.poisonThreshold);
	}

	@Override
	protected StartPolicy start() {
		return new StartPolicy(this.maxStarts, Nanos.of(this.startWindow), Nanos.of(this.initialBackoff),
				Nanos.of(this.maxBackoff), StartPolicy.EQUAL_JITTER, StartSlots.mostOfMachine());
	}

	private int atLeastOne(String key, int value) {
		if (value < 1) {
			throw new IllegalArgumentException(
					"pool '" + name() + "': " + key + " is " + value + "; it must be at least 1");
		}
		return value;
	}

}
