package dev.poolworks.engine;

import java.time.Duration;

import dev.poolworks.PoolEvent;
import dev.poolworks.PoolState;
import dev.poolworks.WorkerExit;
import dev.poolworks.WorkerState;
import dev.poolworks.policy.RecyclePolicy.WorkerUsage;
import dev.poolworks.policy.ScalingPolicy.ScalingLoad;
import dev.poolworks.policy.ScalingPolicy.Target;
import org.jspecify.annotations.Nullable;

/**
 * Starting, ending and replacing workers: carries out what the policies say, within the
 * bounds.
 */
final class Staffing {

	/** How soon at most to look again at an idle worker that is still wanted. */
	private static final long MIN_RECHECK_NANOS = 100_000_000L;

	private static final String RECYCLED = "recycled";

	private final EngineSettings settings;

	private final Policies policies;

	private final WorkerRoster workers;

	private final TaskLedger tasks;

	private final EngineOutput output;

	private final StartGuard guard;

	private final Claims claims;

	private int minSize;

	private int maxSize;

	private long lastWorkAt;

	private boolean worked;

	Staffing(EngineSettings settings, Policies policies, WorkerRoster workers, TaskLedger tasks, EngineOutput output) {
		this.settings = settings;
		this.policies = policies;
		this.workers = workers;
		this.tasks = tasks;
		this.output = output;
		this.guard = new StartGuard(settings.start());
		this.claims = new Claims(output);
		this.minSize = settings.minSize();
		this.maxSize = settings.maxSize();
	}

	int minSize() {
		return this.minSize;
	}

	int maxSize() {
		return this.maxSize;
	}

	/**
	 * New bounds. Workers beyond the upper one end: those that start at once, idle ones
	 * with the next tick, busy ones after their task.
	 * @param minSize lower bound
	 * @param maxSize upper bound
	 * @param now the time
	 */
	void resize(int minSize, int maxSize, long now) {
		this.minSize = minSize;
		this.maxSize = maxSize;
		for (EngineWorker worker : this.workers.alive()) {
			if (worker.state == WorkerState.STARTING && isCrowded()) {
				stop(worker, "resized", now);
			}
		}
	}

	void worked(long now) {
		this.worked = true;
		this.lastWorkAt = now;
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
	 * An idle worker that is fit for a task.
	 * @param now the time
	 * @return the worker, still idle, or {@code null}
	 */
	@Nullable EngineWorker takeIdle(long now) {
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
		if (isCrowded()) {
			stop(worker, "resized", now);
		}
		else if (this.settings.idleTimeoutNanos() != EngineWorker.NEVER) {
			this.output.wakeAt(now + this.settings.idleTimeoutNanos());
		}
	}

	private boolean recycleIfDue(EngineWorker worker, long now) {
		WorkerUsage usage = new WorkerUsage(worker.tasksDone, now - worker.readyAt, worker.rssBytes());
		boolean due = this.policies.recycles(usage, isReplacing());
		if (due) {
			stop(worker, RECYCLED, now);
		}
		return due;
	}

	/**
	 * Whether a worker that was recycled has no successor yet. While starts fail, the
	 * successor may be long in coming.
	 */
	private boolean isReplacing() {
		return this.workers.starting() > 0 || this.guard.isFailing() || this.workers.ending(RECYCLED) > 0;
	}

	/**
	 * Starts the workers that are missing.
	 * @param state the pool's state
	 * @param suspended whether queued tasks are held back
	 * @param now the time
	 */
	void grow(PoolState state, boolean suspended, long now) {
		boolean wanted = state == PoolState.RUNNING || (state == PoolState.SHUTDOWN && this.tasks.hasWork());
		int room = this.maxSize - this.workers.size();
		if (!wanted || room <= 0) {
			return;
		}
		Target target = target(suspended, now);
		int missing = Math.min(bounded(target, suspended) - this.workers.capacity(), room);
		int slots = this.guard.concurrent() - this.workers.starting() - failingStarts();
		if (missing > 0 && slots > 0 && !this.guard.mayStart(now)) {
			this.output.wakeAt(this.guard.nextStartAt());
			return;
		}
		for (int i = Math.min(missing, slots); i > 0
				&& this.claims.isGranted(isDeserted() && this.tasks.queued() > 0, now); i--) {
			start(reason(target, suspended), now);
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
		if (coldest == null || (!urgent && this.workers.capacity() <= this.minSize)) {
			return false;
		}
		stop(coldest, "made room", now);
		return true;
	}

	private void start(String reason, long now) {
		EngineWorker worker = this.workers.hire(reason, now);
		this.output.event(new PoolEvent.WorkerStarted(worker.name(), reason));
		this.output.startWorker(worker);
		this.output.wakeAt(now + this.settings.startTimeoutNanos());
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
		long timeout = this.settings.idleTimeoutNanos();
		EngineWorker coldest = (timeout != EngineWorker.NEVER) ? this.workers.coldest() : null;
		while (coldest != null && coldest.idleSince + timeout <= now) {
			if (this.workers.capacity() <= bounded(target(false, now), false)) {
				if (this.workers.capacity() > this.minSize) {
					this.output.wakeAt(now + Math.max(timeout, MIN_RECHECK_NANOS));
				}
				return;
			}
			stop(coldest, "idle", now);
			coldest = this.workers.coldest();
		}
		if (coldest != null) {
			this.output.wakeAt(coldest.idleSince + timeout);
		}
	}

	void startSucceeded() {
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
		return !this.settings.killable() && this.workers.ending(EngineWorker.START_TIMEOUT) >= this.maxSize;
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
		worker.exitReason = reason;
		this.workers.move(worker, WorkerState.STOPPING);
		this.output.stopWorker(worker);
		if (this.settings.killable()) {
			worker.killAt = now + EngineSettings.STOP_GRACE_NANOS;
			this.output.wakeAt(worker.killAt);
		}
	}

	void kill(EngineWorker worker, String reason) {
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
		return this.workers.capacity() > this.maxSize;
	}

	private Target target(boolean suspended, long now) {
		boolean calm = this.workers.busy() == 0 && this.tasks.queued() == 0
				&& (!this.worked || now - this.lastWorkAt >= this.settings.idleTimeoutNanos());
		return this.policies
			.target(new ScalingLoad(this.minSize, this.maxSize, this.settings.spare(), this.workers.starting(),
					this.workers.idle(), this.workers.busy(), suspended ? 0 : this.tasks.queued(), calm));
	}

	private int bounded(Target target, boolean suspended) {
		return Math.max(floor(suspended), Math.min(this.maxSize, target.workers()));
	}

	/**
	 * Workers at least. One while tasks wait, whatever the policy says, or they would
	 * wait for ever; one while the pool is broken, as a probe.
	 */
	private int floor(boolean suspended) {
		boolean needed = this.guard.isBroken() || (!suspended && this.tasks.queued() > 0);
		return needed ? Math.max(1, this.minSize) : this.minSize;
	}

	private String reason(Target target, boolean suspended) {
		if (target.workers() < floor(suspended)) {
			return target.reason() + ", at least " + floor(suspended);
		}
		return (target.workers() > this.maxSize) ? target.reason() + ", at most " + this.maxSize : target.reason();
	}

}
