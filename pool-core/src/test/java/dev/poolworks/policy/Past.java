package dev.poolworks.policy;

import dev.poolworks.policy.ScalingPolicy.Silences;
import dev.poolworks.policy.ScalingPolicy.Trend;

/**
 * A pool's past for a test to change; times in milliseconds. A start takes 800 ms, a task
 * 200 ms, and workers may be idle for a minute, unless said otherwise.
 */
final class Past {

	private static final long MILLI = 1_000_000;

	double demand;

	double deviation;

	double arrivalRate;

	long service = 200;

	long start = 800;

	long oldestQueued;

	long coldestIdle;

	long silent;

	long sinceShrink = Long.MAX_VALUE / MILLI;

	long sinceGrowth = Long.MAX_VALUE / MILLI;

	double flaps;

	long idleTimeout = 60_000;

	Silences silences = (cost) -> cost;

	Trend trend() {
		return new Trend(this.demand, this.deviation, this.arrivalRate, this.service * MILLI, this.start * MILLI,
				this.oldestQueued * MILLI, this.coldestIdle * MILLI, this.silent * MILLI, this.silences,
				this.sinceGrowth * MILLI, this.sinceShrink * MILLI, this.flaps, this.idleTimeout * MILLI);
	}

}
