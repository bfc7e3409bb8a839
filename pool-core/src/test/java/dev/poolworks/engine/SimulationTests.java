package dev.poolworks.engine;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The engine in thousands of random lives. {@code -Dsimulation.seed=n} runs one seed
 * only, {@code -Dsimulation.seeds=n} as many as wanted.
 */
class SimulationTests {

	static final int SEEDS = 4_000;

	private static final int MANY_SEEDS = 400_000;

	@Test
	void everyInvariantHoldsInThousandsOfLives() {
		Long seed = Long.getLong("simulation.seed");
		if (seed != null) {
			Simulation.run(seed);
			return;
		}
		runSeeds(1, Long.getLong("simulation.seeds", SEEDS));
	}

	@Test
	@Tag("slow")
	void everyInvariantHoldsInVeryManyLives() {
		runSeeds(1_000_000, MANY_SEEDS);
	}

	private static void runSeeds(long first, long count) {
		for (long seed = first; seed < first + count; seed++) {
			Simulation.run(seed);
		}
	}

}
