package dev.poolworks.benchmarks.mischief;

import java.time.Duration;
import java.util.List;

import dev.poolworks.PoolType;
import dev.poolworks.benchmarks.Leftovers;

/**
 * One deed, done to a pool of its own; then limits hold, the next task succeeds, counts
 * add up, the pool ends, and nothing is left over.
 */
public final class Trial {

	private static final int WORKERS = 2;

	private Trial() {
	}

	/**
	 * Does a deed and looks at what comes of it.
	 * @param type of the pool
	 * @param deed what is done to it
	 * @throws Exception if anything is not as it must be
	 */
	public static void of(PoolType type, Deed deed) throws Exception {
		long descriptors = Remains.descriptors();
		Scene scene = Scene.of(type, WORKERS, true);
		try {
			deed.act().commit(scene);
			scene.serves();
			scene.limits();
			scene.serves();
			scene.settles();
		}
		finally {
			scene.end();
		}
		List<String> left = Leftovers.await(scene.pool().name(), Duration.ofSeconds(20));
		Scene.require(left.isEmpty(), String.join("; ", left));
		if (type == PoolType.PROCESS) {
			long now = Remains.awaitDescriptors(descriptors);
			Scene.require(now <= descriptors, now - descriptors + " descriptors are left open");
		}
	}

}
