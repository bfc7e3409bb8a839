package dev.poolworks.engine;

import java.time.Duration;
import java.util.List;

import dev.poolworks.PoolEvent;
import dev.poolworks.PoolSnapshot;
import dev.poolworks.PoolState;
import dev.poolworks.Shutdown;
import dev.poolworks.WorkerExit;
import dev.poolworks.WorkerSnapshot;
import dev.poolworks.WorkerState;
import dev.poolworks.engine.EngineWorker.StopCause;
import dev.poolworks.policy.RejectionPolicy;
import org.jspecify.annotations.Nullable;

/**
 * All decisions of a pool. One method per event; each takes the time in nanoseconds on a
 * clock that starts at 0 and never goes back. Not thread-safe: has one owner at a time,
 * who must not call it while it handles an event.
 */
public final class PoolEngine {

	private final EngineSettings settings;

	private final EngineOutput output;

	private final TaskLedger tasks;

	private final WorkerRoster workers;

	private final Staffing staffing;

	private final Assignments assignments;

	private final Entrance entrance;

	private final Limits limits;

	private final Acknowledgements acknowledgements;

	private final Feeds feeds = new Feeds();

	private final Lifecycle lifecycle;

	/**
	 * An engine without workers; {@link #tick} starts those of {@code min-size}.
	 * @param settings what it is to do
	 * @param output takes its commands
	 */
	public PoolEngine(EngineSettings settings, EngineOutput output) {
		this.settings = settings;
		this.output = output;
		this.lifecycle = new Lifecycle(output);
		this.tasks = new TaskLedger(output);
		this.workers = new WorkerRoster(settings.name());
		Policies policies = new Policies(settings, output);
		this.staffing = new Staffing(settings, policies, this.workers, this.tasks, output);
		this.assignments = new Assignments(settings, policies, this.workers, this.tasks, this.staffing, output);
		this.entrance = new Entrance(settings, this.workers, this.tasks, this.staffing,
				(policy) -> policies.whenFull(policy, snapshot()));
		this.limits = new Limits(this.tasks, this.workers, this.assignments);
		this.acknowledgements = new Acknowledgements(this.workers, this.tasks);
	}

	/**
	 * A task arrives.
	 * @param task a new task
	 * @param payloadBytes its encoded size
	 * @param whenFull what to do if there is no room
	 * @param now the time
	 * @return what became of it
	 */
	public Admission submit(EngineTask task, long payloadBytes, RejectionPolicy whenFull, long now) {
		if (task.withdrawn) {
			return Admission.WITHDRAWN;
		}
		if (!this.feeds.admits(state(), task.fed())) {
			this.tasks.reject(task);
			return Admission.SHUT_DOWN;
		}
		Admission refused = this.entrance.makeRoom(task, payloadBytes, whenFull, now);
		if (refused != null) {
			return refused;
		}
		this.tasks.accept(task, payloadBytes, now);
		place(task, now);
		return Admission.ACCEPTED;
	}

	/**
	 * Whether a task would find no room.
	 * @param payloadBytes its encoded size
	 * @return whether the queue is full, by number or by size
	 */
	public boolean isFull(long payloadBytes) {
		return this.entrance.isFull(payloadBytes);
	}

	/**
	 * A task arrives that cannot be encoded.
	 * @param task a new task
	 * @param now the time
	 * @return what became of it: it has failed, or was rejected
	 */
	public Admission submitFailed(EngineTask task, long now) {
		if (!this.feeds.admits(state(), task.fed())) {
			this.tasks.reject(task);
			return Admission.SHUT_DOWN;
		}
		this.tasks.accept(task, 0, now);
		this.tasks.end(task, new TaskEnd.Answered(false), now);
		return Admission.ACCEPTED;
	}

	/**
	 * A task that the caller was told to run is done, or its time is up.
	 * @param task the task
	 * @param succeeded whether it returned
	 * @param now the time
	 */
	public void callerRan(EngineTask task, boolean succeeded, long now) {
		if (!task.state().isDone()) {
			this.tasks.end(task, TaskEnd.ofCaller(task, succeeded, now), now);
		}
		settle(now);
	}

