package dev.poolworks.policy;

/**
 * Grows when tasks would wait for longer than most of a start takes, shrinks to what was
 * needed of late. All of its times are multiples of the time that a start takes, as
 * measured: so it needs no figure from the user, and suits threads as well as processes.
 * Workers that start in no time cost next to nothing either: those are threads, and stay
 * until {@code idle-timeout}.
 *
 * <pre>
 *  grow    the queue will take longer than 0.6 starts to empty, with all there are,
 *          or its oldest task has waited for as long:                               PATIENCE
 *          to as many as arriving work keeps busy, and what waits is done within
 *          2.5 starts or a task; at most twice as many at a time, by less only
 *          after a pause, as a burst comes task by task                             DRAIN, PAUSE
 *  keep    mean demand and most of its deviation, as if arrivals knew nothing
 *          of each other; at least one until silence                                RESERVE
 *  shrink  one at a time, that has been idle for a start's time                     CALM, PAUSE
 *          for 20, more after flaps, if at most two are more than to be kept        CLOSE, LINGER
 *          all after silence: when no task has come for longer than, judged by the
 *          silences so far, it pays to wait for one                                 START_COST
 * </pre>
 *
 * The reserve is the square-root rule for the staffing of many servers (Halfin and Whitt,
 * Heavy-traffic limits for queues with many exponential servers, 1981). Silence is the
 * ski rental problem: to keep a worker costs time, to start one again costs once. As long
 * as little is known, a worker is kept for what a start costs, so that it never costs
 * more than twice what it would if it were known when the next task comes; later, for
 * what has paid so far (see {@link ScalingPolicy.Silences}).
 */
final class AdaptiveScaling implements ScalingPolicy {

	private static final double PATIENCE = 0.6;

	private static final double DRAIN = 2.5;

	private static final double RESERVE = 0.8;

	private static final double CALM = 1;

	private static final double PAUSE = 1.0 / 32;

	private static final double CLOSE = 2;

	private static final double LINGER = 20;

	/** A start costs more than its time: somebody waits for it. */
	private static final double START_COST = 3;

	/** A process that starts sooner is not ended and started all the time for that. */
	private static final double SHORTEST_START_NANOS = 500e6;

	/** What starts sooner is a thread. */
	private static final long THREAD_START_NANOS = 5_000_000;

	private static final long SOON_NANOS = 1_000_000;

	private static final long LATER_NANOS = 50_000_000;

	private static final long NEVER = Long.MAX_VALUE;

	@Override
	public Target target(ScalingLoad load) {
		int have = load.workers();
		int spare = load.calm() ? 0 : load.spare();
		int work = (int) Math.min(Integer.MAX_VALUE, (long) load.busy() + load.queued() + spare);
		if (have < work && load.queued() > 0) {
			return relieve(load, have, work);
		}
		if (have < work) {
			return new Target(work, "spare", load.figures(), NEVER, NEVER);
		}
		return release(load, have, work);
	}

	/** Tasks wait, and workers could be started for them. */
	private static Target relieve(ScalingLoad load, int have, int work) {
		Trend trend = load.trend();
		double patience = PATIENCE * trend.startNanos();
		double age = trend.oldestQueuedNanos() - ((have == load.starting()) ? trend.startNanos() : 0);
		double queuedWork = (double) load.queued() * trend.serviceNanos();
		boolean known = trend.serviceNanos() > 0 && have > 0;
		boolean backlog = !known || queuedWork > patience * have;
		int least = work - load.queued();
		if (!backlog && age <= patience && have >= least) {
			return Target.enough(load, NEVER, (long) (patience - age) + SOON_NANOS);
		}
		double wanted = known ? wanted(load, work, queuedWork) : work;
		if (load.starting() == 0) {
			double more = (age > patience) ? Math.floor(age / Math.max(1, trend.startNanos())) : 1;
			wanted = Math.max(wanted, have + Math.max(1, more));
		}
		double most = Math.min(work, Math.max(1, 2.0 * have));
		int to = (int) Math.min(most, Math.max(wanted, least));
		if (to <= have) {
			return Target.enough(load, NEVER, (long) patience + LATER_NANOS);
		}
		long pause = untilNextStepNanos(trend);
		if (to < 2 * have && to < load.maxSize() && pause > 0) {
			return Target.enough(load, NEVER, pause);
		}
		if (!known) {
			return new Target(to, "queued", load.figures(), NEVER, NEVER);
		}
		return (age > patience) ? grow(load, to, "queue-age", "queue age", trend.oldestQueuedNanos(), patience)
				: grow(load, to, "backlog", "queue takes", queuedWork / have, patience);
	}

