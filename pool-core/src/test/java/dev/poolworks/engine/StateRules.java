package dev.poolworks.engine;

import dev.poolworks.PoolSnapshot;
import dev.poolworks.PoolState;
import dev.poolworks.TaskCounts;
import dev.poolworks.TaskState;
import dev.poolworks.WorkerCounts;
import dev.poolworks.engine.Call.Kind;
import dev.poolworks.engine.SimulatedTask.Place;
import dev.poolworks.engine.SimulatedWorker.Phase;

import static dev.poolworks.engine.SimulationFailure.require;

/**
 * What must hold after every event.
 */
final class StateRules {

	private static final long SLACK_NANOS = Nature.millis(100);

	private final SimulatedPool pool;

	private final EngineSettings settings;

	private long asksAgainAt = -1;

	StateRules(SimulatedPool pool) {
		this.pool = pool;
		this.settings = pool.nature.settings;
	}

	void check(PoolSnapshot snapshot) {
		tasks(snapshot.tasks());
		workers(snapshot.workers());
		states(snapshot);
		staffing(snapshot);
		successors(snapshot);
		if (!this.pool.terminated) {
			wakes(snapshot.isBroken());
		}
		if (this.pool.call.is(Kind.TICK)) {
			afterTick(snapshot.isBroken());
		}
		else if (this.pool.call.is(Kind.LOOK)) {
			afterLook();
		}
	}

	private void tasks(TaskCounts counts) {
		require(counts.isConsistent() && counts.submitted() == this.pool.submitted, Invariant.COUNTS, counts, "after",
				this.pool.submitted, "submissions");
		int[] places = new int[TaskState.values().length];
		for (SimulatedTask task : this.pool.pending) {
			places[task.state().ordinal()]++;
		}
		boolean pending = counts.queued() == places[TaskState.QUEUED.ordinal()]
				&& counts.dispatched() == places[TaskState.DISPATCHED.ordinal()]
				&& counts.running() == places[TaskState.RUNNING.ordinal()]
				&& counts.retrying() == places[TaskState.RETRYING.ordinal()];
		require(pending && counts.pending() == this.pool.pending.size(), Invariant.COUNTS, counts, "but",
				this.pool.pending);
		long[] ended = this.pool.ended;
		require(counts.succeeded() == ended[TaskState.SUCCEEDED.ordinal()]
				&& counts.failed() == ended[TaskState.FAILED.ordinal()]
				&& counts.timedOut() == ended[TaskState.TIMED_OUT.ordinal()]
				&& counts.cancelled() == ended[TaskState.CANCELLED.ordinal()]
				&& counts.crashed() == ended[TaskState.CRASHED.ordinal()]
				&& counts.rejected() == ended[TaskState.REJECTED.ordinal()]
				&& counts.discarded() == ended[TaskState.DISCARDED.ordinal()], Invariant.COUNTS, counts);
	}

	private void workers(WorkerCounts counts) {
		int stuck = 0;
		for (SimulatedWorker worker : this.pool.alive) {
			boolean interrupted = worker.phase == Phase.BUSY && worker.interrupt != null;
			stuck += interrupted ? 1 : 0;
			boolean busy = worker.phase == Phase.BUSY;
			require(busy == (worker.task != null) || worker.phase == Phase.STOPPING, Invariant.COUNTS, worker);
		}
		require(counts.starting() == this.pool.count(Phase.STARTING) && counts.idle() == this.pool.count(Phase.IDLE)
				&& counts.busy() == this.pool.count(Phase.BUSY) && counts.stopping() == this.pool.count(Phase.STOPPING)
				&& counts.stuck() == stuck && counts.started() == this.pool.started
				&& counts.exited() == this.pool.exited, Invariant.COUNTS, counts, "but", this.pool.alive);
	}

	private void states(PoolSnapshot snapshot) {
		boolean empty = this.pool.pending.isEmpty();
		PoolState state = this.pool.state;
		require(snapshot.state() == state && snapshot.suspended() == this.pool.suspended
				&& snapshot.minSize() == this.pool.minSize && snapshot.maxSize() == this.pool.maxSize, Invariant.STATES,
				snapshot);
		require(state != PoolState.SHUTDOWN || !empty || this.pool.isFed(), Invariant.STATES,
				"SHUTDOWN with nothing left to do");
		boolean over = state == PoolState.STOP && empty && this.pool.alive.isEmpty();
		require(!over && this.pool.terminated == (state == PoolState.TERMINATED), Invariant.STATES, "has ended, is",
				state);
		require(!this.pool.terminated || (empty && this.pool.alive.isEmpty()), Invariant.STATES,
				"TERMINATED too early");
		if (state == PoolState.STOP) {
			for (SimulatedWorker worker : this.pool.alive) {
				require(worker.phase == Phase.STOPPING || worker.interrupt != null, Invariant.STATES, worker,
						"goes on in a stopped pool");
			}
		}
		require(snapshot.queuedBytes() == this.pool.queuedBytes(), Invariant.COUNTS, "queued bytes",
				snapshot.queuedBytes(), "instead of", this.pool.queuedBytes());
	}

