package dev.poolworks.benchmarks.elasticity;

import java.util.List;
import java.util.Set;

/**
 * All contestants under one load.
 *
 * @param load the load
 * @param oracle what it costs at least
 * @param outcomes one for each contestant
 * @param peers the names of those that are other systems' policies
 */
record Trial(Load load, Oracle oracle, List<Outcome> outcomes, Set<String> peers) {

	Outcome of(String policy) {
		return this.outcomes.stream()
			.filter((outcome) -> outcome.policy().equals(policy))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("no policy '" + policy + "'"));
	}

	List<Outcome> ofPeers() {
		return this.outcomes.stream().filter((outcome) -> this.peers.contains(outcome.policy())).toList();
	}

	/**
	 * Cost beside the oracle's with the same p99.
	 * @param outcome one of these
	 * @return a factor; NaN if even the oracle would wait for longer
	 */
	double timesOracle(Outcome outcome) {
		return outcome.workerSeconds() / this.oracle.workerSeconds(outcome.p99Millis());
	}

}
