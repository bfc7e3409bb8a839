package dev.poolworks;

import org.jspecify.annotations.Nullable;

/**
 * How one item of a {@link TaskPool#map} ended: with a value or with a failure.
 *
 * @param <R> the type of the value
 * @param index the position of the item in the input, from 0
 * @param value the result; {@code null} also where the item failed
 * @param failure why the item failed, or {@code null}
 */
public record TaskOutcome<R extends @Nullable Object>(long index, @Nullable R value, @Nullable Throwable failure) {

	public boolean succeeded() {
		return this.failure == null;
	}

}
