package dev.poolworks.engine;

import dev.poolworks.TaskState;
import dev.poolworks.TaskTimeoutException.Phase;
import dev.poolworks.WorkerExit;
import dev.poolworks.WorkerState;
import dev.poolworks.engine.EngineWorker.StopCause;
import dev.poolworks.policy.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that workers have: handing out, limits, stopping, loss.
 */
final class Assignments {

	private static final long RETRY_DELAY_NANOS = 100_000_000L;

	private static final String UNRESPONSIVE = "unresponsive";

	private final EngineSettings settings;

	private final Policies policies;

	private final WorkerRoster workers;

	private final TaskLedger tasks;

	private final Staffing staffing;

	private final EngineOutput output;

	Assignments(EngineSettings settings, Policies policies, WorkerRoster workers, TaskLedger tasks, Staffing staffing,
			EngineOutput output) {
		this.settings = settings;
		this.policies = policies;
		this.workers = workers;
		this.tasks = tasks;
		this.staffing = staffing;
		this.output = output;
	}

	void assign(EngineWorker worker, EngineTask task, long now) {
		this.workers.move(worker, WorkerState.BUSY);
		worker.task = task;
		this.tasks.dispatched(task, worker, now);
		this.staffing.demand().worked(now);
		this.staffing.succession().assigned(worker, now);
		if (!this.settings.killable()) {
			this.tasks.running(task);
		}
		else {
			worker.takeUpBy = now + this.settings.startTimeoutNanos();
			this.output.wakeAt(worker.takeUpBy);
		}
		restartClock(worker, task, now);
		this.output.send(worker, task);
	}

	/**
	 * Hands queued tasks to idle workers, as long as there are both.
	 * @param now the time
	 */
	void assignQueued(long now) {
		while (this.tasks.queued() > 0) {
			EngineWorker worker = this.staffing.takeIdle(now);
			EngineTask task = (worker != null) ? this.tasks.poll() : null;
			if (worker == null || task == null) {
				return;
			}
			assign(worker, task, now);
		}
	}

	void restartClock(EngineWorker worker, EngineTask task, long now) {
		if (task.runTimeoutNanos() > 0) {
			worker.runDeadline = now + task.runTimeoutNanos();
			worker.clockStartedAt = now;
			this.output.wakeAt(worker.runDeadline);
		}
	}

	/**
	 * A worker has answered: ends the task, unless it has ended before.
	 * @param worker the worker
	 * @param task its task
	 * @param succeeded with a value, or else with an exception
	 * @param now the time
	 */
	void finished(EngineWorker worker, EngineTask task, boolean succeeded, long now) {
		if (!task.state().isDone()) {
			this.tasks.end(task,
					(worker.stopping == StopCause.TIMEOUT) ? ranTooLong(task, now) : new TaskEnd.Answered(succeeded),
					now);
		}
		this.staffing.demand().history().served(now - task.dispatchedAt);
		this.staffing.demand().worked(now);
		worker.task = null;
		worker.tasksDone++;
		worker.stopping = null;
		worker.killAt = EngineWorker.NEVER;
		worker.runDeadline = EngineWorker.NEVER;
	}

	/**
	 * Stops what has run too long and kills what has not stopped.
	 * @param worker the worker to look at
	 * @param now the time
	 * @return when to look again
	 */
	long enforceLimits(EngineWorker worker, long now) {
		EngineTask task = worker.task;
		if (task != null && worker.hasTask() && worker.stopping == null && worker.runDeadline <= now) {
			askToStop(worker, task, StopCause.TIMEOUT, now);
			if (!this.settings.killable()) {
				this.tasks.end(task, ranTooLong(task, now), now);
			}
		}
		if (worker.killAt <= now && this.settings.killable()) {
			if (task != null && task.state() == TaskState.RUNNING) {
				this.tasks.end(task, ranTooLong(task, now), now);
			}
			this.staffing.kill(worker, killReason(worker));
		}
		if (isWaitedForInVain(worker) && worker.takeUpBy <= now) {
			this.staffing.kill(worker, UNRESPONSIVE);
		}
		if (worker.state == WorkerState.STARTING && worker.startedAt + this.settings.startTimeoutNanos() <= now) {
			this.staffing.startTimedOut(worker, now);
		}
		return nextLimit(worker);
	}