	private void staffing(PoolSnapshot snapshot) {
		require(this.pool.granted == 0, Invariant.STAFFING, this.pool.granted, "granted and not started");
		require(this.pool.decided == 0, Invariant.STAFFING, this.pool.decided, "workers came or went untold");
		int queued = this.pool.queued();
		int idle = this.pool.count(Phase.IDLE);
		boolean full = this.pool.count(Phase.BUSY) >= this.pool.maxSize;
		require(queued == 0 || idle == 0 || full || !this.pool.mayDispatch(), Invariant.NO_IDLE_BESIDE_QUEUE, queued,
				"queued", this.pool.alive);
		boolean replaced = this.pool.isSuccession() && !this.pool.beforeLimit && this.pool.successor.ready
				&& this.pool.retiring.phase == Phase.IDLE;
		require(!replaced, Invariant.RECYCLE, this.pool.retiring, "stays beside its successor");
		int capacity = this.pool.staying();
		require(idle == 0 || capacity <= this.pool.maxSize, Invariant.BOUNDS, "idle beyond max-size", this.pool.maxSize,
				this.pool.alive);
		boolean broken = snapshot.isBroken();
		int failed = this.pool.failedStarts;
		require(!broken || failed >= this.settings.start().maxStarts() || !this.settings.killable(), Invariant.BACKOFF,
				"broken after", failed);
		int starts = this.pool.starts();
		int room = this.pool.maxSize + (this.pool.isSuccession() ? 1 : 0) - this.pool.alive.size();
		boolean refused = this.pool.refusedAt != Agenda.NEVER
				&& this.pool.wakeAt <= Math.max(this.pool.now(), this.pool.refusedAt + Nature.millis(250));
		boolean hopeless = broken && !refused && starts == 0 && (room > 0 || this.pool.isBlocked())
				&& !this.pool.isServed();
		require(!hopeless || queued == 0, Invariant.ONE_END, queued, "wait in a broken pool");
		boolean wanted = this.pool.state == PoolState.RUNNING || (this.pool.state == PoolState.SHUTDOWN && queued > 0);
		int missing = wanted ? Math.min(this.pool.target(this.pool.suspended, broken) - capacity, room) : 0;
		if (missing > 0) {
			boolean waits = refused || failed > 0 && (starts > 0 || this.pool.wakeAt <= latestRetryOfStart());
			require(waits || starts >= this.settings.start().maxConcurrent(), Invariant.STAFFING, missing,
					"workers are missing beside", this.pool.alive, "queued", queued);
		}
	}

	/**
	 * A worker that has its last task, and whose place will be missed, has a successor,
	 * if one may be started.
	 */
	private void successors(PoolSnapshot snapshot) {
		boolean used = false;
		for (SimulatedWorker worker : this.pool.alive) {
			used |= worker.phase == Phase.BUSY && this.pool.isUsedUp(worker);
			require(worker.phase != Phase.IDLE || !this.pool.isUsedUp(worker), Invariant.MAX_TASKS, worker,
					"stays after its last task");
		}
		boolean open = this.pool.state == PoolState.RUNNING
				|| (this.pool.state == PoolState.SHUTDOWN && this.pool.queued() > 0);
		boolean room = !this.pool.isSuccession() && this.pool.alive.size() <= this.pool.maxSize
				&& this.pool.failedStarts == 0 && this.pool.starts() < this.settings.start().maxConcurrent();
		boolean refused = this.pool.refusedAt != Agenda.NEVER
				&& this.pool.wakeAt <= Math.max(this.pool.now(), this.pool.refusedAt + Nature.millis(250));
		require(!used || !open || !room || refused || this.pool.nature.adaptive
				|| !this.pool.missesABusyOne(snapshot.isBroken()), Invariant.RECYCLE,
				"a worker has its last task and no successor:", this.pool.alive, "queued", this.pool.queued());
	}

	private long latestRetryOfStart() {
		return Math.max(this.pool.now(), this.pool.lastFailedStartAt + this.settings.start().maxBackoffNanos());
	}

