package dev.poolworks.engine;

import java.util.List;
import java.util.Set;

import dev.poolworks.PoolState;
import dev.poolworks.TaskTimeoutException.Phase;
import dev.poolworks.engine.Call.Kind;
import dev.poolworks.engine.SimulatedTask.Place;
import dev.poolworks.engine.SimulatedWorker.Interrupt;
import dev.poolworks.policy.RejectionPolicy.Verdict;

import static dev.poolworks.engine.SimulationFailure.require;

/**
 * What must hold whenever the engine gives a command. Asked before the world carries it
 * out.
 */
final class CommandRules {

	/** Why a worker is killed, or a task stopped, whose time is up. */
	private static final Set<String> LIMITS = Set.of("timeout", "unresponsive", "stop-timeout", "start-timeout");

	private final SimulatedPool pool;

	private final EngineSettings settings;

	CommandRules(SimulatedPool pool) {
		this.pool = pool;
		this.settings = pool.nature.settings;
	}

	void claim(boolean urgent) {
		any();
		boolean deserted = this.pool.capacity() + this.pool.granted == 0;
		require(urgent == (deserted && this.pool.queued() > 0), Invariant.STAFFING, "urgent:", urgent);
	}

	void start(EngineWorker worker, boolean broken) {
		any();
		require(this.pool.granted > 0, Invariant.STAFFING, worker, "starts without leave");
		SimulatedWorker retiring = retiring(worker);
		require(this.pool.alive.size() < this.pool.maxSize + ((retiring != null || this.pool.isSuccession()) ? 1 : 0),
				Invariant.BOUNDS, worker, "is one too many of", this.pool.alive);
		require(retiring == null || needsSuccessor(retiring, broken), Invariant.RECYCLE, worker, "is too early for",
				retiring);
		int lowest = 1;
		while (isTaken(lowest)) {
			lowest++;
		}
		require(worker.id() == lowest, Invariant.BOUNDS, worker, "should have number", lowest);
		require(this.pool.state == PoolState.RUNNING || this.pool.state == PoolState.SHUTDOWN, Invariant.STATES, worker,
				"starts in a pool that is", this.pool.state);
		require(retiring != null || this.pool.staying() < this.pool.most(this.pool.suspended, broken),
				Invariant.STAFFING, worker, "starts although nobody wants it:", this.pool.alive);
		int starting = this.pool.starts();
		boolean failing = this.pool.failedStarts > 0;
		require(starting < (failing ? 1 : this.settings.start().maxConcurrent()), Invariant.BACKOFF, worker,
				"starts beside", starting, "others after", this.pool.failedStarts, "failures");
		require(!failing || this.pool.now() >= this.pool.lastFailedStartAt + this.pool.nature.shortestBackoffNanos(),
				Invariant.BACKOFF, worker, "starts too soon after a failure");
	}

	/** Whether a worker is worn out, or will soon be and is missed then. */
	private boolean needsSuccessor(SimulatedWorker retiring, boolean broken) {
		if (retiring.phase == SimulatedWorker.Phase.IDLE) {
			return this.pool.isWornOut(retiring) && !this.pool.isReplacing();
		}
		boolean alone = this.pool.count(SimulatedWorker.Phase.IDLE) + this.pool.count(SimulatedWorker.Phase.STARTING)
				+ this.pool.queued() == 0;
		boolean soon = this.pool.isUsedUp(retiring) || retiring.tasksDone > 0 || this.pool.queued() > 0;
		return retiring.phase == SimulatedWorker.Phase.BUSY && this.pool.nature.maxTasks() > 0 && soon
				&& !this.pool.isSuccession() && this.pool.failedStarts == 0
				&& (alone || this.pool.nature.adaptive || this.pool.missesABusyOne(broken));
	}

