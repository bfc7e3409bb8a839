package dev.poolworks.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.poolworks.PoolType;
import dev.poolworks.Shutdown;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration of all pools. A value that was not set is {@code null}; what holds then
 * is said in {@code docs/configuration.md}.
 *
 * @param enabled Whether to create the configured pools. If not, methods with
 * &#64;PooledTask run in their caller's thread.
 * @param mode How process pools run their tasks: in processes of their own.
 * @param budget What all pools together may use.
 * @param defaults Values inherited by every pool that does not set them itself.
 * @param executors Pools by name.
 */
@ConfigurationProperties("pool")
public record PoolProperties(@DefaultValue("true") boolean enabled, @DefaultValue("process") String mode,
		@Nullable Budget budget, @DefaultValue Settings defaults, @DefaultValue Map<String, Settings> executors) {

	/**
	 * The values that hold for a pool: its own, and for those it does not set the ones of
	 * {@code pool.defaults}. Groups and maps merge by key, lists replace.
	 * @param name a key of {@link #executors()}
	 * @return the merged values; those that neither sets are {@code null}
	 * @throws IllegalArgumentException if there is no such key
	 */
	public Settings effective(String name) {
		Settings own = this.executors.get(name);
		if (own == null) {
			throw new IllegalArgumentException(
					"pool.executors has no key '" + name + "'; it has " + this.executors.keySet());
		}
		return SettingsMerge.merge(this.defaults, own);
	}

	/**
	 * What all pools together may use.
	 *
	 * @param memory Memory that the workers of all process pools together may use. Zero
	 * for no limit; by default what the machine or container has beside this JVM.
	 */
	public record Budget(@Nullable DataSize memory) {
	}

	/**
	 * Configuration of one pool.
	 *
	 * @param type What the workers of the pool are.
	 * @param primary Whether the pool is the primary candidate where an executor is
	 * injected by type.
	 * @param minSize Number of workers to keep also without work.
	 * @param maxSize Maximum number of workers.
	 * @param spare Number of idle workers to keep warm beyond the busy ones.
	 * @param queueCapacity Maximum number of tasks that wait for a worker.
	 * @param queueBytes Maximum encoded size of the tasks that wait. Process pools only.
	 * @param rejection What happens to a task that finds the queue full.
	 * @param taskTimeout Longest time that a task may run. Then it is interrupted and, in
	 * a process pool, killed.
	 * @param queueTimeout Longest time that a task may wait for a worker.
	 * @param idleTimeout Time after which a worker without work ends.
	 * @param killGrace Time between the interrupt of a task and the kill of its process.
	 * Process pools only.
	 * @param maxPayload Maximum encoded size of a task, and of a result. Process pools
	 * only.
	 * @param scaling How the number of workers follows the load: adaptive, eager, spares,
	 * fixed or the name of a ScalingPolicy bean.
	 * @param transport How tasks reach a worker process.
	 * @param shutdown How the pool ends with the application.
	 * @param recycle When a worker is replaced by a new one.
	 * @param crash What follows the death of a worker. Process pools only.
	 * @param serialization How tasks and results are encoded. Process pools only.
	 * @param worker Worker processes. Process pools only.
	 */
	public record Settings(@Nullable PoolType type, @Nullable Boolean primary, @Nullable Integer minSize,
			@Nullable Integer maxSize, @Nullable Integer spare, @Nullable Integer queueCapacity,
			@Nullable DataSize queueBytes, @Nullable Rejection rejection, @Nullable Duration taskTimeout,
			@Nullable Duration queueTimeout, @Nullable Duration idleTimeout, @Nullable Duration killGrace,
			@Nullable DataSize maxPayload, @Nullable String scaling, @Nullable String transport,
			@Nullable Ending shutdown, @Nullable Recycle recycle, @Nullable Crash crash,
			@Nullable Serialization serialization, @Nullable Worker worker) {

		/** Nothing but sizes, to be merged with other settings. */
		static Settings ofSizes(@Nullable Integer minSize, @Nullable Integer maxSize, @Nullable DataSize heap) {
			Worker worker = (heap != null) ? new Worker(heap, null, null, null, null, null, null, null) : null;
			return new Settings(null, null, minSize, maxSize, null, null, null, null, null, null, null, null, null,
					null, null, null, null, null, null, worker);
		}

		Settings withSizes(@Nullable Integer minSize, @Nullable Integer maxSize) {
			return new Settings(this.type, this.primary, minSize, maxSize, this.spare, this.queueCapacity,
					this.queueBytes, this.rejection, this.taskTimeout, this.queueTimeout, this.idleTimeout,
					this.killGrace, this.maxPayload, this.scaling, this.transport, this.shutdown, this.recycle,
					this.crash, this.serialization, this.worker);
		}

	}

	/**
	 * What happens to a task that finds the queue full.
	 */
	public enum Rejection {

		/** The submission fails. */
		ABORT,

		/** The submission waits for room. */
		BLOCK,

		/** The submitting thread runs the task itself; thread pools only. */
		CALLER_RUNS,

		/** The oldest waiting task is dropped. */
		DISCARD_OLDEST

	}

	/**
	 * What happens to what workers write to standard output and error.
	 */
	public enum Output {

		/** Each line goes to the application's log, under the worker's name. */
		LOG,

		/** It goes where the application's own output goes. */
		INHERIT,

		/** Nobody sees it. */
		DISCARD

	}

	/**
	 * How the pool ends with the application.
	 *
	 * @param mode What happens to the tasks that are not done.
	 * @param await Longest time to wait for them. What is left then is killed.
	 */
	public record Ending(@Nullable Shutdown mode, @Nullable Duration await) {
	}

	/**
	 * When a worker is replaced by a new one.
	 *
	 * @param maxTasks Number of tasks that a worker gets at most before it is replaced.
	 * @param maxAge Age at which a worker is replaced.
	 * @param maxMemory Resident memory beyond which a worker is replaced. Process pools
	 * only.
	 */
	public record Recycle(@Nullable Integer maxTasks, @Nullable Duration maxAge, @Nullable DataSize maxMemory) {
	}

	/**
	 * What follows the death of a worker.
	 *
	 * @param retries How often an idempotent task is run again after it lost its worker.
	 * @param poisonThreshold Number of workers a task may cost before it is given up.
	 * @param maxStarts Number of failed starts within the window that break the pool.
	 * @param window Time in which failed starts are counted.
	 * @param backoff Pauses between attempts to start a worker.
	 */
	public record Crash(@Nullable Integer retries, @Nullable Integer poisonThreshold, @Nullable Integer maxStarts,
			@Nullable Duration window, @Nullable Backoff backoff) {
	}

	/**
	 * Pauses between attempts to start a worker.
	 *
	 * @param initial Pause after the first failed start. It doubles with each further
	 * one.
	 * @param max Longest pause.
	 */
	public record Backoff(@Nullable Duration initial, @Nullable Duration max) {
	}

	/**
	 * How tasks and results are encoded.
	 *
	 * @param codec Name of the encoding.
	 * @param allow Packages, with those below them, of which workers may send objects
	 * beside values of the JDK, plain exceptions and the application's own packages.
	 */
	public record Serialization(@Nullable String codec, @Nullable List<String> allow) {
	}

	/**
	 * Worker processes.
	 *
	 * @param heap Maximum heap of a worker.
	 * @param jvmArgs Arguments of a worker's JVM.
	 * @param environment Environment variables of a worker beside the application's own.
	 * @param commandPrefix Command that starts the worker's command line, such as nice or
	 * a sandbox launcher.
	 * @param context Beans that exist in a worker: application, none or the name of a
	 * &#64;Configuration class.
	 * @param javaHome Directory of the Java installation that runs the workers.
	 * @param startTimeout Longest time from the start of a worker until it is ready, and
	 * until it takes up a task it was sent.
	 * @param output What happens to what workers write to standard output and error.
	 */
	public record Worker(@Nullable DataSize heap, @Nullable List<String> jvmArgs,
			@Nullable Map<String, String> environment, @Nullable List<String> commandPrefix, @Nullable String context,
			@Nullable String javaHome, @Nullable Duration startTimeout, @Nullable Output output) {
	}

}
