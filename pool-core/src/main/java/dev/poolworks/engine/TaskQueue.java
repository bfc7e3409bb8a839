package dev.poolworks.engine;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The tasks that wait: by priority, within one priority in the order of arrival. Adding,
 * taking and removing cost O(log p) for p priorities in use.
 */
final class TaskQueue {

	private static final Comparator<EngineTask> BY_DEADLINE = Comparator
		.comparingLong((EngineTask task) -> task.waitingSince + task.queueTimeoutNanos())
		.thenComparingLong(EngineTask::id);

	private static final Comparator<EngineTask> BY_ARRIVAL = Comparator
		.comparingLong((EngineTask task) -> task.arrival);

	private final TreeMap<Integer, Lane> lanes = new TreeMap<>(Comparator.reverseOrder());

	private final TreeSet<EngineTask> deadlines = new TreeSet<>(BY_DEADLINE);

	private int size;

	private long bytes;

	int size() {
		return this.size;
	}

	long bytes() {
		return this.bytes;
	}

	void add(EngineTask task) {
		Lane lane = this.lanes.computeIfAbsent(task.priority(), (priority) -> new Lane());
		lane.arrived.put(task.id(), task);
		added(task);
	}

	/**
	 * Adds a task before those of its priority that were never taken: it has waited its
	 * turn before.
	 * @param task the task
	 */
	void addReturned(EngineTask task) {
		Lane lane = this.lanes.computeIfAbsent(task.priority(), (priority) -> new Lane());
		lane.returned.add(task);
		added(task);
	}

	@Nullable EngineTask poll() {
		Map.Entry<Integer, Lane> first = this.lanes.firstEntry();
		if (first == null) {
			return null;
		}
		EngineTask task = first.getValue().first();
		remove(task);
		return task;
	}

	/**
	 * The oldest task of the lowest priority.
	 * @return the task, or {@code null} if none waits
	 */
	@Nullable EngineTask leastUrgent() {
		Map.Entry<Integer, Lane> last = this.lanes.lastEntry();
		return (last != null) ? last.getValue().first() : null;
	}

	/**
	 * Since when the task waits that waits for longest.
	 * @return the time, or {@link EngineWorker#NEVER} if none waits
	 */
	long oldestWaitingSince() {
		long oldest = EngineWorker.NEVER;
		for (Lane lane : this.lanes.values()) {
			oldest = Math.min(oldest, lane.first().waitingSince);
		}
		return oldest;
	}

	/**
	 * The task whose time to wait is up first.
	 * @return the task, or {@code null} if there is no such limit
	 */
	@Nullable EngineTask firstDeadline() {
		return this.deadlines.isEmpty() ? null : this.deadlines.first();
	}

	void remove(EngineTask task) {
		Lane lane = this.lanes.get(task.priority());
		if (lane == null || !lane.remove(task)) {
			throw new IllegalStateException(task + " does not wait");
		}
		if (lane.isEmpty()) {
			this.lanes.remove(task.priority());
		}
		if (task.queueTimeoutNanos() > 0) {
			this.deadlines.remove(task);
		}
		this.size--;
		this.bytes -= task.payloadBytes;
	}

	private void added(EngineTask task) {
		if (task.queueTimeoutNanos() > 0) {
			this.deadlines.add(task);
		}
		this.size++;
		this.bytes += task.payloadBytes;
	}

	/**
	 * The tasks of one priority: those that come back from a lost worker, then the
	 * others.
	 */
	private static final class Lane {

		private final TreeSet<EngineTask> returned = new TreeSet<>(BY_ARRIVAL);

		private final LinkedHashMap<Long, EngineTask> arrived = new LinkedHashMap<>();

		EngineTask first() {
			return this.returned.isEmpty() ? this.arrived.values().iterator().next() : this.returned.first();
		}

		boolean remove(EngineTask task) {
			return this.arrived.remove(task.id()) != null || this.returned.remove(task);
		}

		boolean isEmpty() {
			return this.returned.isEmpty() && this.arrived.isEmpty();
		}

	}

}
