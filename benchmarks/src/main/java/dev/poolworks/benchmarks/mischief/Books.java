package dev.poolworks.benchmarks.mischief;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

import dev.poolworks.PoolEvent;
import dev.poolworks.PoolListener;
import dev.poolworks.TaskCounts;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskPool;
import dev.poolworks.TaskState;

/**
 * What became of the tasks of a pool, counted three times: by the pool, by its events,
 * and by the futures of those who submitted. Thread-safe.
 */
final class Books implements PoolListener {

	/**
	 * What tasks are called of which nobody has a future: items of a map, and the like.
	 */
	static final String UNSEEN = "unseen";

	/** How many futures may wait to be counted. */
	private static final int MANY = 10_000;

	private final Map<TaskState, LongAdder> told = counters();

	private final Map<TaskState, LongAdder> unseen = counters();

	private final Map<TaskState, LongAdder> seen = counters();

	private final Queue<TaskFuture<?>> open = new ConcurrentLinkedQueue<>();

	private final LongAdder added = new LongAdder();

	@Override
	public void onEvent(TaskPool pool, PoolEvent event) {
		if (event instanceof PoolEvent.TaskEnded ended) {
			count(this.told, ended.state());
			if (ended.taskName().toLowerCase(Locale.ROOT).contains(UNSEEN)) {
				count(this.unseen, ended.state());
			}
		}
	}

	<T> TaskFuture<T> add(TaskFuture<T> future) {
		this.open.add(future);
		this.added.increment();
		if (this.added.sum() % MANY == 0) {
			settle();
		}
		return future;
	}

	void rejected() {
		count(this.seen, TaskState.REJECTED);
	}

	/**
	 * Compares. To be called when the pool has ended.
	 * @param counts what the pool says
	 * @return what is not the same
	 */
	List<String> differences(TaskCounts counts) {
		settle();
		List<String> differences = new ArrayList<>();
		this.open.forEach((future) -> differences.add("the pool has ended, but not " + future));
		if (!counts.isConsistent() || counts.pending() > 0) {
			differences.add("the counts do not add up: " + counts);
		}
		for (TaskState state : TaskState.values()) {
			long own = of(counts, state);
			long events = sum(this.told, state);
			long futures = sum(this.seen, state) + sum(this.unseen, state);
			if (state.isDone() && (own != events || own != futures)) {
				differences.add(
						state + ": the pool counts " + own + ", its events say " + events + ", the futures " + futures);
			}
		}
		return differences;
	}

	private synchronized void settle() {
		int size = this.open.size();
		for (int i = 0; i < size; i++) {
			TaskFuture<?> future = this.open.remove();
			if (future.taskState().isDone()) {
				count(this.seen, future.taskState());
			}
			else {
				this.open.add(future);
			}
		}
	}

	private static long of(TaskCounts counts, TaskState state) {
		return switch (state) {
			case SUCCEEDED -> counts.succeeded();
			case FAILED -> counts.failed();
			case TIMED_OUT -> counts.timedOut();
			case CANCELLED -> counts.cancelled();
			case CRASHED -> counts.crashed();
			case REJECTED -> counts.rejected();
			case DISCARDED -> counts.discarded();
			case QUEUED, DISPATCHED, RUNNING, RETRYING -> 0;
		};
	}

	private static long sum(Map<TaskState, LongAdder> counters, TaskState state) {
		return counters.getOrDefault(state, new LongAdder()).sum();
	}

	private static void count(Map<TaskState, LongAdder> counters, TaskState state) {
		counters.getOrDefault(state, new LongAdder()).increment();
	}

	private static Map<TaskState, LongAdder> counters() {
		Map<TaskState, LongAdder> counters = new EnumMap<>(TaskState.class);
		for (TaskState state : TaskState.values()) {
			counters.put(state, new LongAdder());
		}
		return counters;
	}

}
