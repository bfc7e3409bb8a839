package dev.poolworks.benchmarks.elasticity;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All contestants under one load.
 *
 * @param load the load
 * @param oracle what it costs at least
 * @param outcomes one for each contestant
 * @param peers the names of those that are other systems' policies
 */
record Trial(Load load, Oracle oracle, List<Outcome> outcomes, Set<String> peers) {

	/**
	 * Lets contestants bear a load.
	 * @param load the load
	 * @param machine where
	 * @param seed of the start times
	 * @param contestants who
	 * @return what came of it
	 */
	static Trial run(Load load, Machine machine, long seed, List<Contestant> contestants) {
		List<Outcome> outcomes = contestants.stream().map((each) -> each.run(load, machine, seed)).toList();
		Set<String> peers = contestants.stream()
			.filter(Contestant::isPeer)
			.map(Contestant::name)
			.collect(Collectors.toSet());
		return new Trial(load, new Oracle(load, machine), outcomes, peers);
	}

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
