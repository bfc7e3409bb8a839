package dev.poolworks.benchmarks.mischief;

import dev.poolworks.process.ProcessPool;

/**
 * Pools in workers of pools.
 */
final class Nested {

	private Nested() {
	}

	/**
	 * Makes a pool in a worker of a pool in a worker, and so on.
	 * @param levels how many pools
	 * @return how many there were
	 */
	static int depth(int levels) {
		if (levels == 0) {
			return 0;
		}
		try (ProcessPool pool = ProcessPool.builder("nested")
			.maxSize(1)
			.heap(64L << 20)
			.jvmArgs("-XX:TieredStopAtLevel=1")
			.build()) {
			return 1 + pool.submit(Nested::depth, levels - 1).result(Scene.PATIENCE);
		}
	}

}
