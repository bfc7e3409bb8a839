package dev.poolworks.benchmarks.elasticity;

/**
 * A pool with a policy.
 */
interface Contestant {

	String name();

	/**
	 * Whether it is another system's policy, to be measured against.
	 * @return whether it is a peer
	 */
	boolean isPeer();

	/**
	 * Bears a load.
	 * @param load the load
	 * @param machine what workers run on
	 * @param seed of the start times
	 * @return what came of it
	 */
	Outcome run(Load load, Machine machine, long seed);

}
