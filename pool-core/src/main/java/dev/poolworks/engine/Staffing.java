package dev.poolworks.engine;

import java.time.Duration;

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

	private final Claims claims;

	private final Demand demand;

	private final Succession succession = new Succession();

	Staffing(EngineSettings settings, Policies policies, WorkerRoster workers, TaskLedger tasks, EngineOutput output) {
		this.settings = settings;
		this.policies = policies;
		this.workers = workers;
		this.tasks = tasks;
		this.output = output;
		this.guard = new StartGuard(settings.start());
		this.claims = new Claims(output);
		this.demand = new Demand(settings, policies, workers, tasks, this.guard, output);
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
				stop(worker, "resized", now);
			}
		}
	}

	Demand demand() {
		return this.demand;
	}

	@Nullable String brokenReason() {
		return this.guard.brokenReason();
	}

	/**
	 * Ends what waits if nobody is there to serve it and none can be started at present.
	 * A broken pool that has a worker left goes on with it.
	 * @param now the time
	 */
	void giveUpIfHopeless(long now) {
		String broken = this.guard.brokenReason();
		if (broken != null && isDeserted() && (!this.guard.mayStart(now) || isBlocked())) {
			this.tasks.endAllWaiting(new TaskEnd.Broken(broken), now);
		}
	}

	private boolean isDeserted() {
		return this.workers.capacity() == 0;
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
		EngineWorker worker = this.workers.warmest();
		while (worker != null && recycleIfDue(worker, now)) {
			worker = this.workers.warmest();
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
		if (recycleIfDue(worker, now)) {
			return;
		}
		EngineWorker replaced = this.succession.replaced();
		if (replaced != null && replaced.state == WorkerState.IDLE) {
			stop(replaced, RECYCLED, now);
		}
		if (isCrowded()) {
			stop(worker, "resized", now);
		}
		else if (this.demand.idleNanos() != EngineWorker.NEVER) {
			this.output.wakeAt(now + this.demand.idleNanos());
		}
	}

	/**
	 * Ends an idle worker that is worn out, once its successor is ready. Without room for
	 * a successor, or need of one, it ends at once; it serves on while another one is
	 * being replaced.
	 */
	private boolean recycleIfDue(EngineWorker worker, long now) {
		if (this.succession.isUnderWay() && worker == this.succession.replaced()) {
			stop(worker, RECYCLED, now);
			return true;
		}
		Due due = this.policies.due(new WorkerUsage(worker.tasksDone, now - worker.readyAt, worker.rssBytes()));
		boolean stays = switch (due) {
			case NOT -> true;
			case AFTER_ITS_SUCCESSOR -> isReplacing() || beginSuccession(worker, now);
			case AFTER_OTHERS -> isReplacing();
			case AT_ONCE -> false;
		};
		if (!stays) {
			stop(worker, RECYCLED, now);
		}
		return !stays;
	}

	private boolean beginSuccession(EngineWorker worker, long now) {
		boolean spare = this.workers.idle() > 1 && staying() > wanted(now);
		if (spare || this.workers.size() > this.demand.maxSize() || !this.claims.isSpare()) {
			return false;
		}
		this.succession.begin(worker, start("replaces " + worker.name(), now));
		return true;
	}

	/**
	 * Whether a worker that was recycled has no successor yet. While starts fail, the
	 * successor may be long in coming.
	 */
	private boolean isReplacing() {
		return this.succession.isUnderWay() || this.workers.starting() + failingStarts() > 0 || this.guard.isFailing()
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
		int room = mostWorkers() - this.workers.size();
		this.demand.observe(now);
		if (!wanted || (room <= 0 && !this.demand.decidesOnIdle())) {
			return;
		}
		Target target = this.demand.target(suspended, this.succession.isUnderWay(), now);
		this.demand.askAgain(target, target.workers() < staying(), now);
		int missing = Math.min(target.workers() - staying(), room);
		int slots = this.guard.concurrent() - this.workers.starting() - failingStarts();
		if (missing > 0 && slots > 0 && !this.guard.mayStart(now)) {
			this.output.wakeAt(this.guard.nextStartAt());
			return;
		}
		for (int i = Math.min(missing, slots); i > 0
				&& this.claims.isGranted(isDeserted() && this.tasks.queued() > 0, now); i--) {
			start(target.reason(), now);
			this.demand.history().grown(now);
		}
	}

	/**
	 * There may be room again for workers that were refused.
	 */
	void roomMade() {
		this.claims.roomMade();
	}

	/**
	 * Ends the worker that has been idle for longest, for others to have its room.
	 * @param urgent whether also one of {@code min-size}
	 * @param now the time
	 * @return whether one ends
	 */
	boolean makeRoom(boolean urgent, long now) {
		EngineWorker coldest = this.workers.coldest();
		if (coldest == null || (!urgent && staying() <= this.demand.minSize())) {
			return false;
		}
		stop(coldest, "made room", now);
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
			stop(oldestIdle(), "resized", now);
		}
		this.demand.observe(now);
		EngineWorker coldest = this.workers.coldest();
		int wanted = (coldest != null) ? wanted(now) : 0;
		while (coldest != null && this.demand.mayEnd(coldest, now)) {
			if (staying() <= wanted) {
				if (staying() > this.demand.minSize()) {
					this.demand.recheck(now);
				}
				return;
			}
			stop(coldest, "idle", now);
			this.demand.history().shrunk(now);
			coldest = this.workers.coldest();
			wanted = wanted(now);
		}
		if (coldest != null && this.demand.idleNanos() != EngineWorker.NEVER) {
			this.output.wakeAt(coldest.idleSince + this.demand.idleNanos());
		}
	}

	void startSucceeded(long tookNanos) {
		this.demand.history().ready(tookNanos);
		if (this.guard.succeeded()) {
			this.output.event(new PoolEvent.Changed("healed: a worker is ready"));
		}
	}

	/**
	 * A worker was not ready in time. A process is soon gone and then says more; until
	 * then it takes the place of a start, so that none follows without a backoff. A
	 * thread may never be gone: its start has failed now.
	 * @param worker the worker
	 * @param now the time
	 */
	void startTimedOut(EngineWorker worker, long now) {
		kill(worker, EngineWorker.START_TIMEOUT);
		if (!this.settings.killable()) {
			startFailed(worker, tooSlow(), now);
		}
	}

	/**
	 * A worker is gone that may never have been ready.
	 * @param worker the worker
	 * @param exit how its process ended; {@code null} for a thread
	 * @param now the time
	 */
	void exited(EngineWorker worker, @Nullable WorkerExit exit, long now) {
		this.succession.ends(worker);
		String why = (exit != null) ? exit.describe() : "its thread ended before it was ready";
		if (worker.failedToStart()) {
			startFailed(worker, why, now);
		}
		else if (worker.startTimedOut() && this.settings.killable()) {
			startFailed(worker, tooSlow() + ": " + why, now);
		}
	}

	private String tooSlow() {
		return "it was not ready after " + Duration.ofNanos(this.settings.startTimeoutNanos()).toMillis()
				+ " ms; raise start-timeout if a start takes longer than that";
	}

	private void startFailed(EngineWorker worker, String why, long now) {
		String reason = worker.name() + " did not start: " + why;
		boolean wasBroken = this.guard.isBroken();
		if (this.guard.failed(reason, worker.startedAt, isBlocked(), now)) {
			if (!wasBroken) {
				this.output.event(new PoolEvent.Changed("broken: " + reason));
			}
			if (isDeserted()) {
				this.tasks.endAllWaiting(new TaskEnd.Broken(reason), now);
			}
		}
		this.output.wakeAt(this.guard.nextStartAt());
	}

	/**
	 * Whether threads that hang in their start take up all places: they cannot be killed.
	 */
	private boolean isBlocked() {
		return !this.settings.killable() && this.workers.ending(EngineWorker.START_TIMEOUT) >= this.demand.maxSize();
	}

	/** Starts that took too long, of processes that are not gone yet. */
	private int failingStarts() {
		return this.settings.killable() ? this.workers.ending(EngineWorker.START_TIMEOUT) : 0;
	}

	/**
	 * Asks a worker without a task to end; one that is not ready is killed.
	 * @param worker the worker
	 * @param reason why
	 * @param now the time
	 */
	void stop(EngineWorker worker, String reason, long now) {
		if (worker.state == WorkerState.STOPPING || worker.state == WorkerState.TERMINATED) {
			return;
		}
		if (worker.state == WorkerState.STARTING) {
			kill(worker, reason);
			return;
		}
		this.succession.ends(worker);
		worker.exitReason = reason;
		this.workers.move(worker, WorkerState.STOPPING);
		this.output.stopWorker(worker);
		if (this.settings.killable()) {
			worker.killAt = now + EngineSettings.STOP_GRACE_NANOS;
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

	private EngineWorker oldestIdle() {
		EngineWorker coldest = this.workers.coldest();
		if (coldest == null) {
			throw new IllegalStateException("no worker of pool '" + this.settings.name() + "' is idle");
		}
		return coldest;
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

	private int wanted(long now) {
		return this.demand.target(false, this.succession.isUnderWay(), now).workers();
	}

	private int mostWorkers() {
		return this.demand.maxSize() + (this.succession.isUnderWay() ? 1 : 0);
	}

}
