package dev.poolworks.engine;

import java.util.LinkedHashSet;
import java.util.Set;

import dev.poolworks.WorkerState;
import org.jspecify.annotations.Nullable;

/**
 * A worker that is about to end and the one that is to take its place: one pair at a
 * time, the only time that there is one worker more than usual.
 *
 * <pre>
 *  worn out         idle when it begins; ends as soon as its successor is ready and it is idle
 *  near its limit   has a task when it begins; ends after its last task, which is before its
 *                   successor is ready or after, or when it has had nothing to do for long
 * </pre>
 *
 * A worker is near its limit when its tasks will not last longer than a start takes, and
 * at the latest when it has the last of them.
 */
final class Succession {

	private final Policies policies;

	private final WorkerRoster workers;

	private final TaskLedger tasks;

	private final Demand demand;

	/** Those that have their last task, in the order of dispatch. */
	private final Set<EngineWorker> atLimit = new LinkedHashSet<>();

	/** Those that have one of their last tasks, in the order of dispatch. */
	private final Set<EngineWorker> nearLimit = new LinkedHashSet<>();

	private @Nullable EngineWorker retiring;

	private @Nullable EngineWorker successor;

	private boolean beforeLimit;

	Succession(Policies policies, WorkerRoster workers, TaskLedger tasks, Demand demand) {
		this.policies = policies;
		this.workers = workers;
		this.tasks = tasks;
		this.demand = demand;
	}

	void begin(EngineWorker retiring, EngineWorker successor) {
		this.retiring = retiring;
		this.successor = successor;
		this.beforeLimit = retiring.state != WorkerState.IDLE;
	}

	/**
	 * Takes note that a worker got a task. The successor with one has taken the place of
	 * yet another worker, unless there still is one more than usual.
	 * @param worker the worker
	 * @param now the time
	 */
	void assigned(EngineWorker worker, long now) {
		if (worker == this.successor && this.workers.capacity() <= this.demand.maxSize()) {
			cancel();
		}
		long left = this.policies.tasksLeft(worker.tasksDone);
		if (left <= 1) {
			this.atLimit.add(worker);
		}
		else if (left != Long.MAX_VALUE && endsWithinAStart(worker, left, now)) {
			this.nearLimit.add(worker);
		}
	}

	/**
	 * Whether the tasks that are left will be done before a successor could be ready:
	 * with a queue they follow each other, without one they come as they came so far.
	 */
	private boolean endsWithinAStart(EngineWorker worker, long left, long now) {
		double eachNanos = (this.tasks.queued() > 0) ? this.demand.history().serviceNanos() : pace(worker, now);
		return eachNanos > 0 && left * eachNanos <= this.demand.history().startNanos();
	}

	/** How often the worker got a task; 0 if it is the first. */
	private static double pace(EngineWorker worker, long now) {
		return (worker.tasksDone > 0) ? (double) (now - worker.readyAt) / worker.tasksDone : 0;
	}

	/**
	 * The worker that is the next to have a successor, if it is missed.
	 * @return a worker that has a task and is near its limit, or {@code null} if there is
	 * none or no room for one worker more
	 */
	@Nullable EngineWorker nextToEnd() {
		Set<EngineWorker> first = this.atLimit.isEmpty() ? this.nearLimit : this.atLimit;
		boolean none = first.isEmpty() || isUnderWay() || this.workers.size() > this.demand.maxSize();
		return none ? null : first.iterator().next();
	}

	/**
	 * Whether a worker will be missed when it is gone: what waits or the lower bound
	 * needs its place, or there is no other worker for the next task, which is to be
	 * expected before a start would be over.
	 * @param worker a worker that has a task
	 * @param suspended whether queued tasks are held back
	 * @param now the time
	 * @return whether it needs a successor
	 */
	boolean isMissed(EngineWorker worker, boolean suspended, long now) {
		long left = this.policies.tasksLeft(worker.tasksDone);
		boolean soon = endsWithinAStart(worker, left, now);
		boolean alone = this.workers.idle() + this.workers.starting() + this.tasks.queued() == 0 && !suspended;
		return (soon && alone) || ((soon || left <= 1) && this.demand.wantsSuccessor(suspended, now));
	}

	/**
	 * Takes note that a worker has no task any more.
	 * @param worker any worker
	 */
	void idle(EngineWorker worker) {
		this.atLimit.remove(worker);
		this.nearLimit.remove(worker);
	}

	/**
	 * Takes note that a worker ends: without one of the two there is no succession.
	 * @param worker any worker
	 */
	void ends(EngineWorker worker) {
		idle(worker);
		if (worker == this.retiring || worker == this.successor) {
			cancel();
		}
	}

	void cancel() {
		this.retiring = null;
		this.successor = null;
	}

	/**
	 * Whether a worker is there only until its successor is ready.
	 * @return whether there is one more than usual
	 */
	boolean isUnderWay() {
		return this.retiring != null;
	}

	/**
	 * How many workers there may be, with those that are ending.
	 * @return {@code max-size}, or one more
	 */
	int mostWorkers() {
		return this.demand.maxSize() + (isUnderWay() ? 1 : 0);
	}

	/**
	 * The worker that is to end as soon as it is idle.
	 * @return a worker whose successor is ready, or {@code null}
	 */
	@Nullable EngineWorker replaced() {
		return this.beforeLimit ? null : succeeded();
	}

	/**
	 * The worker that can be done without.
	 * @return a worker whose successor is ready, or {@code null}
	 */
	@Nullable EngineWorker succeeded() {
		EngineWorker successor = this.successor;
		return (successor != null && successor.readyAt != EngineWorker.NEVER) ? this.retiring : null;
	}

	/**
	 * The idle worker that is best given the next task: the one that is to end after a
	 * few more, its successor last.
	 * @return the worker, or {@code null} if none is idle
	 */
	@Nullable EngineWorker firstIdle() {
		EngineWorker retiring = this.retiring;
		if (retiring != null && this.beforeLimit && retiring.state == WorkerState.IDLE) {
			return retiring;
		}
		EngineWorker warmest = this.workers.warmest();
		return (warmest != null && warmest == this.successor) ? this.workers.warmestBut(warmest) : warmest;
	}

	/**
	 * When an idle worker whose successor is ready ends before its limit: no task has
	 * come for as long as the successor took to start.
	 * @return the time, or {@link EngineWorker#NEVER}
	 */
	long lapsesAt() {
		EngineWorker worker = succeeded();
		EngineWorker successor = this.successor;
		if (worker == null || successor == null || worker.state != WorkerState.IDLE) {
			return EngineWorker.NEVER;
		}
		return Math.max(worker.idleSince, successor.readyAt) + successor.readyAt - successor.startedAt;
	}

}
