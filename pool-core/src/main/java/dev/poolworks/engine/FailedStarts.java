package dev.poolworks.engine;

import java.time.Duration;
import java.util.Set;

import dev.poolworks.PoolEvent;
import dev.poolworks.WorkerExit;
import org.jspecify.annotations.Nullable;

/**
 * Workers that were never ready, and what that means for the pool and for what waits.
 */
final class FailedStarts {

	/** SIGHUP, SIGINT, SIGTERM: sent to a group of processes, as by Ctrl-C. */
	private static final Set<Integer> ENDED_FROM_OUTSIDE = Set.of(129, 130, 143);

	private final EngineSettings settings;

	private final WorkerRoster workers;

	private final TaskLedger tasks;

	private final EngineOutput output;

	private final StartGuard guard;

	private final Demand demand;

	private @Nullable Throwable cause;

	FailedStarts(EngineSettings settings, WorkerRoster workers, TaskLedger tasks, EngineOutput output, StartGuard guard,
			Demand demand) {
		this.settings = settings;
		this.workers = workers;
		this.tasks = tasks;
		this.output = output;
		this.guard = guard;
		this.demand = demand;
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
		if (broken != null && this.workers.capacity() == 0 && (!this.guard.mayStart(now) || isBlocked())) {
			this.tasks.endAllWaiting(new TaskEnd.Broken(broken, this.cause), now);
		}
	}

	/**
	 * Starts that are not over, those that took too long, of processes that are not gone
	 * yet, included.
	 * @return how many
	 */
	int underWay() {
		return this.workers.starting()
				+ (this.settings.killable() ? this.workers.ending(EngineWorker.START_TIMEOUT) : 0);
	}

	/**
	 * Whether one worker more may be started that can be done without.
	 * @return whether starts succeed, and not as many as may are under way
	 */
	boolean mayStartOneMore() {
		return !this.guard.isFailing() && underWay() < this.guard.concurrent();
	}

	/**
	 * A worker is ready.
	 */
	void succeeded() {
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
	void timedOut(EngineWorker worker, long now) {
		if (!this.settings.killable()) {
			failed(worker, tooSlow(), now);
		}
	}

	/**
	 * A worker is gone that may never have been ready.
	 * @param worker the worker
	 * @param exit how its process ended; {@code null} for a thread
	 * @param now the time
	 */
	void exited(EngineWorker worker, @Nullable WorkerExit exit, long now) {
		String why = (exit != null) ? exit.describe() : ended(worker.failure());
		if (worker.failedToStart() && exit != null && ENDED_FROM_OUTSIDE.contains(exit.exitCode())) {
			this.guard.signalled(now);
			this.output.wakeAt(this.guard.nextStartAt());
		}
		else if (worker.failedToStart()) {
			failed(worker, why, now);
		}
		else if (worker.startTimedOut() && this.settings.killable()) {
			failed(worker, tooSlow() + ": " + why, now);
		}
	}

	private static String ended(@Nullable Throwable failure) {
		return "its thread ended before it was ready" + ((failure != null) ? ": " + Texts.of(failure) : "");
	}

	private String tooSlow() {
		return "it was not ready after " + Duration.ofNanos(this.settings.startTimeoutNanos()).toMillis()
				+ " ms; raise start-timeout if a start takes longer than that";
	}

	private void failed(EngineWorker worker, String why, long now) {
		String reason = worker.name() + " did not start: " + why;
		boolean wasBroken = this.guard.isBroken();
		this.cause = worker.failure();
		if (this.guard.failed(reason, worker.startedAt, isBlocked(), now)) {
			if (!wasBroken) {
				this.output.event(new PoolEvent.Changed("broken: " + reason));
			}
			if (this.workers.capacity() == 0) {
				this.tasks.endAllWaiting(new TaskEnd.Broken(reason, this.cause), now);
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

}