	void send(SimulatedWorker worker, SimulatedTask task) {
		living(worker);
		require(!this.pool.isUsedUp(worker), Invariant.MAX_TASKS, task, "sent to", worker, "after", worker.assignments);
		require(worker.phase == SimulatedWorker.Phase.IDLE && worker.task == null, Invariant.SEND_TO_IDLE, task,
				"sent to", worker);
		require(!this.pool.isWornOut(worker) || this.pool.isReplacing(), Invariant.RECYCLE, task, "sent to", worker,
				"which is worn out after", worker.tasksDone, "tasks");
		require(worker != this.pool.retiring || this.pool.beforeLimit || !this.pool.successor.ready, Invariant.RECYCLE,
				task, "sent to", worker, "although its successor is ready");
		require(this.pool.count(SimulatedWorker.Phase.BUSY) < this.pool.maxSize, Invariant.BOUNDS, task,
				"is one too many at a time");
		require(this.pool.mayDispatch(), Invariant.STATES, task, "sent while the pool is", this.pool.state,
				this.pool.suspended);
		boolean due = task.place != Place.RETRYING || task.retryDueAt <= this.pool.now();
		require(task.hasWorker() && due
				&& (task.place == Place.WAITING || task.place == Place.LOST || task.place == Place.RETRYING
						|| (task.place == Place.OUTSIDE && this.pool.call.task() == task)),
				Invariant.ONE_RUN, task, "sent while it is", task.place);
		require(task.worker == null || !task.worker.isAlive(), Invariant.ONE_RUN, task, "sent again, yet lives",
				task.worker);
		require(task.sends == task.deaths, Invariant.ONE_RUN, task, "sent again after", task.deaths, "deaths");
		require(task.deaths < this.pool.nature.poisonThreshold, Invariant.ONE_RUN, task, "is poison");
		require(task.acknowledgedDeaths == 0
				|| (task.idempotent() && (!task.acknowledged || task.acknowledgedDeaths <= this.pool.nature.retries)),
				Invariant.ONE_RUN, task, "runs again after", task.acknowledgedDeaths, "acknowledged deaths");
		for (SimulatedTask other : this.pool.pending) {
			require(other == task || !other.isWaiting() || !other.isBefore(task), Invariant.ORDER, task, "sent before",
					other);
		}
	}

	void interrupt(SimulatedWorker worker, SimulatedTask task) {
		living(worker);
		require(worker.task == task && worker.interrupt == null, Invariant.COMMANDS, "interrupted", task, "of", worker);
		require(task.state().isDone() || (isOverdue(task) && this.pool.now() >= worker.grantedUntil), Invariant.LIMITS,
				"interrupted too early", task);
		judging(task.state().isDone() ? "cancelled" : "timeout", worker);
	}

	void stop(SimulatedWorker worker, String reason, boolean broken) {
		living(worker);
		require(worker.phase == SimulatedWorker.Phase.IDLE, Invariant.COMMANDS, "asked to end:", worker);
		int left = this.pool.staying() - 1;
		boolean justified = switch (reason) {
			case "shutdown" -> this.pool.state == PoolState.STOP;
			case "recycled" -> this.pool.isUsedUp(worker) || ((worker == this.pool.retiring) ? isSucceeded(worker)
					: this.pool.isWornOut(worker) && !this.pool.isReplacing() && isHopeless(worker));
			case "resized" -> left >= this.pool.maxSize;
			case "budget" -> this.pool.call.is(Kind.MAKE_ROOM)
					&& (left >= this.pool.minSize || Boolean.TRUE.equals(this.pool.call.flag()));
			case "idle" -> left >= this.pool.target(false, broken) && this.settings.idleTimeoutNanos() != Agenda.NEVER
					&& (this.pool.nature.adaptive
							|| this.pool.now() >= worker.idleSince + this.settings.idleTimeoutNanos());
			default -> false;
		};
		require(justified, Invariant.STAFFING, "no cause for", reason, "of", worker, "with", left, "others");
	}

	/** Whether a worker can be done without: its successor is ready. */
	private boolean isSucceeded(SimulatedWorker worker) {
		return this.pool.successor.ready
				&& (!this.pool.beforeLimit || this.pool.isWornOut(worker) || this.pool.now() >= this.pool.lapsesAt());
	}

	/** Whether a worker that is worn out has no successor to wait for. */
	private boolean isHopeless(SimulatedWorker worker) {
		boolean crowded = this.pool.alive.size() > this.pool.maxSize;
		boolean refused = this.pool.refusedAt == this.pool.now();
		boolean spare = this.pool.count(SimulatedWorker.Phase.IDLE) > 1;
		long maxMemory = this.pool.nature.maxMemoryBytes;
		return crowded || refused || spare || (maxMemory > 0 && worker.rssBytes >= maxMemory);
	}

	/** The worker whose successor another one is to be. */
	private SimulatedWorker retiring(EngineWorker worker) {
		for (SimulatedWorker other : this.pool.alive) {
			if (worker.startReason.equals("replaces " + other.worker.name())) {
				return other;
			}
		}
		return null;
	}

