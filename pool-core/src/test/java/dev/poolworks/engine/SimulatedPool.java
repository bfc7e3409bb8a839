package dev.poolworks.engine;

import java.util.ArrayList;
import java.util.List;

import dev.poolworks.PoolState;
import dev.poolworks.TaskState;
import dev.poolworks.engine.Call.Kind;
import dev.poolworks.engine.SimulatedWorker.Phase;
import dev.poolworks.policy.ScalingPolicy.ScalingLoad;
import dev.poolworks.policy.ScalingPolicy.Trend;

/**
 * What can be known of a pool from outside, from its commands and what it was told: the
 * second opinion that the engine is held against.
 */
final class SimulatedPool {

	final Nature nature;

	final Agenda agenda;

	final List<SimulatedWorker> alive = new ArrayList<>();

	/** Accepted and not done. */
	final List<SimulatedTask> pending = new ArrayList<>();

	final long[] ended = new long[TaskState.values().length];

	int minSize;

	int maxSize;

	PoolState state = PoolState.RUNNING;

	boolean suspended;

	boolean killed;

	boolean terminated;

	/** Since when its end waits for workers only. */
	long stoppedAt = Agenda.NEVER;

	int openFeeds;

	boolean feedsRefused;

	long submitted;

	long started;

	long exited;

	long commands;

	long wakeAt = Agenda.NEVER;

	/** Before that, answers may lie unread: the process has stood still. */
	long judgeAt;

	/** How often in a row judging was put off. */
	private int pauses;

	/** When there last was a task with a worker. */
	long lastWorkAt = Agenda.NEVER;

	/** Since a worker was ready. */
	int failedStarts;

	long lastFailedStartAt;

	/** A worker that serves until its successor is ready, and that one. */
	SimulatedWorker retiring;

	SimulatedWorker successor;

	/**
	 * Whether that worker may do all its tasks, whether its successor is ready or not.
	 */
	boolean beforeLimit;

	/** When a worker was refused that nobody has asked for again. */
	long refusedAt = Agenda.NEVER;

	/** Workers granted that have not been started. */
	int granted;

	/**
	 * Workers to be started, or with a minus to be ended, by decisions that were told.
	 */
	int decided;

	/** What the engine is being told at the moment. */
	Call call = Call.NONE;

	SimulatedPool(Nature nature, Agenda agenda) {
		this.nature = nature;
		this.agenda = agenda;
		this.minSize = nature.settings.minSize();
		this.maxSize = nature.settings.maxSize();
	}

	long now() {
		return this.agenda.now();
	}

	/**
	 * Time passes. A tick that comes more than half a second late says that the process
	 * has stood still; but for that, three times in a row are enough.
	 */
	void tick(PoolEngine engine) {
		long asked = this.wakeAt;
		this.wakeAt = Agenda.NEVER;
		boolean late = now() - asked > Nature.millis(500);
		if (late && this.pauses < 3) {
			this.pauses++;
			this.judgeAt = now() + Nature.millis(250);
			for (SimulatedWorker worker : this.alive) {
				worker.stoodStill(now() - asked, now(), this.nature.isProcess());
			}
		}
		else if (!late && now() >= this.judgeAt) {
			this.pauses = 0;
		}
		SimulatedWorkers.look(engine);
		engine.tick(asked, now());
	}

	int count(Phase phase) {
		int count = 0;
		for (SimulatedWorker worker : this.alive) {
			if (worker.phase == phase) {
				count++;
			}
		}
		return count;
	}

	/**
	 * Starts under way, with those of processes that took too long and are not gone.
	 * @return how many
	 */
	int starts() {
		int starts = count(Phase.STARTING);
		for (SimulatedWorker worker : this.alive) {
			if (this.nature.isProcess() && "start-timeout".equals(worker.killReason)) {
				starts++;
			}
		}
		return starts;
	}

	/**
	 * Whether threads that hang in their start take up all places.
	 * @return whether none can be started before one of them ends
	 */
	boolean isBlocked() {
		int hanging = 0;
		for (SimulatedWorker worker : this.alive) {
			hanging += "start-timeout".equals(worker.killReason) ? 1 : 0;
		}
		return !this.nature.isProcess() && hanging >= this.maxSize;
	}

	int capacity() {
		return count(Phase.STARTING) + count(Phase.IDLE) + ((this.state == PoolState.STOP) ? 0 : count(Phase.BUSY));
	}

	/**
	 * Whether a worker lives that takes tasks now or after its current one.
	 * @return whether one does
	 */
	boolean isServed() {
		return count(Phase.IDLE) + count(Phase.BUSY) > 0;
	}

	int queued() {
		int queued = 0;
		for (SimulatedTask task : this.pending) {
			if (task.isWaiting()) {
				queued++;
			}
		}
		return queued;
	}

	/**
	 * Tasks that wait for nothing but their worker, which is idle or starts.
	 * @param waiting how many tasks wait
	 * @return how many, of those that are next
	 */
	int asGoodAsTaken(int waiting) {
		int free = Math.min(count(Phase.STARTING) + count(Phase.IDLE), this.maxSize - count(Phase.BUSY));
		return Math.min(waiting, Math.max(0, free));
	}

	long queuedBytes() {
		long bytes = 0;
		for (SimulatedTask task : this.pending) {
			if (task.isWaiting()) {
				bytes += task.bytes;
			}
		}
		return bytes;
	}

	boolean mayDispatch() {
		return !this.suspended && (this.state == PoolState.RUNNING || this.state == PoolState.SHUTDOWN);
	}

	/**
	 * Whether tasks are let in at all.
	 * @param fed whether they come out of an open feed
	 * @return whether the pool is open to them
	 */
	boolean admits(boolean fed) {
		return this.state == PoolState.RUNNING || (fed && this.state == PoolState.SHUTDOWN && !this.feedsRefused);
	}

