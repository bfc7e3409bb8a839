package dev.poolworks;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * A function of one argument, able to cross a process boundary. A function without
 * captured values (a method reference such as {@code Parser::parse}) is sent to a worker
 * process once and then called by number.
 *
 * @param <A> the type of the argument
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface TaskFunction<A extends @Nullable Object, R extends @Nullable Object> extends Serializable {

	/**
	 * Applies this function.
	 * @param argument the argument, as the worker sees it: in a process pool a copy
	 * @return the result
	 * @throws Exception whatever the task throws reaches the caller as itself
	 */
	R apply(A argument) throws Exception;

}
