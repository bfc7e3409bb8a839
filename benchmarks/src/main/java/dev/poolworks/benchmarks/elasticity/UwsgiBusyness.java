package dev.poolworks.benchmarks.elasticity;

import java.util.HashMap;
import java.util.Map;

/**
 * uWSGI's {@code cheaper-algo = busyness} with its defaults. Each 3 s
 * ({@code cheaper-overload}) it takes the mean share of time that workers were busy:
 * above 50 % one more worker; below 25 % all the time for 30 s (multiplier 10) one less;
 * three windows in between start that time again, fewer delay it. A growth soon after a
 * shrink lengthens it by 2 windows, a calm shrink shortens it by one. More than 33
 * waiting tasks bring one worker each second, any for 60 s one.
 */
final class UwsgiBusyness extends Peer {

	private static final int OVERLOAD_SECONDS = 3;

	private static final int MULTIPLIER = 10;

	private static final int PENALTY = 2;

	private static final int BACKLOG_ALERT = 33;

	private static final int BACKLOG_SECONDS = 60;

	private final Map<ModelPool.Worker, Long> before = new HashMap<>();

	private int seconds;

	private int multiplier = MULTIPLIER;

	private int calmWindows;

	private int betweenWindows;

	private int backlogSeconds;

	private long shrunkAt = Timeline.NEVER;

	@Override
	void begin(ModelPool pool) {
		pool.start(Math.max(1, pool.minSize()));
	}

	@Override
	void tick(ModelPool pool) {
		if (++this.seconds >= OVERLOAD_SECONDS) {
			this.seconds = 0;
			window(pool, busyness(pool));
		}
		this.backlogSeconds = (pool.queued() > 0) ? this.backlogSeconds + 1 : 0;
		if (pool.queued() > BACKLOG_ALERT) {
			grow(pool);
		}
		else if (this.backlogSeconds >= BACKLOG_SECONDS) {
			this.backlogSeconds = 0;
			grow(pool);
		}
	}

	private double busyness(ModelPool pool) {
		double sum = 0;
		for (ModelPool.Worker worker : pool.workers()) {
			long finished = worker.finishedNanos() - this.before.getOrDefault(worker, 0L);
			double share = 100.0 * finished / (OVERLOAD_SECONDS * Timeline.SECOND);
			sum += (finished == 0 && worker.isBusy()) ? 100 : Math.min(100, share);
		}
		this.before.keySet().retainAll(pool.workers());
		pool.workers().forEach((worker) -> this.before.put(worker, worker.finishedNanos()));
		return (pool.size() > 0) ? sum / pool.size() : 0;
	}

	private void window(ModelPool pool, double busyness) {
		if (busyness > 50) {
			long soon = (long) this.multiplier * OVERLOAD_SECONDS * Timeline.SECOND;
			if (this.shrunkAt != Timeline.NEVER && pool.now() - this.shrunkAt < soon) {
				this.multiplier += PENALTY;
				this.shrunkAt = Timeline.NEVER;
			}
			grow(pool);
		}
		else if (busyness >= 25) {
			if (++this.betweenWindows >= 3) {
				this.betweenWindows = 0;
				this.calmWindows = 0;
			}
		}
		else if (++this.calmWindows >= this.multiplier) {
			this.calmWindows = 0;
			this.betweenWindows = 0;
			shrink(pool);
		}
	}

	private void grow(ModelPool pool) {
		this.calmWindows = 0;
		this.betweenWindows = 0;
		pool.start(1);
	}

	private void shrink(ModelPool pool) {
		if (pool.size() > Math.max(1, pool.minSize()) && pool.stopIdle(1) > 0) {
			this.shrunkAt = pool.now();
			this.multiplier = Math.max(MULTIPLIER, this.multiplier - 1);
		}
	}

}