	/** When to grow again by less than doubling; a burst comes task by task. */
	private static long untilNextStepNanos(Trend trend) {
		boolean threads = trend.startNanos() > 0 && trend.startNanos() < THREAD_START_NANOS;
		return threads ? 0 : untilPauseIsOver(trend, trend.sinceGrowthNanos());
	}

	private static long untilPauseIsOver(Trend trend, long sinceNanos) {
		return Math.max(0, (long) (PAUSE * startNanos(trend)) - sinceNanos);
	}

	private static Target grow(ScalingLoad load, int to, String cause, String what, double nanos, double limit) {
		return new Target(to, cause, what + " " + millis(nanos) + " > " + millis(limit) + ", " + load.figures(), NEVER,
				NEVER);
	}

	private static double wanted(ScalingLoad load, int work, double queuedWork) {
		Trend trend = load.trend();
		double start = trend.startNanos();
		double arriving = Math.min(trend.arrivalRate() * trend.serviceNanos() / 1e9, work);
		double backlog = queuedWork + (arriving - load.idle() - load.busy()) * start;
		return Math.ceil(arriving + backlog / Math.max(DRAIN * start, trend.serviceNanos()));
	}

	/** There is a worker for each task, and there may be workers too many. */
	private static Target release(ScalingLoad load, int have, int work) {
		Trend trend = load.trend();
		if (trend.startNanos() < THREAD_START_NANOS || trend.coldestIdleNanos() >= trend.idleTimeoutNanos()) {
			return new Target(work, Target.ENOUGH);
		}
		double keep = keep(trend);
		long untilSilent = untilSilentNanos(trend);
		double least = Math.max(work, (untilSilent > 0) ? Math.max(1, Math.floor(keep)) : 0);
		long idle = idleNanos(load);
		if (have <= least) {
			return Target.enough(load, idle,
					(load.busy() == 0 && have > 0) ? untilFewerNanos(load, untilSilent) : NEVER);
		}
		long pause = untilPauseIsOver(trend, trend.sinceShrinkNanos());
		if (pause > 0) {
			return Target.enough(load, idle, pause + SOON_NANOS);
		}
		if (trend.coldestIdleNanos() < idle) {
			return new Target(have - 1, Target.ENOUGH, Target.ENOUGH, idle, NEVER);
		}
		return (untilSilent > 0)
				? new Target(have - 1, "surplus", "of late " + Math.round(keep * 10) / 10.0 + " needed", idle, NEVER)
				: new Target(have - 1, "silence", "no task for " + millis(trend.silentNanos()), idle, NEVER);
	}

	/** How many workers the load of late needs. */
	private static double keep(Trend trend) {
		double demand = trend.demand();
		return demand + RESERVE * Math.min(trend.demandDeviation(), Math.sqrt(demand));
	}

	/** When there will be silence if no task comes; 0 if there is. */
	private static long untilSilentNanos(Trend trend) {
		long worth = trend.silences().worthKeepingNanos((long) (START_COST * startNanos(trend)));
		return Math.max(0, Math.min(worth, trend.idleTimeoutNanos()) - trend.silentNanos());
	}

	/** When fewer workers will do if no task comes: at silence, or when spares lapse. */
	private static long untilFewerNanos(ScalingLoad load, long untilSilent) {
		Trend trend = load.trend();
		boolean spares = load.spare() > 0 && !load.calm() && trend.idleTimeoutNanos() != NEVER;
		long untilCalm = spares ? Math.max(1, trend.idleTimeoutNanos() - trend.silentNanos()) : NEVER;
		return (untilSilent > 0) ? untilSilent : untilCalm;
	}

	private static double startNanos(Trend trend) {
		return Math.max(trend.startNanos(), SHORTEST_START_NANOS);
	}

	/** How long a worker has to be idle to be one too many. */
	private static long idleNanos(ScalingLoad load) {
		Trend trend = load.trend();
		double start = startNanos(trend);
		double keep = keep(trend);
		double idle = CALM * start;
		if (keep >= 1 && load.workers() - keep < CLOSE) {
			idle = LINGER * start * (1 + trend.flaps());
		}
		if (load.busy() == 0) {
			idle = Math.min(idle, trend.coldestIdleNanos() + untilSilentNanos(trend));
		}
		return (long) Math.min(idle, trend.idleTimeoutNanos());
	}

	private static String millis(double nanos) {
		return (long) (nanos / 1e6) + " ms";
	}

}
