package dev.poolworks;

import java.io.Serializable;

/**
 * Code that each worker runs once, before its first task. In a process pool it runs in
 * the worker JVM and a failure counts as a failed start.
 */
@FunctionalInterface
public interface WorkerInitializer extends Serializable {

	/**
	 * Prepares the worker.
	 * @throws Exception to say that this worker cannot work
	 */
	void initialize() throws Exception;

}