	private void wakes(boolean broken) {
		boolean asked = this.pool.nature.adaptive && this.pool.count(Phase.IDLE) > 0;
		if (asked && this.pool.state == PoolState.RUNNING && this.pool.nature.againNanos != Agenda.NEVER) {
			wake(this.pool.now() + Math.max(1, this.pool.nature.againNanos), "the policy");
		}
		for (SimulatedTask task : this.pool.pending) {
			if (task.place == Place.WAITING && task.queueTimeoutNanos() > 0) {
				wakeToJudge(task.waitingSince + task.queueTimeoutNanos(), task);
			}
			if (task.place == Place.RETRYING) {
				wake(task.retryDueAt, task);
			}
		}
		if (this.pool.lapsesAt() != Agenda.NEVER) {
			wake(Math.max(this.pool.now(), this.pool.lapsesAt()), this.pool.retiring);
		}
		boolean process = this.settings.killable();
		for (SimulatedWorker worker : this.pool.alive) {
			SimulatedTask task = worker.task;
			if (worker.phase == Phase.STARTING) {
				wakeToJudge(worker.startedAt + this.settings.startTimeoutNanos(), worker);
			}
			else if (worker.phase == Phase.BUSY && worker.interrupt == null && task.runTimeoutNanos() > 0) {
				wakeToJudge(Math.max(worker.grantedUntil, task.clockStartedAt + task.runTimeoutNanos()), worker);
			}
			else if (worker.phase == Phase.BUSY && worker.interrupt != null && process) {
				wakeToJudge(worker.interruptedAt + this.settings.killGraceNanos(), worker);
			}
			else if (worker.phase == Phase.BUSY && process && !task.acknowledged) {
				wakeToJudge(worker.sentAt + this.settings.startTimeoutNanos(), worker);
			}
			else if (worker.phase == Phase.STOPPING && !worker.isKilled() && process) {
				wakeToJudge(this.pool.killDueAt(worker), worker);
			}
			else if (worker.phase == Phase.IDLE && this.settings.idleTimeoutNanos() != Agenda.NEVER
					&& this.pool.staying() - this.pool.count(Phase.STARTING) > this.pool.target(false, broken)) {
				long since = Math.max(this.pool.now(), worker.idleSince);
				wake(since + this.settings.idleTimeoutNanos() + SLACK_NANOS, worker);
			}
		}
	}

	/** For a limit, which is not judged before the end of a pause. */
	private void wakeToJudge(long deadline, Object waiting) {
		wake(Math.max(this.pool.judgeAt, deadline), waiting);
	}

	private void wake(long deadline, Object waiting) {
		require(this.pool.wakeAt <= deadline, Invariant.WAKE, waiting, "waits for", deadline, "but the next tick is at",
				this.pool.wakeAt);
	}

	private void afterLook() {
		for (SimulatedTask task : this.pool.pending) {
			require(task.place != Place.WITH_WORKER || (task.state() == TaskState.RUNNING) == task.acknowledged,
					Invariant.COUNTS, task, "has begun:", task.acknowledged);
		}
	}

	private void afterTick(boolean broken) {
		long now = this.pool.now();
		boolean again = this.pool.wakeAt <= now;
		require(!again || this.asksAgainAt != now, Invariant.WAKE, "the tick at", now,
				"asks for itself again and again");
		this.asksAgainAt = again ? now : -1;
		boolean judges = now >= this.pool.judgeAt;
		for (SimulatedTask task : this.pool.pending) {
			require(!judges || task.place != Place.WAITING || task.queueTimeoutNanos() == 0
					|| now - task.waitingSince < task.queueTimeoutNanos(), Invariant.LIMITS, task, "waits too long");
			require(task.place != Place.RETRYING || task.retryDueAt > now, Invariant.LIMITS, task, "retries too late");
		}
		require(this.pool.lapsesAt() > now || this.pool.state == PoolState.STOP, Invariant.RECYCLE, this.pool.retiring,
				"is idle for long beside its successor");
		for (SimulatedWorker worker : this.pool.alive) {
			if (judges) {
				limits(worker, now);
			}
			require(worker.phase != Phase.IDLE || this.settings.idleTimeoutNanos() == Agenda.NEVER
					|| now - worker.idleSince < this.settings.idleTimeoutNanos()
					|| this.pool.staying() <= this.pool.most(false, broken), Invariant.STAFFING, worker,
					"is idle for too long");
		}
	}

	private void limits(SimulatedWorker worker, long now) {
		SimulatedTask task = worker.task;
		if (worker.phase == Phase.BUSY) {
			require(worker.interrupt != null || task.runTimeoutNanos() == 0 || now < worker.grantedUntil
					|| now - task.clockStartedAt < task.runTimeoutNanos(), Invariant.LIMITS, worker, "runs too long");
			require(worker.interrupt == null || !this.settings.killable()
					|| now - worker.interruptedAt < this.settings.killGraceNanos(), Invariant.LIMITS, worker,
					"outlives the grace");
			require(worker.interrupt != null || task.acknowledged
					|| now - worker.sentAt < this.settings.startTimeoutNanos(), Invariant.LIMITS, worker,
					"does not take up its task");
		}
		require(worker.phase != Phase.STARTING || now - worker.startedAt < this.settings.startTimeoutNanos(),
				Invariant.LIMITS, worker, "starts too long");
		require(worker.phase != Phase.STOPPING || worker.isKilled() || !this.settings.killable()
				|| now < this.pool.killDueAt(worker), Invariant.LIMITS, worker, "stops too long");
	}

}
