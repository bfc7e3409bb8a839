package dev.poolworks.benchmarks.elasticity;

/**
 * Another system's way to grow and shrink: our rendering of its algorithm, with its
 * defaults. Has state; one for each run.
 */
abstract class Peer {

	/**
	 * The pool exists; no task has arrived.
	 * @param pool the pool, without workers
	 */
	void begin(ModelPool pool) {
		pool.start(pool.minSize());
	}

	/**
	 * A task has arrived. If a worker was idle it has the task.
	 * @param pool the pool
	 */
	void arrived(ModelPool pool) {
		// most look once a second
	}

	/**
	 * Time has passed.
	 * @param pool the pool
	 */
	void tick(ModelPool pool) {
		// some look only when tasks arrive
	}

	/**
	 * How often it looks.
	 * @return nanoseconds
	 */
	long tickNanos() {
		return Timeline.SECOND;
	}

}
