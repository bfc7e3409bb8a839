package dev.poolworks;

/**
 * Hears of everything that happens in a pool. Called by the pool's own threads and by
 * submitting threads, outside any lock, possibly by several at a time: must not block. An
 * exception is logged and otherwise ignored.
 */
@FunctionalInterface
public interface PoolListener {

	/**
	 * Takes an event.
	 * @param pool the pool
	 * @param event what happened
	 */
	void onEvent(TaskPool pool, PoolEvent event);

}
