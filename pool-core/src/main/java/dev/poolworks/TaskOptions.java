package dev.poolworks;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * How one task is to be run. Immutable; every method returns a copy.
 *
 * @param timeout longest run time; {@code null}: the pool's {@code task-timeout}
 * @param queueTimeout longest wait for a worker; {@code null}: the pool's
 * {@code queue-timeout}
 * @param priority higher runs first, equal ones in the order of submission; default 0
 * @param name how log, errors and the endpoint call the task; {@code null}: derived from
 * its class
 * @param idempotent whether it may run again after a crash of its worker; default
 * {@code false}
 * @param onProgress gets the task's progress, see {@link TaskFuture#onProgress};
 * {@code null}: nobody does. It stays here, whatever kind the pool is
 */
public record TaskOptions(@Nullable Duration timeout, @Nullable Duration queueTimeout, int priority,
		@Nullable String name, boolean idempotent, @Nullable Consumer<? super TaskProgress> onProgress) {

	private static final TaskOptions DEFAULTS = new TaskOptions(null, null, 0, null, false, null);

	public TaskOptions {
		requirePositive("timeout", timeout);
		requirePositive("queueTimeout", queueTimeout);
	}

	/**
	 * The options of a task submitted without any.
	 * @return the defaults
	 */
	public static TaskOptions defaults() {
		return DEFAULTS;
	}

	public TaskOptions timeout(Duration timeout) {
		return new TaskOptions(Objects.requireNonNull(timeout, "timeout"), this.queueTimeout, this.priority, this.name,
				this.idempotent, this.onProgress);
	}

	public TaskOptions queueTimeout(Duration queueTimeout) {
		return new TaskOptions(this.timeout, Objects.requireNonNull(queueTimeout, "queueTimeout"), this.priority,
				this.name, this.idempotent, this.onProgress);
	}

	public TaskOptions priority(int priority) {
		return new TaskOptions(this.timeout, this.queueTimeout, priority, this.name, this.idempotent, this.onProgress);
	}

	public TaskOptions name(String name) {
		return new TaskOptions(this.timeout, this.queueTimeout, this.priority, Objects.requireNonNull(name, "name"),
				this.idempotent, this.onProgress);
	}

	public TaskOptions idempotent(boolean idempotent) {
		return new TaskOptions(this.timeout, this.queueTimeout, this.priority, this.name, idempotent, this.onProgress);
	}

	/**
	 * Asks for the task's progress from its first report on.
	 * @param onProgress gets it, as {@link TaskFuture#onProgress} says
	 * @return a copy with this
	 */
	public TaskOptions onProgress(Consumer<? super TaskProgress> onProgress) {
		return new TaskOptions(this.timeout, this.queueTimeout, this.priority, this.name, this.idempotent,
				Objects.requireNonNull(onProgress, "onProgress"));
	}

	private static void requirePositive(String what, @Nullable Duration value) {
		if (value != null && (value.isZero() || value.isNegative())) {
			throw new IllegalArgumentException(
					"task option " + what + " is " + value + "; it must be positive, leave it out for the pool's own");
		}
	}

}
