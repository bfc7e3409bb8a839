package dev.poolworks.engine;

import java.util.HashMap;
import java.util.Map;

import dev.poolworks.PoolEvent;
import dev.poolworks.policy.ScalingPolicy.Target;

/**
 * Tells why the number of workers changes, or does not although more are wanted: that
 * once a minute for each limit, however often it is in the way.
 */
final class Decisions {

	static final String MAX_SIZE = "max-size";

	static final String BUDGET = "budget";

	private static final long PAUSE_NANOS = 60_000_000_000L;

	private final EngineOutput output;

	private final Map<String, Long> toldAt = new HashMap<>();

	Decisions(EngineOutput output) {
		this.output = output;
	}

	void grown(int from, int to, Target target) {
		this.output.event(new PoolEvent.Scaled(from, to, target.cause(), target.reason()));
	}

	void shrunk(int from, String cause, String reason) {
		this.output.event(new PoolEvent.Scaled(from, from - 1, cause, reason));
	}

	/**
	 * Tells that an idle worker ends.
	 * @param from how many workers there are
	 * @param target what is wanted
	 * @param idleNanos how long it has been idle
	 */
	void idled(int from, Target target, long idleNanos) {
		String idle = "one idle for " + idleNanos / 1_000_000 + " ms";
		if (target.isEnough()) {
			shrunk(from, "idle", idle);
		}
		else {
			shrunk(from, target.cause(), target.reason() + ", " + idle);
		}
	}

	/**
	 * Tells that a limit stands against more workers, unless it was told of late.
	 * @param at how many workers there are
	 * @param limit which
	 * @param reason the figures
	 * @param now the time
	 */
	void held(int at, String limit, String reason, long now) {
		if (isUntold(limit, now)) {
			this.toldAt.put(limit, now);
			this.output.event(new PoolEvent.Scaled(at, at, limit, reason));
		}
	}

	/**
	 * Whether {@link #held} would tell of a limit.
	 * @param limit which
	 * @param now the time
	 * @return whether it was not told for a minute
	 */
	boolean isUntold(String limit, long now) {
		Long told = this.toldAt.get(limit);
		return told == null || now - told >= PAUSE_NANOS;
	}

}