	/**
	 * Somebody wants a task not to run. One that is not submitted yet never will be.
	 * @param task the task
	 * @param mayInterrupt whether also if it has begun
	 * @param now the time
	 * @return whether it is cancelled by this
	 */
	public boolean cancel(EngineTask task, boolean mayInterrupt, long now) {
		if (!task.accepted || task.state().isDone()) {
			task.withdrawn = !task.accepted;
			return false;
		}
		EngineWorker worker = task.worker;
		if (worker == null) {
			this.tasks.endWaiting(task, new TaskEnd.Cancelled(false), now);
			settle(now);
			return true;
		}
		if (!mayInterrupt) {
			return false;
		}
		this.tasks.end(task, new TaskEnd.Cancelled(false), now);
		if (worker != EngineWorker.CALLER) {
			this.assignments.askToStop(worker, task, StopCause.CANCELLED, now);
		}
		settle(now);
		return true;
	}

	/**
	 * A worker is able to take a task.
	 * @param worker the worker
	 * @param now the time
	 */
	public void workerReady(EngineWorker worker, long now) {
		if (worker.state != WorkerState.STARTING) {
			return;
		}
		worker.readyAt = now;
		this.output
			.event(new PoolEvent.WorkerReady(worker.name(), worker.pid(), Duration.ofNanos(now - worker.startedAt)));
		this.staffing.startSucceeded(now - worker.startedAt);
		this.staffing.becameIdle(worker, now);
		settle(now);
	}

	/**
	 * A task that consists of items has done one: the next has the full time.
	 * @param worker the worker
	 * @param task the task
	 * @param now the time
	 */
	public void itemFinished(EngineWorker worker, EngineTask task, long now) {
		if (worker.task == task && worker.stopping == null && !task.state().isDone()) {
			this.assignments.restartClock(worker, task, now);
		}
	}

	/**
	 * A worker answers.
	 * @param worker the worker
	 * @param task the task
	 * @param succeeded with a value, or else with an exception
	 * @param now the time
	 */
	public void taskFinished(EngineWorker worker, EngineTask task, boolean succeeded, long now) {
		if (worker.task != task || !worker.hasTask()) {
			return;
		}
		this.assignments.finished(worker, task, succeeded, now);
		if (worker.state == WorkerState.DRAINING) {
			this.staffing.stop(worker, "shutdown", now);
		}
		else {
			this.staffing.becameIdle(worker, now);
		}
		settle(now);
	}

	/**
	 * A worker is gone: its thread ended or its process exited.
	 * @param worker the worker
	 * @param exit how the process ended; {@code null} for a thread
	 * @param now the time
	 */
	public void workerExited(EngineWorker worker, @Nullable WorkerExit exit, long now) {
		if (!this.workers.dismiss(worker)) {
			return;
		}
		EngineTask task = worker.task;
		worker.task = null;
		if (task != null) {
			this.staffing.demand().worked(now);
		}
		this.output.event(new PoolEvent.WorkerExited(worker.name(), worker.pid(), worker.exitReason(exit), exit));
		if (task != null && !task.state().isDone()) {
			this.assignments.lost(worker, task, exit, state() == PoolState.STOP, now);
		}
		this.staffing.exited(worker, exit, now);
		settle(now);
	}

	/**
	 * Time passes. Also to be called once at the beginning. What has begun should be
	 * known: see {@link #acknowledgements}.
	 * @param asked the earliest time asked for that is served by this; any to come if
	 * none was
	 * @param now the time
	 */
	public void tick(long asked, long now) {
		long next = this.limits.judge(asked, now);
		this.staffing.shrink(state(), now);
		settle(now);
		if (next != EngineWorker.NEVER && state() != PoolState.TERMINATED) {
			this.output.wakeAt(next);
		}
	}

	/**
	 * New bounds for the number of workers.
	 * @param minSize lower bound
	 * @param maxSize upper bound
	 * @param now the time
	 */
	public void resize(int minSize, int maxSize, long now) {
		EngineSettings.requireSizes(this.settings.name(), minSize, maxSize);
		this.staffing.resize(minSize, maxSize, now);
		this.output.event(new PoolEvent.Changed("resized to min-size " + minSize + ", max-size " + maxSize));
		this.staffing.shrink(state(), now);
		settle(now);
	}

