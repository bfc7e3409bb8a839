package dev.poolworks;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * Work on one argument that has no result, able to cross a process boundary: what a
 * {@link TaskFunction} is for functions. {@code pool.run(index::add, file)},
 * {@code pool.forEach(index::add, files)}.
 *
 * @param <A> the type of the argument
 */
@FunctionalInterface
public interface TaskConsumer<A extends @Nullable Object> extends Serializable {

	/**
	 * Does the work.
	 * @param argument the argument, as the worker sees it: in a process pool a copy
	 * @throws Exception whatever the task throws reaches the caller as itself
	 */
	void accept(A argument) throws Exception;

}
