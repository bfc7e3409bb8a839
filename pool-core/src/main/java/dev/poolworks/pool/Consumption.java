package dev.poolworks.pool;

import dev.poolworks.TaskConsumer;
import dev.poolworks.TaskFunction;
import org.jspecify.annotations.Nullable;

/**
 * A consumer in the place of a function. It never travels: what does is the consumer,
 * which a worker knows by its class.
 *
 * @param <A> the type of the argument
 * @param consumer what the user wrote
 */
record Consumption<A extends @Nullable Object>(
		TaskConsumer<? super A> consumer) implements TaskFunction<A, @Nullable Void> {

	@Override
	@SuppressWarnings("NullAway") // the result is null and its type says so
	public Void apply(A argument) throws Exception {
		this.consumer.accept(argument);
		return null;
	}

	/**
	 * What the user wrote.
	 * @param function a function, or a consumer in the place of one
	 * @return the function or the consumer
	 */
	static Object code(TaskFunction<?, ?> function) {
		return (function instanceof Consumption<?> consumption) ? consumption.consumer() : function;
	}

}
