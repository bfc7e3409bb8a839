package dev.poolworks;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How {@link TaskPool#map} hands out items. Immutable; every method returns a copy.
 *
 * @param chunkSize items sent to a worker at a time; 0: chosen automatically (one, unless
 * the number of items is known and large)
 * @param bufferSize items taken from the input ahead of the consumer; 0: no limit, a
 * feeder submits even if nobody iterates
 * @param timeout for the whole map, from the call on; {@code null}: none
 * @param ordered whether results come in the order of the items (the default) or as they
 * complete
 * @param onError what the first failed item does to the rest
 * @param task options of the single items: {@code timeout} is per item
 */
public record MapOptions(int chunkSize, int bufferSize, @Nullable Duration timeout, boolean ordered, OnError onError,
		TaskOptions task) {

	private static final MapOptions DEFAULTS = new MapOptions(0, 0, null, true, OnError.STOP, TaskOptions.defaults());

	public MapOptions {
		if (chunkSize < 0) {
			throw new IllegalArgumentException("map option chunkSize is " + chunkSize + "; it must be at least 1");
		}
		if (bufferSize < 0) {
			throw new IllegalArgumentException("map option bufferSize is " + bufferSize + "; it must be at least 1");
		}
		if (timeout != null && timeout.isNegative()) {
			throw new IllegalArgumentException("map option timeout is " + timeout + "; it must not be negative");
		}
	}

	/**
	 * The options of a map called without any.
	 * @return the defaults
	 */
	public static MapOptions defaults() {
		return DEFAULTS;
	}

	public MapOptions chunkSize(int chunkSize) {
		requireAtLeastOne("chunkSize", chunkSize);
		return new MapOptions(chunkSize, this.bufferSize, this.timeout, this.ordered, this.onError, this.task);
	}

	public MapOptions bufferSize(int bufferSize) {
		requireAtLeastOne("bufferSize", bufferSize);
		return new MapOptions(this.chunkSize, bufferSize, this.timeout, this.ordered, this.onError, this.task);
	}

	public MapOptions timeout(Duration timeout) {
		return new MapOptions(this.chunkSize, this.bufferSize, Objects.requireNonNull(timeout, "timeout"), this.ordered,
				this.onError, this.task);
	}

	public MapOptions ordered(boolean ordered) {
		return new MapOptions(this.chunkSize, this.bufferSize, this.timeout, ordered, this.onError, this.task);
	}

	public MapOptions onError(OnError onError) {
		return new MapOptions(this.chunkSize, this.bufferSize, this.timeout, this.ordered,
				Objects.requireNonNull(onError, "onError"), this.task);
	}

	public MapOptions task(TaskOptions task) {
		return new MapOptions(this.chunkSize, this.bufferSize, this.timeout, this.ordered, this.onError,
				Objects.requireNonNull(task, "task"));
	}

	private static void requireAtLeastOne(String what, int value) {
		if (value < 1) {
			throw new IllegalArgumentException("map option " + what + " is " + value + "; it must be at least 1");
		}
	}

	/**
	 * What a failed item does to the rest of a map.
	 */
	public enum OnError {

		/**
		 * Its exception is thrown where its result would have come; the rest is
		 * cancelled.
		 */
		STOP,

		/** The rest goes on; see {@link TaskResults#outcomes()} for the failures. */
		CONTINUE

	}

}