	/**
	 * The process has stood still, and with it the workers that are threads: that time is
	 * not their tasks'.
	 * @param worker any worker
	 * @param nanos how long at least
	 * @param now the time
	 */
	void stoodStill(EngineWorker worker, long nanos, long now) {
		if (!this.settings.killable() && worker.runDeadline <= now) {
			worker.runDeadline = now + nanos;
		}
	}

	/** Whether a worker has not taken up its task, and nobody has asked it to stop. */
	private boolean isWaitedForInVain(EngineWorker worker) {
		EngineTask task = worker.task;
		return task != null && worker.hasTask() && worker.stopping == null && task.state() == TaskState.DISPATCHED;
	}

	private static String killReason(EngineWorker worker) {
		if (worker.stopping == null) {
			return "stop-timeout";
		}
		if (worker.stopping == StopCause.TIMEOUT) {
			return "timeout";
		}
		return (worker.state == WorkerState.DRAINING) ? "shutdown" : "cancelled";
	}

	private long nextLimit(EngineWorker worker) {
		long next = worker.killAt;
		if (worker.hasTask() && worker.stopping == null) {
			next = Math.min(next, worker.runDeadline);
		}
		if (isWaitedForInVain(worker)) {
			next = Math.min(next, worker.takeUpBy);
		}
		if (worker.state == WorkerState.STARTING) {
			next = Math.min(next, worker.startedAt + this.settings.startTimeoutNanos());
		}
		return next;
	}

	void askToStop(EngineWorker worker, EngineTask task, StopCause cause, long now) {
		if (worker.stopping == null && worker.hasTask()) {
			worker.stopping = cause;
			this.output.interrupt(worker, task);
			if (this.settings.killable()) {
				worker.killAt = now + this.settings.killGraceNanos();
				this.output.wakeAt(worker.killAt);
			}
		}
	}

	private TaskEnd ranTooLong(EngineTask task, long now) {
		EngineWorker worker = task.worker;
		long since = (worker != null) ? worker.clockStartedAt : task.dispatchedAt;
		return new TaskEnd.TimedOut(Phase.RUN, task.runTimeoutNanos(), now - since);
	}

	void lost(EngineWorker worker, EngineTask task, @Nullable WorkerExit exit, boolean ending, long now) {
		boolean acknowledged = task.state() == TaskState.RUNNING;
		if (worker.stopping == StopCause.TIMEOUT && acknowledged) {
			this.tasks.end(task, ranTooLong(task, now), now);
			return;
		}
		if (ending || exit == null) {
			Throwable failure = ending ? null : worker.failure();
			this.tasks.end(task, (failure != null) ? new TaskEnd.Lost(failure) : new TaskEnd.Cancelled(true), now);
			return;
		}
		task.addExit(exit);
		if (acknowledged) {
			task.acknowledgedDeaths++;
		}
		switch (this.policies.afterCrash(
				new RetryPolicy.Crash(task.deaths(), task.acknowledgedDeaths, acknowledged, task.idempotent()))) {
			case RETRY -> {
				if (acknowledged) {
					this.tasks.retryAt(task, now + RETRY_DELAY_NANOS * task.deaths());
				}
				else {
					this.tasks.sendAgain(task, now);
				}
			}
			case GIVE_UP -> this.tasks.end(task, new TaskEnd.Crashed(task.exits(), false), now);
			case POISON -> this.tasks.end(task, new TaskEnd.Crashed(task.exits(), true), now);
		}
	}

	void stopAll(boolean kill, long now) {
		for (EngineWorker worker : this.workers.alive()) {
			EngineTask task = worker.task;
			if (task != null && !task.state().isDone()) {
				this.tasks.end(task, new TaskEnd.Cancelled(true), now);
			}
			if (kill && this.settings.killable()) {
				this.staffing.kill(worker, "shutdown");
			}
			else if (task != null) {
				askToStop(worker, task, StopCause.CANCELLED, now);
				if (worker.state == WorkerState.BUSY) {
					this.workers.move(worker, WorkerState.DRAINING);
				}
			}
			else {
				this.staffing.stop(worker, "shutdown", now);
			}
		}
	}

}
