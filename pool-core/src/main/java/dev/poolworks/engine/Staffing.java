package dev.poolworks.engine;

import java.util.Objects;

import dev.poolworks.PoolEvent;
import dev.poolworks.PoolState;
import dev.poolworks.WorkerExit;
import dev.poolworks.WorkerState;
import dev.poolworks.engine.Policies.Due;
import dev.poolworks.policy.RecyclePolicy.WorkerUsage;
import dev.poolworks.policy.ScalingPolicy.Target;
import org.jspecify.annotations.Nullable;

/**
 * Starting, ending and replacing workers: carries out what the policies say, within the
 * bounds.
 */
final class Staffing {

	private static final String RECYCLED = "recycled";

	private final EngineSettings settings;

	private final Policies policies;

	private final WorkerRoster workers;

	private final TaskLedger tasks;

	private final EngineOutput output;

	private final StartGuard guard;

	private final FailedStarts failedStarts;

	private final Decisions decisions;

	private final Claims claims;

	private final Demand demand;

	private final Succession succession;

	Staffing(EngineSettings settings, Policies policies, WorkerRoster workers, TaskLedger tasks, EngineOutput output) {
		this.settings = settings;
		this.policies = policies;
		this.workers = workers;
		this.tasks = tasks;
		this.output = output;
		this.guard = new StartGuard(settings.start());
		this.decisions = new Decisions(output);
		this.claims = new Claims(output, this.decisions);
		this.demand = new Demand(settings, policies, workers, tasks, this.guard, output);
		this.failedStarts = new FailedStarts(settings, workers, tasks, output, this.guard, this.demand);
		this.succession = new Succession(policies, workers, tasks, this.demand);
	}

	/**
	 * New bounds. Workers beyond the upper one end: those that start at once, idle ones
	 * with the next tick, busy ones after their task.
	 * @param minSize lower bound
	 * @param maxSize upper bound
	 * @param now the time
	 */
	void resize(int minSize, int maxSize, long now) {
		this.demand.resize(minSize, maxSize);
		this.succession.cancel();
		for (EngineWorker worker : this.workers.alive()) {
			if (worker.state == WorkerState.STARTING && isCrowded()) {
				stopCrowded(worker, now);
			}
		}
	}

	Demand demand() {
		return this.demand;
	}

	Succession succession() {
		return this.succession;
	}

	FailedStarts failedStarts() {
		return this.failedStarts;
	}

	/**
	 * An idle worker that is fit for a task, unless as many tasks run as may.
	 * @param now the time
	 * @return the worker, still idle, or {@code null}
	 */
	@Nullable EngineWorker takeIdle(long now) {
		if (this.workers.busy() >= this.demand.maxSize()) {
			return null;
		}
		EngineWorker worker = this.succession.firstIdle();
		while (worker != null && recycleIfDue(worker, now)) {
			worker = this.succession.firstIdle();
		}
		return worker;
	}

	/**
	 * Takes note that a worker has become idle, and decides whether it stays.
	 * @param worker the worker
	 * @param now the time
	 */
	void becameIdle(EngineWorker worker, long now) {
		worker.idleSince = now;
		this.workers.move(worker, WorkerState.IDLE);
		this.succession.idle(worker);
		if (recycleIfDue(worker, now)) {
			return;
		}
		long lapsesAt = this.succession.lapsesAt();
		if (lapsesAt != EngineWorker.NEVER) {
			this.output.wakeAt(lapsesAt);
		}
		EngineWorker replaced = this.succession.replaced();
		if (replaced != null && replaced.state == WorkerState.IDLE) {
			stop(replaced, RECYCLED, now);
		}
		if (isCrowded()) {
			stopCrowded(worker, now);
		}
		else if (this.demand.idleNanos() != EngineWorker.NEVER) {
			this.output.wakeAt(now + this.demand.idleNanos());
		}
	}

	/**
	 * Ends an idle worker that has had all its tasks, and one that is worn out, once its
	 * successor is ready. Without room for a successor, or need of one, that ends at
	 * once; it serves on while another one is being replaced.
	 */
	private boolean recycleIfDue(EngineWorker worker, long now) {
		boolean succeeded = worker == this.succession.succeeded();
		Due due = this.policies.due(new WorkerUsage(worker.tasksDone, now - worker.readyAt, worker.rssBytes()));
		boolean stays = worker != this.succession.replaced() && switch (due) {
			case NOT -> true;
			case AFTER_ITS_SUCCESSOR -> !succeeded && (isReplacing() || beginSuccession(worker, now));
			case AFTER_OTHERS -> !succeeded && isReplacing();
			case AT_ONCE -> false;
		};
		if (!stays) {
			stop(worker, RECYCLED, now);
		}
		return !stays;
	}

