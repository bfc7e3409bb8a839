package dev.poolworks.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.poolworks.PoolListener;
import dev.poolworks.PoolType;
import dev.poolworks.engine.EngineSettings;
import dev.poolworks.policy.RecyclePolicy;
import dev.poolworks.policy.RejectionPolicy;
import dev.poolworks.policy.RetryPolicy;
import dev.poolworks.policy.ScalingPolicy;
import dev.poolworks.policy.StartPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What the builders of all kinds of pools collect. One method per configuration key, in
 * the same words. Not thread-safe.
 *
 * @param <B> the builder
 */
public abstract class PoolSpec<B extends PoolSpec<B>> {

	private final String name;

	private int minSize;

	private int maxSize = Runtime.getRuntime().availableProcessors();

	private int spare;

	private int queueCapacity = 1000;

	private RejectionPolicy rejection = RejectionPolicy.abort();

	private @Nullable Duration taskTimeout;

	private @Nullable Duration queueTimeout;

	private @Nullable Duration idleTimeout = Duration.ofSeconds(60);

	private int maxTasksPerWorker;

	private @Nullable Duration maxWorkerAge;

	private ScalingPolicy scaling = ScalingPolicy.adaptive();

	private final List<PoolListener> listeners = new ArrayList<>();

	protected PoolSpec(String name) {
		if (name.isBlank()) {
			throw new IllegalArgumentException("a pool's name is blank; give it one, such as \"render\"");
		}
		this.name = name;
	}

	protected abstract B self();

	/**
	 * Workers kept also without work; default 0.
	 * @param minSize from 0 to {@code maxSize}
	 * @return this builder
	 */
	public B minSize(int minSize) {
		this.minSize = minSize;
		return self();
	}

	/**
	 * Workers at most; default: one per processor.
	 * @param maxSize from 1
	 * @return this builder
	 */
	public B maxSize(int maxSize) {
		this.maxSize = maxSize;
		return self();
	}

	/**
	 * Idle workers kept warm beyond the busy ones while there is work; default 0.
	 * @param spare from 0
	 * @return this builder
	 */
	public B spare(int spare) {
		this.spare = spare;
		return self();
	}

	/**
	 * Tasks that may wait when every worker allowed has one; default 1000.
	 * @param queueCapacity from 0
	 * @return this builder
	 */
	public B queueCapacity(int queueCapacity) {
		this.queueCapacity = queueCapacity;
		return self();
	}

	/**
	 * What becomes of a task for which there is no room; default
	 * {@link RejectionPolicy#abort()}.
	 * @param rejection the policy
	 * @return this builder
	 */
	public B rejection(RejectionPolicy rejection) {
		this.rejection = Objects.requireNonNull(rejection, "rejection");
		return self();
	}

	/**
	 * Longest run of a task, from its start; default: no limit.
	 * @param taskTimeout a positive duration; {@code null}: no limit
	 * @return this builder
	 */
	public B taskTimeout(@Nullable Duration taskTimeout) {
		this.taskTimeout = positive("task-timeout", taskTimeout);
		return self();
	}

	/**
	 * Longest wait of a task for a worker; default: no limit.
	 * @param queueTimeout a positive duration; {@code null}: no limit
	 * @return this builder
	 */
	public B queueTimeout(@Nullable Duration queueTimeout) {
		this.queueTimeout = positive("queue-timeout", queueTimeout);
		return self();
	}

	/**
	 * After this time without a task a worker beyond {@code minSize} ends; default 60
	 * seconds. With {@link ScalingPolicy#adaptive()}, the default, a process ends sooner
	 * where that saves more than its next start costs, often after seconds;
	 * {@link ScalingPolicy#eager()} keeps it for this time.
	 * @param idleTimeout a positive duration; {@code null}: never
	 * @return this builder
	 */
	public B idleTimeout(@Nullable Duration idleTimeout) {
		this.idleTimeout = positive("idle-timeout", idleTimeout);
		return self();
	}

