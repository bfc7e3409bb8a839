package dev.poolworks.engine;

import dev.poolworks.policy.ScalingPolicy.ScalingLoad;
import dev.poolworks.policy.ScalingPolicy.Target;
import dev.poolworks.policy.ScalingPolicy.Trend;

/**
 * How many workers a pool should have: what the scaling policy says, within the bounds.
 * Keeps the history that the policy's figures come from, and what it said last about idle
 * workers and when to ask again.
 */
final class Demand {

	/** How soon at most to look again at an idle worker that is still wanted. */
	private static final long MIN_RECHECK_NANOS = 100_000_000L;

	private final EngineSettings settings;

	private final Policies policies;

	private final WorkerRoster workers;

	private final TaskLedger tasks;

	private final StartGuard guard;

	private final EngineOutput output;

	private final LoadHistory history = new LoadHistory();

	private final boolean looksBack;

	private int minSize;

	private int maxSize;

	private long idleNanos;

	private int wantedBeyond;

	private long lastWorkAt;

	private boolean worked;

	Demand(EngineSettings settings, Policies policies, WorkerRoster workers, TaskLedger tasks, StartGuard guard,
			EngineOutput output) {
		this.settings = settings;
		this.policies = policies;
		this.workers = workers;
		this.tasks = tasks;
		this.guard = guard;
		this.output = output;
		this.looksBack = settings.scaling().looksBack();
		this.idleNanos = settings.idleTimeoutNanos();
		this.minSize = settings.minSize();
		this.maxSize = settings.maxSize();
	}

	int minSize() {
		return this.minSize;
	}

	int maxSize() {
		return this.maxSize;
	}

	void resize(int minSize, int maxSize) {
		this.minSize = minSize;
		this.maxSize = maxSize;
	}

	LoadHistory history() {
		return this.history;
	}

	void worked(long now) {
		this.worked = true;
		this.lastWorkAt = now;
	}

	/**
	 * Asks the policy.
	 * @param suspended whether queued tasks are held back
	 * @param succession whether a worker is there only until its successor is ready: one
	 * of the two does not count, unless it has a task
	 * @param now the time
	 * @return workers wanted, from {@code min-size} to {@code max-size}, and why
	 */
	Target target(boolean suspended, boolean succession, long now) {
		boolean calm = this.workers.busy() == 0 && this.tasks.queued() == 0
				&& (!this.worked || now - this.lastWorkAt >= this.settings.idleTimeoutNanos());
		int starting = this.workers.starting() - ((succession && this.workers.starting() > 0) ? 1 : 0);
		int idle = this.workers.idle()
				- ((succession && this.workers.starting() == 0 && this.workers.idle() > 0) ? 1 : 0);
		Target target = this.policies.target(
				new ScalingLoad(this.minSize, this.maxSize, this.settings.spare(), starting, idle, this.workers.busy(),
						suspended ? 0 : this.tasks.queued(), calm, this.looksBack ? trend(now) : Trend.NONE));
		long timeout = this.settings.idleTimeoutNanos();
		this.idleNanos = (timeout != EngineWorker.NEVER) ? Math.min(timeout, Math.max(0, target.idleNanos())) : timeout;
		this.wantedBeyond = (target.workers() > this.maxSize) ? target.workers() : 0;
		if (this.wantedBeyond > 0) {
			return bounded(target, this.maxSize, target.cause(), target.reason());
		}
		if (target.workers() < this.minSize) {
			return (this.workers.capacity() < this.minSize)
					? bounded(target, this.minSize, "min-size", "min-size is " + this.minSize)
					: bounded(target, this.minSize, target.cause(), target.reason());
		}
		return oneAtLeast(target, suspended);
	}

	/**
	 * One worker while tasks wait, whatever the policy says, or they would wait for ever;
	 * one while the pool is broken, as a probe.
	 */
	private Target oneAtLeast(Target target, boolean suspended) {
		if (target.workers() > 0) {
			return target;
		}
		if (this.guard.isBroken()) {
			return bounded(target, 1, "probe", "one tries whether workers start again");
		}
		return (!suspended && this.tasks.queued() > 0)
				? bounded(target, 1, "queued", "a task waits, and there is no worker") : target;
	}

