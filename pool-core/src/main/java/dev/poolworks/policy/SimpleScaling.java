package dev.poolworks.policy;

import java.util.function.Function;

/**
 * A policy to which the present is enough.
 *
 * @param decision decides
 */
record SimpleScaling(Function<ScalingPolicy.ScalingLoad, ScalingPolicy.Target> decision) implements ScalingPolicy {

	@Override
	public Target target(ScalingLoad load) {
		return this.decision.apply(load);
	}

	@Override
	public boolean looksBack() {
		return false;
	}

}