	void kill(SimulatedWorker worker, String reason) {
		living(worker);
		SimulatedTask task = worker.task;
		boolean untouched = task != null && !task.acknowledged
				&& (reason.equals("timeout") || reason.equals("unresponsive"));
		require(task == null || task.state().isDone() || untouched, Invariant.ONE_END, worker, "killed, task open");
		long now = this.pool.now();
		boolean justified = switch (reason) {
			case "timeout" -> worker.interrupt == Interrupt.TIMEOUT && isGraceOver(worker);
			case "cancelled" -> worker.interrupt == Interrupt.CANCELLED && isGraceOver(worker);
			case "unresponsive" ->
				untouched && worker.interrupt == null && now - worker.sentAt >= this.settings.startTimeoutNanos();
			case "stop-timeout" -> now >= this.pool.killDueAt(worker);
			case "start-timeout" -> !worker.ready && now - worker.startedAt >= this.settings.startTimeoutNanos();
			case "shutdown" -> this.pool.state == PoolState.STOP
					&& (!worker.ready || this.pool.killed || (worker.interrupt != null && isGraceOver(worker)));
			case "resized" -> !worker.ready && this.pool.staying() > this.pool.maxSize;
			default -> false;
		};
		require(justified, Invariant.LIMITS, "no cause for", reason, "of", worker);
		judging(reason, worker);
		require(this.settings.killable() || !worker.ready, Invariant.COMMANDS, "threads cannot be killed:", worker);
		require(!worker.isKilled() || this.pool.killed, Invariant.COMMANDS, "killed twice:", worker);
	}

	/** After a pause, those who read answers come first. */
	private void judging(String reason, SimulatedWorker worker) {
		boolean limit = LIMITS.contains(reason) && !this.pool.call.is(Kind.CANCEL)
				&& !this.pool.call.is(Kind.SHUTDOWN_NOW) && !this.pool.call.is(Kind.SHUTDOWN);
		require(!limit || this.pool.now() >= this.pool.judgeAt, Invariant.LIMITS, reason, "of", worker,
				"before its answer could be read");
	}

	void ended(SimulatedTask task, TaskEnd end) {
		any();
		require(task.end == null && (task.place != Place.OUTSIDE || this.pool.call.task() == task), Invariant.ONE_END,
				task, "ends as", end, "after", task.end);
		require(task.state() == end.state(), Invariant.ONE_END, task, "is not", end.state());
		require(fits(task, end), Invariant.ONE_END, task, "at", task.place, "cannot end as", end, "by", this.pool.call);
	}

	private boolean fits(SimulatedTask task, TaskEnd end) {
		Kind kind = this.pool.call.kind();
		boolean own = this.pool.call.task() == task;
		if (end instanceof TaskEnd.Answered answered) {
			return own && (kind == Kind.FINISHED || kind == Kind.CALLER_RAN || kind == Kind.SUBMIT_FAILED)
					&& Boolean.valueOf(answered.succeeded()).equals(this.pool.call.flag())
					&& !(kind == Kind.FINISHED && task.worker.interrupt == Interrupt.TIMEOUT)
					&& !(kind == Kind.CALLER_RAN && !answered.succeeded() && isTooLateForItsCaller(task));
		}
		if (end instanceof TaskEnd.Cancelled cancelled) {
			return cancelled.byShutdown() ? isShuttingDown(task, kind) : kind == Kind.CANCEL && own;
		}
		if (end instanceof TaskEnd.TimedOut timedOut) {
			return fits(task, timedOut);
		}
		if (end instanceof TaskEnd.Crashed crashed) {
			return task.place == Place.LOST && kind == Kind.EXITED && fits(task, crashed);
		}
		if (end instanceof TaskEnd.Lost) {
			return task.place == Place.LOST && kind == Kind.EXITED && this.pool.call.worker().failed;
		}
		if (end instanceof TaskEnd.Discarded) {
			return kind == Kind.SUBMIT && isLeastUrgent(task)
					&& this.pool.nature.verdict(null) == Verdict.DISCARD_OLDEST;
		}
		return end instanceof TaskEnd.Broken && task.place != Place.WITH_WORKER && !this.pool.isServed()
				&& (this.pool.failedStarts >= this.settings.start().maxStarts()
						|| (!this.settings.killable() && this.pool.failedStarts > 0));
	}