	/**
	 * There may be room again for workers that were refused.
	 * @param now the time
	 */
	public void roomMade(long now) {
		this.staffing.roomMade();
		settle(now);
	}

	/**
	 * Others need the room of a worker: ends one that is idle.
	 * @param urgent whether also one of {@code min-size}
	 * @param now the time
	 * @return whether one ends
	 */
	public boolean makeRoom(boolean urgent, long now) {
		boolean made = this.staffing.makeRoom(urgent, now);
		settle(now);
		return made;
	}

	/**
	 * Holds queued tasks back.
	 */
	public void suspend() {
		this.lifecycle.suspend();
	}

	/**
	 * Lets queued tasks go on.
	 * @param now the time
	 */
	public void resume(long now) {
		if (this.lifecycle.resume()) {
			settle(now);
		}
	}

	/**
	 * Ends the pool in one of its forms.
	 * @param how the form
	 * @param now the time
	 */
	public void shutdown(Shutdown how, long now) {
		this.lifecycle.become((how == Shutdown.KILL) ? PoolState.STOP : PoolState.SHUTDOWN, how.name());
		if (how != Shutdown.DRAIN) {
			this.feeds.refuse();
			this.tasks.endAllWaiting(new TaskEnd.Cancelled(true), now);
		}
		if (how == Shutdown.KILL) {
			this.assignments.stopAll(true, now);
		}
		settle(now);
	}

	/**
	 * Ends the pool: what waits is cancelled, what runs is interrupted and has the grace
	 * to end.
	 * @param now the time
	 * @return the tasks that waited
	 */
	public List<EngineTask> shutdownNow(long now) {
		this.feeds.refuse();
		this.lifecycle.become(PoolState.STOP, "stop");
		List<EngineTask> waiting = this.tasks.endAllWaiting(new TaskEnd.Cancelled(true), now);
		this.assignments.stopAll(false, now);
		settle(now);
		return waiting;
	}

	public Acknowledgements acknowledgements() {
		return this.acknowledgements;
	}

	public Feeds feeds() {
		return this.feeds;
	}

	public PoolState state() {
		return this.lifecycle.state();
	}

	/**
	 * Tasks that are not done.
	 * @return how many
	 */
	public long pending() {
		return this.tasks.pending();
	}

	public PoolSnapshot snapshot() {
		return new PoolSnapshot(this.settings.name(), this.settings.type(), state(), this.lifecycle.isSuspended(),
				this.staffing.demand().minSize(), this.staffing.demand().maxSize(), this.settings.queueCapacity(),
				this.tasks.queuedBytes(), this.workers.counts(), this.tasks.counts(),
				this.staffing.failedStarts().brokenReason());
	}

	public List<WorkerSnapshot> workers(long now) {
		return this.workers.snapshots(now);
	}

	private void place(EngineTask task, long now) {
		EngineWorker worker = this.lifecycle.mayDispatch() && this.tasks.queued() == 0 ? this.staffing.takeIdle(now)
				: null;
		if (worker != null) {
			this.assignments.assign(worker, task, now);
		}
		else {
			this.tasks.enqueue(task);
		}
		settle(now);
	}

	/** Whatever follows from what has just changed: dispatch, starts, the end. */
	private void settle(long now) {
		if (this.lifecycle.mayDispatch()) {
			this.assignments.assignQueued(now);
		}
		this.staffing.grow(state(), this.lifecycle.isSuspended(), now);
		this.staffing.failedStarts().giveUpIfHopeless(now);
		if (state() == PoolState.SHUTDOWN && this.tasks.pending() == 0 && !this.feeds.awaited()) {
			this.lifecycle.become(PoolState.STOP, "nothing left to do");
			this.assignments.stopAll(false, now);
		}
		if (state() == PoolState.STOP && this.workers.isEmpty() && this.tasks.pending() == 0) {
			this.lifecycle.become(PoolState.TERMINATED, "all workers gone");
			this.output.terminated();
		}
	}

}
