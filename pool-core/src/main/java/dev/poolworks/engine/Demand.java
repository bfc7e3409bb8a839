package dev.poolworks.engine;

import dev.poolworks.policy.ScalingPolicy.ScalingLoad;
import dev.poolworks.policy.ScalingPolicy.Target;

/**
 * How many workers a pool should have: what the scaling policy says, within the bounds.
 */
final class Demand {

	private final EngineSettings settings;

	private final Policies policies;

	private final WorkerRoster workers;

	private final TaskLedger tasks;

	private final StartGuard guard;

	private int minSize;

	private int maxSize;

	private long lastWorkAt;

	private boolean worked;

	Demand(EngineSettings settings, Policies policies, WorkerRoster workers, TaskLedger tasks, StartGuard guard) {
		this.settings = settings;
		this.policies = policies;
		this.workers = workers;
		this.tasks = tasks;
		this.guard = guard;
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

	void worked(long now) {
		this.worked = true;
		this.lastWorkAt = now;
	}

	/**
	 * Asks the policy.
	 * @param suspended whether queued tasks are held back
	 * @param now the time
	 * @return workers wanted, from {@code min-size} to {@code max-size}, and why
	 */
	Target target(boolean suspended, long now) {
		boolean calm = this.workers.busy() == 0 && this.tasks.queued() == 0
				&& (!this.worked || now - this.lastWorkAt >= this.settings.idleTimeoutNanos());
		Target target = this.policies
			.target(new ScalingLoad(this.minSize, this.maxSize, this.settings.spare(), this.workers.starting(),
					this.workers.idle(), this.workers.busy(), suspended ? 0 : this.tasks.queued(), calm));
		int floor = floor(suspended);
		if (target.workers() < floor) {
			return new Target(floor, target.reason() + ", at least " + floor);
		}
		return (target.workers() > this.maxSize)
				? new Target(this.maxSize, target.reason() + ", at most " + this.maxSize) : target;
	}

	/**
	 * Workers at least. One while tasks wait, whatever the policy says, or they would
	 * wait for ever; one while the pool is broken, as a probe.
	 */
	private int floor(boolean suspended) {
		boolean needed = this.guard.isBroken() || (!suspended && this.tasks.queued() > 0);
		return needed ? Math.max(1, this.minSize) : this.minSize;
	}

}