	/**
	 * Whether the pool may turn away whatever comes.
	 * @return whether it was told to, or nothing is left to do
	 */
	boolean mayStop() {
		boolean told = this.call.is(Kind.SHUTDOWN_NOW) || (this.call.is(Kind.SHUTDOWN) && this.killed);
		return told || (this.pending.isEmpty() && !isFed());
	}

	/**
	 * Whether tasks that a draining pool takes in are still to come.
	 * @return whether there are feeds that were not refused
	 */
	boolean isFed() {
		return this.openFeeds > 0 && !this.feedsRefused;
	}

	/**
	 * The number of workers beyond which the pool must not start any.
	 * @param suspended whether waiting tasks count for nothing
	 * @param broken whether no worker can be started
	 * @return workers
	 */
	int most(boolean suspended, boolean broken) {
		int least = target(suspended, broken);
		int work = count(Phase.BUSY) + (suspended ? 0 : queued()) + this.nature.settings.spare();
		return this.nature.adaptive ? Math.max(least, Math.min(this.maxSize, work)) : least;
	}

	/**
	 * The number of workers the pool should have at least, by policy and bounds.
	 * @param suspended whether waiting tasks count for nothing
	 * @param broken whether no worker can be started
	 * @return workers
	 */
	int target(boolean suspended, boolean broken) {
		return target(count(Phase.BUSY), suspended, broken);
	}

	private int target(int busy, boolean suspended, boolean broken) {
		int queued = suspended ? 0 : queued();
		EngineSettings settings = this.nature.settings;
		boolean calm = count(Phase.BUSY) == 0 && queued() == 0
				&& (this.lastWorkAt == Agenda.NEVER || now() - this.lastWorkAt >= settings.idleTimeoutNanos());
		int wanted = this.nature.adaptive ? 0
				: this.nature.effectiveScaling()
					.target(new ScalingLoad(this.minSize, this.maxSize, settings.spare(), count(Phase.STARTING),
							count(Phase.IDLE), busy, queued, calm, Trend.NONE))
					.workers();
		int floor = Math.max(this.minSize, (broken || queued > 0) ? 1 : 0);
		return Math.max(floor, Math.min(this.maxSize, wanted));
	}

	/**
	 * Whether a worker is due for replacement.
	 * @param worker the worker
	 * @return whether it has reached a limit
	 */
	boolean isWornOut(SimulatedWorker worker) {
		if (this.nature.recycleFails) {
			return false;
		}
		return (this.nature.maxTasks() > 0 && worker.tasksDone >= this.nature.maxTasks())
				|| (this.nature.maxAgeNanos > 0 && now() - worker.readyAt >= this.nature.maxAgeNanos)
				|| (this.nature.maxMemoryBytes > 0 && worker.tasksDone > 0
						&& worker.rssBytes >= this.nature.maxMemoryBytes);
	}

	/**
	 * Whether a worker that is worn out has to serve on: another one is being replaced.
	 * @return whether one is
	 */
	boolean isReplacing() {
		boolean replacing = starts() > 0 || this.failedStarts > 0 || isSuccession();
		for (SimulatedWorker worker : this.alive) {
			replacing |= worker.phase == Phase.STOPPING && "recycled".equals(worker.worker.exitReason);
		}
		return replacing;
	}

	/**
	 * Whether there is one worker more than usual.
	 * @return whether a worker and its successor are both there to stay or to come
	 */
	boolean isSuccession() {
		return this.retiring != null;
	}

	/**
	 * Whether a worker has had all the tasks that it may have.
	 * @param worker the worker
	 * @return whether it must not get another one
	 */
	boolean isUsedUp(SimulatedWorker worker) {
		return this.nature.maxTasks() > 0 && worker.assignments >= this.nature.maxTasks();
	}

	/**
	 * Whether the pool would start a worker if a busy one were gone, with its task.
	 * @param broken whether no worker can be started
	 * @return whether one of the busy workers will be missed
	 */
	boolean missesABusyOne(boolean broken) {
		return target(count(Phase.BUSY) - 1, this.suspended, broken) > staying() - 1;
	}

	/**
	 * When the worker ends that is idle beside its successor.
	 * @return the time, or {@link Agenda#NEVER}
	 */
	long lapsesAt() {
		if (!isSuccession() || !this.successor.ready || this.retiring.phase != Phase.IDLE) {
			return Agenda.NEVER;
		}
		return Math.max(this.retiring.idleSince, this.successor.readyAt) + this.successor.readyAt
				- this.successor.startedAt;
	}

	/**
	 * When a worker that was asked to end is killed: sooner if the pool ends meanwhile.
	 * @param worker the worker
	 * @return the time
	 */
	long killDueAt(SimulatedWorker worker) {
		EngineSettings settings = this.nature.settings;
		long due = worker.stopAskedAt + settings.stopGraceNanos(worker.worker.exitReason);
		return (this.stoppedAt == Agenda.NEVER) ? due
				: Math.min(due, Math.max(worker.stopAskedAt, this.stoppedAt) + settings.stopGraceNanos("shutdown"));
	}

	/** Takes note that a worker got a task: a successor may have found another place. */
	void sent(SimulatedWorker worker) {
		if (worker == this.successor && capacity() <= this.maxSize) {
			ends(worker);
		}
	}

	/** Takes note that a worker is about to end. */
	void ends(SimulatedWorker worker) {
		if (worker == this.retiring || worker == this.successor) {
			this.retiring = null;
			this.successor = null;
		}
	}

	/** Workers that take tasks, now or soon, and are not about to be replaced. */
	int staying() {
		return capacity() - (isSuccession() ? 1 : 0);
	}

}
