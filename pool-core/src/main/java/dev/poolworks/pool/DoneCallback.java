package dev.poolworks.pool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

import dev.poolworks.TaskFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is to be called when a task has ended, and what was added before it. Immutable.
 *
 * @param <T> the type of the result
 * @param action the callback
 * @param before the one before, or {@code null}
 */
record DoneCallback<T extends @Nullable Object>(Consumer<? super TaskFuture<T>> action,
		@Nullable DoneCallback<T> before) {

	/** In place of callbacks that were taken: there will be no more. */
	static final DoneCallback<?> TAKEN = new DoneCallback<>((future) -> {
	}, null);

	/**
	 * This callback after all those before it.
	 * @return the callbacks in the order in which they were added
	 */
	Deque<DoneCallback<T>> inOrder() {
		Deque<DoneCallback<T>> inOrder = new ArrayDeque<>();
		for (DoneCallback<T> callback = this; callback != null; callback = callback.before) {
			inOrder.push(callback);
		}
		return inOrder;
	}

}