	private boolean beginSuccession(EngineWorker worker, long now) {
		boolean spare = this.workers.idle() > 1 && staying() > target(now).workers();
		if (spare || this.workers.size() > this.demand.maxSize() || !this.claims.isExtraGranted()) {
			return false;
		}
		this.succession.begin(worker, start("replaces " + worker.name(), now));
		return true;
	}

	/**
	 * Starts the successor of a worker that is near its limit, for its place not to be
	 * empty. The limit is exact: without room, or while starts fail, it ends all the same
	 * and its place is filled as any other.
	 */
	private void startSuccessor(boolean suspended, long now) {
		EngineWorker worker = this.succession.nextToEnd();
		if (worker != null && this.failedStarts.mayStartOneMore() && this.succession.isMissed(worker, suspended, now)
				&& this.claims.isExtraGranted(now)) {
			this.succession.begin(worker, start("replaces " + worker.name(), now));
		}
	}

	/**
	 * Whether a worker that was recycled has no successor yet. While starts fail, the
	 * successor may be long in coming.
	 */
	private boolean isReplacing() {
		return this.succession.isUnderWay() || this.failedStarts.underWay() > 0 || this.guard.isFailing()
				|| this.workers.ending(RECYCLED) > 0;
	}

	/**
	 * Starts the workers that are missing.
	 * @param state the pool's state
	 * @param suspended whether queued tasks are held back
	 * @param now the time
	 */
	void grow(PoolState state, boolean suspended, long now) {
		boolean wanted = state == PoolState.RUNNING || (state == PoolState.SHUTDOWN && this.tasks.hasWork());
		boolean refused = !growToTarget(wanted, suspended, now);
		if (wanted && !refused) {
			startSuccessor(suspended, now);
		}
	}

	/** Returns whether no worker was refused. */
	private boolean growToTarget(boolean wanted, boolean suspended, long now) {
		int room = this.succession.mostWorkers() - this.workers.size();
		int slots = Math.min(room, this.guard.concurrent() - this.failedStarts.underWay());
		this.demand.observe(now);
		boolean full = staying() >= this.demand.maxSize() && !suspended && this.tasks.queued() > 0
				&& this.decisions.isUntold(Decisions.MAX_SIZE, now);
		if (!wanted || (slots <= 0 && !full && !this.demand.decidesOnIdle())) {
			return true;
		}
		Target target = this.demand.target(suspended, this.succession.isUnderWay(), now);
		this.demand.askAgain(target, target.workers() < staying(), now);
		if (full && this.demand.wantedBeyond() > 0) {
			this.decisions.held(staying(), Decisions.MAX_SIZE,
					this.demand.wantedBeyond() + " wanted, " + target.reason(), now);
		}
		int missing = Math.min(target.workers() - staying(), slots);
		if (missing > 0 && !this.guard.mayStart(now)) {
			this.output.wakeAt(this.guard.nextStartAt());
		}
		else if (missing > 0) {
			return grow(missing, target, now);
		}
		return true;
	}

	private boolean grow(int missing, Target target, long now) {
		int from = staying();
		boolean urgent = this.workers.capacity() == 0 && this.tasks.queued() > 0;
		int granted = 0;
		while (granted < missing && this.claims.isGranted(urgent && granted == 0, now)) {
			granted++;
		}
		if (granted > 0) {
			this.decisions.grown(from, from + granted, target);
			this.demand.history().grown(now);
		}
		for (int i = 0; i < granted; i++) {
			start(target.reason(), now);
		}
		this.claims.tell(staying(), now);
		return granted == missing;
	}

	/**
	 * There may be room again for workers that were refused.
	 */
	void roomMade() {
		this.claims.roomMade();
	}

	/**
	 * Ends an idle worker, for others to have its room.
	 * @param urgent whether also one of {@code min-size}
	 * @param now the time
	 * @return whether one ends
	 */
	boolean makeRoom(boolean urgent, long now) {
		EngineWorker idle = this.workers.fattest(now);
		if (idle == null || (!urgent && staying() <= this.demand.minSize())) {
			return false;
		}
		this.decisions.shrunk(staying(), Decisions.BUDGET, "another pool needs its room");
		stop(idle, Decisions.BUDGET, now);
		return true;
	}

