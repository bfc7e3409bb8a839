package dev.poolworks.engine;

import java.util.function.Function;

import dev.poolworks.policy.RejectionPolicy;
import dev.poolworks.policy.RejectionPolicy.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Who gets in: the bounds of the queue and what happens at them.
 */
final class Entrance {

	private final EngineSettings settings;

	private final WorkerRoster workers;

	private final TaskLedger tasks;

	private final Staffing staffing;

	private final Function<RejectionPolicy, Verdict> verdicts;

	Entrance(EngineSettings settings, WorkerRoster workers, TaskLedger tasks, Staffing staffing,
			Function<RejectionPolicy, Verdict> verdicts) {
		this.settings = settings;
		this.workers = workers;
		this.tasks = tasks;
		this.staffing = staffing;
		this.verdicts = verdicts;
	}

	/**
	 * Whether a task would find no room. The bound is on what waits and runs together, so
	 * that it does not depend on how far workers have come in starting.
	 * @param payloadBytes its encoded size
	 * @return whether the queue is full, by number or by size
	 */
	boolean isFull(long payloadBytes) {
		return isFullInNumber()
				|| (this.tasks.queued() > 0 && this.tasks.queuedBytes() + payloadBytes > this.settings.queueBytes());
	}

	private boolean isFullInNumber() {
		return this.tasks.queued() + this.workers.busy() >= room();
	}

	private long room() {
		return (long) this.settings.queueCapacity() + this.staffing.demand().maxSize();
	}

	/**
	 * Lets the policy act if there is no room.
	 * @param task the task that arrives
	 * @param payloadBytes its encoded size
	 * @param whenFull the policy
	 * @param now the time
	 * @return what became of the task; {@code null} if it may come in
	 */
	@Nullable Admission makeRoom(EngineTask task, long payloadBytes, RejectionPolicy whenFull, long now) {
		if (!isFull(payloadBytes)) {
			return null;
		}
		return switch (this.verdicts.apply(whenFull)) {
			case ABORT -> {
				this.tasks.reject(task);
				yield Admission.FULL;
			}
			case BLOCK -> Admission.WAIT;
			case CALLER_RUNS -> {
				this.tasks.accept(task, payloadBytes, now);
				this.tasks.dispatched(task, EngineWorker.CALLER, now);
				this.tasks.running(task);
				yield Admission.CALLER_RUNS;
			}
			case DISCARD_OLDEST -> discardOldest(task, payloadBytes, now);
		};
	}

	private @Nullable Admission discardOldest(EngineTask task, long payloadBytes, long now) {
		if (this.workers.busy() + asGoodAsTaken() >= room()) {
			// no sacrifice would make room
			this.tasks.reject(task);
			return Admission.FULL;
		}
		EngineTask oldest = oldestThatWaits();
		while (oldest != null && isFullBehind(asGoodAsTaken(), payloadBytes)) {
			this.tasks.endWaiting(oldest, new TaskEnd.Discarded(), now);
			oldest = oldestThatWaits();
		}
		return null;
	}

	private @Nullable EngineTask oldestThatWaits() {
		return this.tasks.leastUrgentBehind(asGoodAsTaken());
	}

	private boolean isFullBehind(int taken, long payloadBytes) {
		return isFullInNumber() || this.tasks.queuedBytesBehind(taken) + payloadBytes > this.settings.queueBytes();
	}

	/**
	 * Tasks that wait for nothing but their worker, which is there or starts: they count
	 * as if it had them, so that it does not depend on how far workers have come in
	 * starting which task is dropped.
	 */
	private int asGoodAsTaken() {
		int free = Math.min(this.workers.idle() + this.workers.starting(),
				this.staffing.demand().maxSize() - this.workers.busy());
		return Math.min(this.tasks.queued(), Math.max(0, free));
	}

}