	/**
	 * Replaces a worker after this many tasks; default 0: no limit. It never gets one
	 * more, however many wait; a chunk of a map is one. Its successor starts before, if
	 * there is work for it: then there is one worker more than {@code maxSize} for a
	 * while, unless the memory budget has no room for it.
	 * @param maxTasks from 0
	 * @return this builder
	 */
	public B maxTasksPerWorker(int maxTasks) {
		this.maxTasksPerWorker = notNegative("recycle.max-tasks", maxTasks);
		return self();
	}

	/**
	 * Replaces a worker of this age; default: no limit.
	 * @param maxAge a positive duration; {@code null}: no limit
	 * @return this builder
	 */
	public B maxWorkerAge(@Nullable Duration maxAge) {
		this.maxWorkerAge = positive("recycle.max-age", maxAge);
		return self();
	}

	/**
	 * How many workers there should be; default {@link ScalingPolicy#adaptive()}.
	 * @param scaling the policy
	 * @return this builder
	 */
	public B scaling(ScalingPolicy scaling) {
		this.scaling = Objects.requireNonNull(scaling, "scaling");
		return self();
	}

	/**
	 * Adds one who hears of everything that happens.
	 * @param listener must not block
	 * @return this builder
	 */
	public B listener(PoolListener listener) {
		this.listeners.add(Objects.requireNonNull(listener, "listener"));
		return self();
	}

	protected final String name() {
		return this.name;
	}

	protected final int maxSize() {
		return this.maxSize;
	}

	final RejectionPolicy rejection() {
		return this.rejection;
	}

	final List<PoolListener> listeners() {
		return List.copyOf(this.listeners);
	}

	final PoolTask.Defaults taskDefaults() {
		return new PoolTask.Defaults(this.name, Nanos.of(this.taskTimeout, 0), Nanos.of(this.queueTimeout, 0));
	}

	/**
	 * Longest time from asking a worker's task to stop to killing the worker.
	 * @return nanoseconds; no matter for threads
	 */
	protected long killGraceNanos() {
		return 0;
	}

	protected long startTimeoutNanos() {
		return Nanos.of(Duration.ofMinutes(1));
	}

	protected long queueBytes() {
		return Long.MAX_VALUE / 2;
	}

	protected long maxWorkerMemory() {
		return 0;
	}

	protected RetryPolicy retry() {
		return RetryPolicy.of(0, 1);
	}

	protected StartPolicy start() {
		return new StartPolicy(5, Nanos.of(Duration.ofMinutes(1)), Nanos.of(Duration.ofMillis(100)),
				Nanos.of(Duration.ofSeconds(30)), StartPolicy.EQUAL_JITTER, Integer.MAX_VALUE);
	}

	/**
	 * What limits the number of workers beside {@code max-size}. Called once for each
	 * pool.
	 * @return the limit
	 */
	protected WorkerClaims claims() {
		return WorkerClaims.UNLIMITED;
	}

	final EngineSettings settings(PoolType type) {
		RecyclePolicy recycle = RecyclePolicy.after(this.maxTasksPerWorker, Nanos.of(this.maxWorkerAge, 0),
				maxWorkerMemory());
		return new EngineSettings(this.name, type, this.minSize, this.maxSize, this.spare, this.queueCapacity,
				queueBytes(), Nanos.of(this.idleTimeout, Long.MAX_VALUE), killGraceNanos(), startTimeoutNanos(),
				this.scaling, recycle, retry(), start());
	}

	protected final @Nullable Duration positive(String key, @Nullable Duration value) {
		if (value != null && (value.isZero() || value.isNegative())) {
			throw new IllegalArgumentException("pool '" + this.name + "': " + key + " is " + value
					+ "; it must be positive, leave it out for no limit");
		}
		return value;
	}

	protected final int notNegative(String key, int value) {
		return (int) notNegative(key, (long) value);
	}

	protected final long notNegative(String key, long value) {
		if (value < 0) {
			throw new IllegalArgumentException(
					"pool '" + this.name + "': " + key + " is " + value + "; it must be at least 0");
		}
		return value;
	}

}
