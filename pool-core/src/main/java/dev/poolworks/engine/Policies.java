package dev.poolworks.engine;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

import dev.poolworks.PoolEvent;
import dev.poolworks.PoolSnapshot;
import dev.poolworks.policy.RecyclePolicy;
import dev.poolworks.policy.RecyclePolicy.WorkerUsage;
import dev.poolworks.policy.RejectionPolicy;
import dev.poolworks.policy.RetryPolicy;
import dev.poolworks.policy.ScalingPolicy;
import dev.poolworks.policy.ScalingPolicy.ScalingLoad;
import dev.poolworks.policy.ScalingPolicy.Target;

/**
 * Asks the pool's policies. They may be the application's: one that throws must not stop
 * the engine half-way through an event, with a task that never ends. Then a safe answer
 * takes its place, and an event tells so, once for each policy. That holds for whatever
 * they throw: an error of the virtual machine too, which may be over with the next call.
 */
final class Policies {

	private static final String RECYCLE_FAILED = "recycle policy failed, workers stay instead";

	private final EngineSettings settings;

	private final EngineOutput output;

	private final Set<String> failed = new HashSet<>();

	Policies(EngineSettings settings, EngineOutput output) {
		this.settings = settings;
		this.output = output;
	}

	/**
	 * How many workers there should be; as with eager scaling if the policy throws.
	 * @param load the figures
	 * @return the number, not yet within the pool's bounds
	 */
	Target target(ScalingLoad load) {
		try {
			return Objects.requireNonNull(this.settings.scaling().target(load), "the policy returned null");
		}
		catch (Throwable ex) {
			tell("scaling policy failed, scaling is eager instead", ex);
			return ScalingPolicy.eager().target(load);
		}
	}

	/**
	 * Whether to replace a worker; it stays if the policy throws.
	 * @param usage the worker's figures
	 * @return the answer
	 */
	Due due(WorkerUsage usage) {
		RecyclePolicy policy = this.settings.recycle();
		try {
			if (policy.recycle(usage) == null) {
				return Due.NOT;
			}
			if (policy.tasksLeft(usage.tasksDone()) <= 0) {
				return Due.AT_ONCE;
			}
			return policy.mayServeOn(usage) ? Due.AFTER_ITS_SUCCESSOR : Due.AFTER_OTHERS;
		}
		catch (Throwable ex) {
			tell(RECYCLE_FAILED, ex);
			return Due.NOT;
		}
	}

	/**
	 * How many tasks more a worker may be given; no limit if the policy throws.
	 * @param tasksDone tasks it has finished
	 * @return tasks
	 */
	long tasksLeft(long tasksDone) {
		try {
			return this.settings.recycle().tasksLeft(tasksDone);
		}
		catch (Throwable ex) {
			tell(RECYCLE_FAILED, ex);
			return Long.MAX_VALUE;
		}
	}

	/**
	 * What becomes of a task that was lost; it fails if the policy throws.
	 * @param crash the figures
	 * @return the verdict
	 */
	RetryPolicy.Verdict afterCrash(RetryPolicy.Crash crash) {
		try {
			return Objects.requireNonNull(this.settings.retry().afterCrash(crash), "the policy returned null");
		}
		catch (Throwable ex) {
			tell("retry policy failed, lost tasks fail instead", ex);
			return RetryPolicy.Verdict.GIVE_UP;
		}
	}

	/**
	 * What becomes of a task for which there is no room; it is rejected if the policy
	 * throws.
	 * @param policy the policy, perhaps the task's own
	 * @param pool the figures
	 * @return the verdict
	 */
	RejectionPolicy.Verdict whenFull(RejectionPolicy policy, PoolSnapshot pool) {
		try {
			return Objects.requireNonNull(policy.whenFull(pool), "the policy returned null");
		}
		catch (Throwable ex) {
			tell("rejection policy failed, tasks are rejected instead", ex);
			return RejectionPolicy.Verdict.ABORT;
		}
	}

	private void tell(String what, Throwable cause) {
		if (this.failed.add(what)) {
			this.output.event(new PoolEvent.Changed(what + ": " + Texts.of(cause)));
		}
	}

	/** When to replace a worker. */
	enum Due {

		NOT, AFTER_ITS_SUCCESSOR, AFTER_OTHERS, AT_ONCE

	}

}
