package dev.poolworks.policy;

/**
 * Grows when tasks would wait for longer than a start takes, shrinks to what was needed
 * of late. All of its times are multiples of the time that a start takes, as measured: so
 * it needs no figure from the user, and suits threads as well as processes.
 *
 * <pre>
 *  grow    the queue will take longer than a start to empty, with all there are and that start: START_WORTH
 *          or its oldest task has waited for half a start:                                      PATIENCE
 *          to as many as arriving work keeps busy, and what waits is done within a start or task;
 *          at most twice as many at a time
 *  keep    mean demand and its deviation, as if arrivals knew nothing of each other:            RESERVE
 *  shrink  one that has been idle for a start                                                   CALM
 *          for 20, more after flaps, if at most two are more than to be kept;                   CLOSE, LINGER
 *          five starts after growth at the soonest;                                             HOLD
 *          all, after two starts of silence or ten mean distances of tasks                      SILENCE, GAPS
 * </pre>
 *
 * A pool that needs less than one worker in the mean neither lingers nor holds: its last
 * worker goes after one start's time of idleness. By then it has cost as much as the next
 * start, so that such a pool never costs more than twice what it would if it knew when
 * the next task comes (the ski rental problem).
 */
final class AdaptiveScaling implements ScalingPolicy {

	private static final double START_WORTH = 1;

	private static final double PATIENCE = 0.5;

	private static final double RESERVE = 1;

	private static final double CALM = 1;

	private static final double LINGER = 20;

	private static final double CLOSE = 2;

	private static final double HOLD = 5;

	private static final double SILENCE = 2;

	private static final double GAPS = 10;

	/** Threads start in no time; to end and start them all the time is no use. */
	private static final double SHORTEST_START_NANOS = 500e6;

	private static final long SOON_NANOS = 1_000_000;

	private static final long LATER_NANOS = 50_000_000;

	private static final long NEVER = Long.MAX_VALUE;

	@Override
	public Target target(ScalingLoad load) {
		Trend trend = load.trend();
		int have = load.starting() + load.idle() + load.busy();
		int spare = load.calm() ? 0 : load.spare();
		int work = (int) Math.min(Integer.MAX_VALUE, (long) load.busy() + load.queued() + spare);
		double keep = keep(trend);
		long idle = idleNanos(load, have, keep);
		if (have < work) {
			return (load.queued() > 0) ? relieve(load, have, spare, idle)
					: new Target(work, grow(have, work, "busy=" + load.busy() + " spare=" + spare), idle, NEVER);
		}
		if (load.queued() == 0) {
			double floor = (trend.silentNanos() > silenceNanos(trend)) ? 0 : Math.floor(keep);
			int least = (int) Math.max(work, Math.min(floor, have));
			return (least < have) ? new Target(have - 1, shrink(load, have, keep, idle), idle, NEVER)
					: new Target(have, "enough", idle, NEVER);
		}
		return new Target(have, "enough", idle, NEVER);
	}

	/** Tasks wait, and workers could be started for them. */
	private static Target relieve(ScalingLoad load, int have, int spare, long idle) {
		Trend trend = load.trend();
		double patience = PATIENCE * trend.startNanos();
		double age = trend.oldestQueuedNanos() - ((have == load.starting()) ? trend.startNanos() : 0);
		double queuedWork = (double) load.queued() * trend.serviceNanos();
		boolean known = trend.serviceNanos() > 0 && have > 0;
		if (known && queuedWork <= START_WORTH * trend.startNanos() * have && age <= patience
				&& have >= load.busy() + spare) {
			return new Target(have, "enough", idle, (long) (patience - age) + SOON_NANOS);
		}
		int work = (int) Math.min(Integer.MAX_VALUE, (long) load.busy() + load.queued() + spare);
		double wanted = known ? wanted(load, work, queuedWork) : work;
		if (load.starting() == 0) {
			double more = (age > patience) ? Math.floor(age / Math.max(1, trend.startNanos())) : 1;
			wanted = Math.max(wanted, have + Math.max(1, more));
		}
		double most = Math.min(work, Math.max(1, 2.0 * have));
		int to = (int) Math.min(most, Math.max(wanted, load.busy() + spare));
		if (to <= have) {
			return new Target(have, "enough", idle, (long) patience + LATER_NANOS);
		}
		return new Target(to, grow(have, to, cause(load, age > patience)), idle, NEVER);
	}

	private static double wanted(ScalingLoad load, int work, double queuedWork) {
		Trend trend = load.trend();
		double start = trend.startNanos();
		double arriving = Math.min(trend.arrivalRate() * trend.serviceNanos() / 1e9, work);
		double backlog = queuedWork + (arriving - load.idle() - load.busy()) * start;
		return Math.ceil(arriving + backlog / Math.max(start, trend.serviceNanos()));
	}

	/**
	 * How many workers the load of late needs.
	 */
	private static double keep(Trend trend) {
		double demand = trend.demand();
		return demand + RESERVE * Math.min(trend.demandDeviation(), Math.sqrt(demand));
	}

	private static double silenceNanos(Trend trend) {
		double gap = trend.serviceNanos() / Math.max(trend.demand(), 1e-9);
		return Math.max(SILENCE * startNanos(trend), GAPS * gap);
	}

	private static double startNanos(Trend trend) {
		return Math.max(trend.startNanos(), SHORTEST_START_NANOS);
	}

	private static long idleNanos(ScalingLoad load, int have, double keep) {
		Trend trend = load.trend();
		double start = startNanos(trend);
		double idle = CALM * start;
		if (keep >= 1) {
			if (have - keep < CLOSE) {
				idle = LINGER * start * (1 + trend.flaps());
			}
			double held = HOLD * start - trend.sinceGrowthNanos();
			idle = (held > 0) ? Math.max(idle, trend.coldestIdleNanos() + held) : idle;
		}
		if (load.busy() == 0 && load.queued() == 0) {
			double untilSilent = Math.max(0, silenceNanos(trend) - trend.silentNanos() + 1);
			idle = Math.min(idle, trend.coldestIdleNanos() + untilSilent);
		}
		return (long) Math.min(idle, trend.idleTimeoutNanos());
	}

	private static String grow(int have, int to, String cause) {
		return "grow " + have + " → " + to + ": " + cause;
	}

	private static String cause(ScalingLoad load, boolean late) {
		Trend trend = load.trend();
		String waits = late
				? "queue age " + millis(trend.oldestQueuedNanos()) + " > " + millis(PATIENCE * trend.startNanos())
				: "a start takes " + millis(trend.startNanos()) + ", a task " + millis(trend.serviceNanos());
		return waits + ", " + load.queued() + " queued, " + load.busy() + " busy, " + load.starting() + " starting";
	}

	/**
	 * Asked after each event, while the worker that is to go is not idle for long yet.
	 */
	private static String shrink(ScalingLoad load, int have, double keep, long idle) {
		Trend trend = load.trend();
		if (trend.coldestIdleNanos() < idle) {
			return "enough";
		}
		String why = (trend.silentNanos() > silenceNanos(trend)) ? "no task for " + millis(trend.silentNanos())
				: "of late " + Math.round(keep * 10) / 10.0 + " needed";
		return "shrink " + have + " → " + (have - 1) + ": " + why + ", one idle for "
				+ millis(trend.coldestIdleNanos());
	}

	private static String millis(double nanos) {
		return (long) (nanos / 1e6) + " ms";
	}

}
