package dev.poolworks.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.poolworks.WorkerCounts;
import dev.poolworks.WorkerSnapshot;
import dev.poolworks.WorkerState;
import org.jspecify.annotations.Nullable;

/**
 * The workers that exist: the one place where workers change state, so that the counts
 * are right at every instant.
 */
final class WorkerRoster {

	private static final double CLEARLY_MORE = 1.25;

	private final String pool;

	/** In the order of their start. */
	private final Set<EngineWorker> alive = new LinkedHashSet<>();

	private final BitSet ids = new BitSet();

	private final IdleWorkers idle = new IdleWorkers();

	private final int[] counts = new int[WorkerState.values().length];

	/** Of the workers on their way out, how many are for which reason. */
	private final Map<String, Integer> ending = new HashMap<>();

	private long started;

	private long exited;

	WorkerRoster(String pool) {
		this.pool = pool;
	}

	EngineWorker hire(String reason, long now) {
		int id = this.ids.nextClearBit(1);
		this.ids.set(id);
		EngineWorker worker = new EngineWorker(id, this.pool + "-" + id, now, reason);
		this.alive.add(worker);
		this.counts[WorkerState.STARTING.ordinal()]++;
		this.started++;
		return worker;
	}

	/**
	 * Takes note that a worker is gone.
	 * @param worker the worker
	 * @return whether it was here
	 */
	boolean dismiss(EngineWorker worker) {
		if (!this.alive.remove(worker)) {
			return false;
		}
		this.ids.clear(worker.id());
		move(worker, WorkerState.TERMINATED);
		this.counts[WorkerState.TERMINATED.ordinal()]--;
		this.exited++;
		return true;
	}

	void move(EngineWorker worker, WorkerState next) {
		WorkerState from = worker.state;
		worker.transitionTo(next);
		this.counts[from.ordinal()]--;
		this.counts[next.ordinal()]++;
		if (from == WorkerState.IDLE) {
			this.idle.remove(worker);
		}
		else if (from == WorkerState.STOPPING) {
			this.ending.merge(reason(worker), -1, Integer::sum);
		}
		if (next == WorkerState.STOPPING) {
			this.ending.merge(reason(worker), 1, Integer::sum);
		}
		if (next == WorkerState.IDLE) {
			this.idle.add(worker);
		}
	}

	/**
	 * The idle worker most recently used: its caches are warm, and the others may go.
	 * @return the worker, or {@code null} if none is idle
	 */
	@Nullable EngineWorker warmest() {
		return this.idle.warmest();
	}

	/**
	 * As {@link #warmest}, but one worker only if there is no other.
	 * @param last the warmest one
	 * @return the one next to it, or itself
	 */
	EngineWorker warmestBut(EngineWorker last) {
		EngineWorker colder = last.colder;
		return (colder != null) ? colder : last;
	}

	/**
	 * The worker idle for longest.
	 * @return the worker, or {@code null} if none is idle
	 */
	@Nullable EngineWorker coldest() {
		return this.idle.coldest();
	}

	/**
	 * Of the workers that became idle up to a time, the one that is best ended: a process
	 * with clearly more memory than the others, or else the one idle for longest.
	 * @param until the time
	 * @return the worker, or {@code null} if there is none
	 */
	@Nullable EngineWorker fattest(long until) {
		EngineWorker fattest = null;
		for (EngineWorker worker = this.idle.coldest(); worker != null; worker = worker.warmer) {
			if (worker.idleSince > until || (fattest != null && worker.rssBytes() == 0)) {
				break;
			}
			if (fattest == null || worker.rssBytes() > CLEARLY_MORE * fattest.rssBytes()) {
				fattest = worker;
			}
		}
		return fattest;
	}

	List<EngineWorker> alive() {
		return List.copyOf(this.alive);
	}

	boolean isEmpty() {
		return this.alive.isEmpty();
	}

	int size() {
		return this.alive.size();
	}

	int starting() {
		return this.counts[WorkerState.STARTING.ordinal()];
	}

	int idle() {
		return this.counts[WorkerState.IDLE.ordinal()];
	}

	int busy() {
		return this.counts[WorkerState.BUSY.ordinal()];
	}

	/**
	 * Workers on their way out.
	 * @param reason why they are
	 * @return how many
	 */
	int ending(String reason) {
		return this.ending.getOrDefault(reason, 0);
	}

	/** Decided before a worker is on its way out, and never changed. */
	private static String reason(EngineWorker worker) {
		return Objects.requireNonNull(worker.exitReason, "a worker ends without a reason");
	}

	/** Workers that take tasks now or soon. */
	int capacity() {
		return starting() + idle() + busy();
	}

	WorkerCounts counts() {
		int stuck = 0;
		for (EngineWorker worker : this.alive) {
			if (worker.isStuck()) {
				stuck++;
			}
		}
		return new WorkerCounts(starting(), idle(), busy() + this.counts[WorkerState.DRAINING.ordinal()],
				this.counts[WorkerState.STOPPING.ordinal()], stuck, this.started, this.exited);
	}

	List<WorkerSnapshot> snapshots(long now) {
		List<WorkerSnapshot> snapshots = new ArrayList<>(this.alive.size());
		for (EngineWorker worker : this.alive) {
			EngineTask task = worker.task;
			snapshots.add(new WorkerSnapshot(worker.id(), worker.name(), worker.pid(), worker.state,
					Duration.ofNanos(now - worker.startedAt), worker.tasksDone, (task != null) ? task.id() : 0,
					(task != null) ? task.name() : null,
					(task != null) ? Duration.ofNanos(now - task.dispatchedAt) : null, worker.isStuck(),
					worker.rssBytes(), null));
		}
		return List.copyOf(snapshots);
	}

}
