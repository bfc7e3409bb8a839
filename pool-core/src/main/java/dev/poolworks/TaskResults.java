package dev.poolworks;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The results of a {@link TaskPool#map}, as they arrive. They can be taken once: through
 * one of the iterator, {@link #stream()}, {@link #toList()} or {@link #outcomes()}.
 * Closing cancels what has not been taken. Not for use by several threads at a time,
 * except for {@link #close()}.
 * <p>
 * Taking a result throws what the item threw (a checked exception wrapped in a
 * {@link java.util.concurrent.CompletionException}) and {@link WaitTimeoutException} when
 * the time for the whole map has run out; either cancels the rest. With
 * {@link MapOptions.OnError#CONTINUE} failed items are left out instead.
 *
 * @param <R> the type of a result
 */
public interface TaskResults<R extends @Nullable Object> extends Iterable<R>, AutoCloseable {

	/**
	 * The results as a stream; closing the stream closes these results.
	 * @return a sequential stream
	 */
	Stream<R> stream();

	/**
	 * Waits for all results.
	 * @return an unmodifiable list that may contain {@code null}
	 */
	List<R> toList();

	/**
	 * The outcome of every item, failures included; none of them is thrown.
	 * @return a sequential stream
	 */
	Stream<TaskOutcome<R>> outcomes();

	/**
	 * Cancels the items that have not been taken; those that run are stopped. May be
	 * called again.
	 */
	@Override
	void close();

}
