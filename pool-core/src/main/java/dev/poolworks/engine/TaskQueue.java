package dev.poolworks.engine;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

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

	private @Nullable EngineTask oldest;

	private @Nullable EngineTask youngest;

	private int size;

	private long bytes;

	int size() {
		return this.size;
	}

	long bytes() {
		return this.bytes;
	}

	/**
	 * The bytes of all tasks but the first few.
	 * @param first how many do not count, of those that are next
	 * @return bytes; costs as many steps
	 */
	long bytesBehind(int first) {
		return this.bytes - this.lanes.values()
			.stream()
			.flatMap(Lane::tasks)
			.limit(first)
			.mapToLong((task) -> task.payloadBytes)
			.sum();
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
	 * Of the tasks of the lowest priority the one that has waited for longest without
	 * having been taken; one that was, and has come back, only if there is no other.
	 * @param first how many tasks do not count, of those that are next
	 * @return the task, or {@code null} if no more than those wait; costs as many steps
	 */
	@Nullable EngineTask leastUrgentBehind(int first) {
		Map.Entry<Integer, Lane> last = this.lanes.lastEntry();
		return (last != null) ? last.getValue().oldestBehind(first - (this.size - last.getValue().size())) : null;
	}

	/**
	 * Since when the task waits that waits for longest.
	 * @return the time, or {@link EngineWorker#NEVER} if none waits
	 */
	long oldestWaitingSince() {
		return (this.oldest != null) ? this.oldest.waitingSince : EngineWorker.NEVER;
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
		unlink(task);
		this.size--;
		this.bytes -= task.payloadBytes;
	}

	private void added(EngineTask task) {
		if (task.queueTimeoutNanos() > 0) {
			this.deadlines.add(task);
		}
		link(task);
		this.size++;
		this.bytes += task.payloadBytes;
	}

	/** Whatever its priority, a task comes when its wait begins: the last is youngest. */
	private void link(EngineTask task) {
		task.waitsLonger = this.youngest;
		if (this.youngest != null) {
			this.youngest.waitsLess = task;
		}
		else {
			this.oldest = task;
		}
		this.youngest = task;
	}

	private void unlink(EngineTask task) {
		EngineTask longer = task.waitsLonger;
		EngineTask less = task.waitsLess;
		if (longer != null) {
			longer.waitsLess = less;
		}
		else {
			this.oldest = less;
		}
		if (less != null) {
			less.waitsLonger = longer;
		}
		else {
			this.youngest = longer;
		}
		task.waitsLonger = null;
		task.waitsLess = null;
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

		int size() {
			return this.returned.size() + this.arrived.size();
		}

		Stream<EngineTask> tasks() {
			return Stream.concat(this.returned.stream(), this.arrived.values().stream());
		}

		/** The oldest one, or else the first that came back, behind the first few. */
		@Nullable EngineTask oldestBehind(int first) {
			int spared = Math.max(0, first - this.returned.size());
			if (spared < this.arrived.size()) {
				return this.arrived.values().stream().skip(spared).findFirst().orElseThrow();
			}
			return this.returned.stream().skip(Math.max(0, first)).findFirst().orElse(null);
		}

		boolean remove(EngineTask task) {
			return this.arrived.remove(task.id()) != null || this.returned.remove(task);
		}

		boolean isEmpty() {
			return this.returned.isEmpty() && this.arrived.isEmpty();
		}

	}

}