	/**
	 * Whether a worker would be started if one of the busy ones were gone, with its task.
	 * @param suspended whether queued tasks are held back
	 * @param now the time
	 * @return whether the policy, or the lower bound, wants as many as there are now
	 */
	boolean wantsSuccessor(boolean suspended, long now) {
		int queued = suspended ? 0 : this.tasks.queued();
		int others = this.workers.capacity() - 1;
		if (others < Math.max(this.minSize, (queued > 0) ? 1 : 0)) {
			return true;
		}
		Target target = this.policies.target(new ScalingLoad(this.minSize, this.maxSize, this.settings.spare(),
				this.workers.starting(), this.workers.idle(), this.workers.busy() - 1, queued, false,
				this.looksBack ? trend(now) : Trend.NONE));
		boolean wanted = Math.min(target.workers(), this.maxSize) > others;
		if (!wanted) {
			askAgain(target, now);
		}
		return wanted;
	}

	private Trend trend(long now) {
		EngineWorker coldest = this.workers.coldest();
		return this.history.trend((this.tasks.queued() > 0) ? now - this.tasks.oldestWaitingSince() : 0,
				(coldest != null) ? now - coldest.idleSince : 0, this.settings.idleTimeoutNanos(), now);
	}

	private static Target bounded(Target target, int workers, String cause, String reason) {
		return new Target(workers, cause, reason, target.idleNanos(), target.againNanos());
	}

	/**
	 * How many workers the policy wanted last, if more than {@code max-size}.
	 * @return workers; 0 if no more than that
	 */
	int wantedBeyond() {
		return this.wantedBeyond;
	}

	/**
	 * Takes note of the present; to be called after each event.
	 * @param now the time
	 */
	void observe(long now) {
		if (!this.looksBack) {
			return;
		}
		int served = Math.min(this.workers.busy() + this.tasks.queued(), this.workers.capacity());
		this.history.observe(served, this.tasks.submitted(), now);
	}

	/**
	 * Whether there are idle workers, and the policy has a say in how long they stay: if
	 * not, it need not be asked where no worker can be started.
	 * @return whether a target is of use even then
	 */
	boolean decidesOnIdle() {
		return this.looksBack && this.workers.idle() > 0;
	}

	/**
	 * How long a worker must have been idle to end, by the last target.
	 * @return nanoseconds; {@link EngineWorker#NEVER}: it does not end
	 */
	long idleNanos() {
		return this.idleNanos;
	}

	/**
	 * Whether a worker has been idle for long enough to end.
	 * @param worker an idle worker
	 * @param now the time
	 * @return whether it may
	 */
	boolean mayEnd(EngineWorker worker, long now) {
		return this.idleNanos != EngineWorker.NEVER && worker.idleSince + this.idleNanos <= now;
	}

	/**
	 * Sees to it that the policy is asked again when it wants to be, and when a worker
	 * too many may end.
	 * @param target what it said
	 * @param tooMany whether there are more workers than it wants
	 * @param now the time
	 */
	void askAgain(Target target, boolean tooMany, long now) {
		askAgain(target, now);
		EngineWorker coldest = tooMany ? this.workers.coldest() : null;
		if (coldest != null && this.idleNanos != EngineWorker.NEVER) {
			long due = coldest.idleSince + this.idleNanos;
			this.output.wakeAt((due > now) ? due : now + MIN_RECHECK_NANOS);
		}
	}

	private void askAgain(Target target, long now) {
		if (target.againNanos() != EngineWorker.NEVER) {
			this.output.wakeAt(now + Math.max(1, target.againNanos()));
		}
	}

	/** The worker idle for longest is still wanted: looks again later. */
	void recheck(long now) {
		this.output.wakeAt(now + Math.max(this.idleNanos, MIN_RECHECK_NANOS));
	}

}
