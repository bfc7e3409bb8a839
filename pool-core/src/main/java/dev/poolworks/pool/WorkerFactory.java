package dev.poolworks.pool;

import dev.poolworks.engine.EngineWorker;

/**
 * Makes the acting half of workers. Called under the pool's lock: must only construct.
 */
@FunctionalInterface
public interface WorkerFactory {

	/**
	 * Makes a worker, which does nothing until {@link WorkerHandle#start()}.
	 * @param worker number and name
	 * @param reports where it is to report
	 * @return the worker
	 */
	WorkerHandle create(EngineWorker worker, WorkerReports reports);

}
