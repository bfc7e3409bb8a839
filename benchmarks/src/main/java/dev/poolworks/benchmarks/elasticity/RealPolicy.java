package dev.poolworks.benchmarks.elasticity;

import java.util.Locale;

import dev.poolworks.policy.ScalingPolicy;

/**
 * A policy of ours, for a real pool.
 */
enum RealPolicy {

	ADAPTIVE, EAGER, SPARES, FIXED;

	/**
	 * Finds a policy.
	 * @param word as in the configuration
	 * @return the policy
	 */
	static RealPolicy of(String word) {
		return valueOf(word.toUpperCase(Locale.ROOT));
	}

	String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	ScalingPolicy scaling() {
		return switch (this) {
			case ADAPTIVE -> ScalingPolicy.adaptive();
			case EAGER -> ScalingPolicy.eager();
			case SPARES -> ScalingPolicy.spares();
			case FIXED -> ScalingPolicy.fixed();
		};
	}

	/**
	 * Workers that are left when there has been no task for long.
	 * @param load the load, with the bounds of the pool
	 * @return how many
	 */
	int restingSize(Load load) {
		return switch (this) {
			case ADAPTIVE, EAGER -> load.minSize();
			case SPARES -> Math.max(1, load.minSize());
			case FIXED -> load.maxSize();
		};
	}

}