	private boolean isShuttingDown(SimulatedTask task, Kind kind) {
		boolean lostThread = kind == Kind.EXITED && task.place == Place.LOST && !this.settings.killable()
				&& (!this.pool.call.worker().failed || this.pool.state == PoolState.STOP);
		return lostThread || (kind == Kind.SHUTDOWN && this.pool.call.flag() != dev.poolworks.Shutdown.DRAIN)
				|| kind == Kind.SHUTDOWN_NOW;
	}

	private boolean fits(SimulatedTask task, TaskEnd.TimedOut end) {
		if (end.elapsedNanos() < end.grantedNanos() || end.grantedNanos() <= 0) {
			return false;
		}
		if (end.phase() == Phase.QUEUE) {
			return this.pool.now() >= this.pool.judgeAt && task.place == Place.WAITING
					&& end.grantedNanos() == task.queueTimeoutNanos()
					&& end.elapsedNanos() == this.pool.now() - task.waitingSince;
		}
		if (task.place == Place.WITH_CALLER) {
			return this.pool.call.is(Kind.CALLER_RAN) && this.pool.call.task() == task
					&& Boolean.FALSE.equals(this.pool.call.flag()) && isTooLateForItsCaller(task)
					&& end.grantedNanos() == task.runTimeoutNanos();
		}
		return (task.place == Place.WITH_WORKER || task.place == Place.LOST)
				&& end.grantedNanos() == task.runTimeoutNanos() && isOverdue(task)
				&& task.worker.interrupt == Interrupt.TIMEOUT
				&& (task.acknowledged || !this.settings.killable() || this.pool.call.is(Kind.FINISHED));
	}

	private boolean isTooLateForItsCaller(SimulatedTask task) {
		return task.runTimeoutNanos() > 0 && this.pool.now() - task.clockStartedAt >= task.runTimeoutNanos();
	}

	private boolean fits(SimulatedTask task, TaskEnd.Crashed end) {
		boolean fails = this.pool.nature.retryFails;
		boolean wanted = !fails
				&& (!task.acknowledged || (task.idempotent() && task.acknowledgedDeaths <= this.pool.nature.retries));
		boolean condemned = !fails && task.deaths >= this.pool.nature.poisonThreshold;
		return end.exits().size() == task.deaths && (end.poison() ? condemned : !wanted);
	}

	/**
	 * Whether a task is the one to drop: of those that no worker will take at once the
	 * oldest of the lowest priority, one that was sent before last.
	 */
	private boolean isLeastUrgent(SimulatedTask task) {
		List<SimulatedTask> waiting = this.pool.pending.stream()
			.filter((other) -> other.place != Place.OUTSIDE && (other.isWaiting() || other == task))
			.sorted((one, two) -> one.isBefore(two) ? -1 : 1)
			.toList();
		int taken = Math.min(waiting.size(), this.pool.asGoodAsTaken(waiting.size()));
		List<SimulatedTask> behind = waiting.subList(taken, waiting.size());
		for (SimulatedTask other : behind) {
			boolean lower = other.priority() < task.priority();
			boolean rather = (other.deaths == 0) == (task.deaths == 0) ? other.isBefore(task) : other.deaths == 0;
			if (lower || (other.priority() == task.priority() && other != task && rather)) {
				return false;
			}
		}
		return behind.contains(task);
	}

	private boolean isOverdue(SimulatedTask task) {
		return task.runTimeoutNanos() > 0 && this.pool.now() - task.clockStartedAt >= task.runTimeoutNanos();
	}

	private boolean isGraceOver(SimulatedWorker worker) {
		return this.pool.now() - worker.interruptedAt >= this.settings.killGraceNanos();
	}

	private boolean isTaken(int id) {
		for (SimulatedWorker worker : this.pool.alive) {
			if (worker.worker.id() == id) {
				return true;
			}
		}
		return false;
	}

	private void living(SimulatedWorker worker) {
		any();
		require(worker.isAlive(), Invariant.COMMANDS, "command to", worker);
	}

	void any() {
		this.pool.nature.requireEnd();
		require(!this.pool.terminated, Invariant.COMMANDS, "command after the end");
		require(!this.pool.call.is(null), Invariant.COMMANDS, "command without an event");
		this.pool.commands++;
	}

}