	private EngineWorker start(String reason, long now) {
		EngineWorker worker = this.workers.hire(reason, now);
		this.output.event(new PoolEvent.WorkerStarted(worker.name(), reason));
		this.output.startWorker(worker);
		this.output.wakeAt(now + this.settings.startTimeoutNanos());
		return worker;
	}

	/**
	 * Ends workers that have been idle for long and are not wanted.
	 * @param state the pool's state
	 * @param now the time
	 */
	void shrink(PoolState state, long now) {
		if (state != PoolState.RUNNING && state != PoolState.SHUTDOWN) {
			return;
		}
		while (this.workers.idle() > 0 && isCrowded()) {
			stopCrowded(Objects.requireNonNull(this.workers.fattest(now)), now);
		}
		long lapsesAt = this.succession.lapsesAt();
		if (lapsesAt <= now) {
			stop(Objects.requireNonNull(this.succession.succeeded()), RECYCLED, now);
		}
		else if (lapsesAt != EngineWorker.NEVER) {
			this.output.wakeAt(lapsesAt);
		}
		this.demand.observe(now);
		EngineWorker coldest = this.workers.coldest();
		Target target = (coldest != null) ? target(now) : null;
		while (coldest != null && target != null && this.demand.mayEnd(coldest, now)) {
			if (staying() <= target.workers()) {
				if (staying() > this.demand.minSize()) {
					this.demand.recheck(now);
				}
				return;
			}
			endIdle(target, now);
			coldest = this.workers.coldest();
			target = target(now);
		}
		if (coldest != null && this.demand.idleNanos() != EngineWorker.NEVER) {
			this.output.wakeAt(coldest.idleSince + this.demand.idleNanos());
		}
	}

	private void endIdle(Target target, long now) {
		EngineWorker worker = Objects.requireNonNull(this.workers.fattest(now - this.demand.idleNanos()));
		this.decisions.idled(staying(), target, now - worker.idleSince);
		this.demand.history().shrunk(now);
		stop(worker, "idle", now);
	}

	private void stopCrowded(EngineWorker worker, long now) {
		this.decisions.shrunk(staying(), "resized", "max-size is " + this.demand.maxSize());
		stop(worker, "resized", now);
	}

	void startSucceeded(long tookNanos) {
		this.demand.history().ready(tookNanos);
		this.failedStarts.succeeded();
	}

	/**
	 * A worker was not ready in time.
	 * @param worker the worker
	 * @param now the time
	 */
	void startTimedOut(EngineWorker worker, long now) {
		kill(worker, EngineWorker.START_TIMEOUT);
		this.failedStarts.timedOut(worker, now);
	}

	/**
	 * A worker is gone.
	 * @param worker the worker
	 * @param exit how its process ended; {@code null} for a thread
	 * @param now the time
	 */
	void exited(EngineWorker worker, @Nullable WorkerExit exit, long now) {
		this.succession.ends(worker);
		this.failedStarts.exited(worker, exit, now);
	}

	/**
	 * Asks a worker without a task to end; one that is not ready is killed.
	 * @param worker the worker
	 * @param reason why
	 * @param now the time
	 */
	void stop(EngineWorker worker, String reason, long now) {
		if (worker.state == WorkerState.STARTING) {
			kill(worker, reason);
			return;
		}
		boolean asked = worker.state == WorkerState.STOPPING || worker.state == WorkerState.TERMINATED;
		if (!asked) {
			this.succession.ends(worker);
			worker.exitReason = reason;
			this.workers.move(worker, WorkerState.STOPPING);
			this.output.stopWorker(worker);
		}
		if (this.settings.killable() && (!asked || worker.killAt != EngineWorker.NEVER)) {
			worker.killAt = Math.min(worker.killAt, now + this.settings.stopGraceNanos(reason));
			this.output.wakeAt(worker.killAt);
		}
	}

	void kill(EngineWorker worker, String reason) {
		this.succession.ends(worker);
		worker.killAt = EngineWorker.NEVER;
		if (worker.exitReason == null) {
			worker.exitReason = reason;
		}
		if (worker.state != WorkerState.STOPPING) {
			this.workers.move(worker, WorkerState.STOPPING);
		}
		this.output.killWorker(worker, reason);
	}

	/**
	 * Whether more workers than allowed take tasks; those that are ending do not count.
	 */
	private boolean isCrowded() {
		return staying() > this.demand.maxSize();
	}

	/** Workers that take tasks, now or soon, and are not about to be replaced. */
	private int staying() {
		return this.workers.capacity() - (this.succession.isUnderWay() ? 1 : 0);
	}

	private Target target(long now) {
		return this.demand.target(false, this.succession.isUnderWay(), now);
	}

}
