package dev.poolworks.spring;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

import dev.poolworks.TaskPool;

/**
 * All pools of the application by name: those of {@code pool.executors} and no others.
 * Injectable; may be used by any thread at any time.
 * <p>
 * Names that are equal in Spring's uniform form ({@code my-pool}, {@code myPool},
 * {@code MY_POOL}) are names of one pool. Asking for a pool creates its bean, which
 * starts neither a thread nor a process.
 */
public interface PoolRegistry {

	/**
	 * The pool of the given name.
	 * @param name a name as in {@code pool.executors.<name>}
	 * @return the pool
	 * @throws UnknownPoolException if there is none; the message has the names there are
	 */
	TaskPool get(String name);

	/**
	 * The pool of the given name, if there is one.
	 * @param name a name as in {@code pool.executors.<name>}
	 * @return the pool
	 */
	Optional<TaskPool> find(String name);

	/**
	 * All pools, in the order of the configuration.
	 * @return an unmodifiable collection
	 */
	Collection<TaskPool> pools();

	/**
	 * The names of all pools, in the order of the configuration. Creates no pool.
	 * @return an unmodifiable set
	 */
	Set<String> names();

}
