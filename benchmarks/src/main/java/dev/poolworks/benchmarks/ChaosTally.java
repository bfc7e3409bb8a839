package dev.poolworks.benchmarks;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.poolworks.TaskCounts;
import dev.poolworks.TaskState;

/**
 * How the futures of the soak ended, by kind of task.
 */
final class ChaosTally {

	private static final List<TaskState> ENDS = List.of(TaskState.SUCCEEDED, TaskState.FAILED, TaskState.TIMED_OUT,
			TaskState.CANCELLED, TaskState.CRASHED);

	private final Map<ChaosKind, Map<TaskState, Long>> ended = new EnumMap<>(ChaosKind.class);

	void add(ChaosKind kind, TaskState end) {
		this.ended.computeIfAbsent(kind, (key) -> new EnumMap<>(TaskState.class)).merge(end, 1L, Long::sum);
	}

	long total() {
		return ENDS.stream().mapToLong(this::count).sum();
	}

	private long count(TaskState end) {
		return this.ended.values().stream().mapToLong((ends) -> ends.getOrDefault(end, 0L)).sum();
	}

	/**
	 * What the pool should have counted and has not.
	 * @param counts the pool's
	 * @return one line for each difference
	 */
	List<String> differences(TaskCounts counts) {
		Map<String, long[]> pairs = Map.of("submitted", new long[] { total(), counts.submitted() }, "not done",
				new long[] { 0, counts.pending() }, "rejected", new long[] { 0, counts.rejected() }, "discarded",
				new long[] { 0, counts.discarded() }, "succeeded",
				new long[] { count(TaskState.SUCCEEDED), counts.succeeded() }, "failed",
				new long[] { count(TaskState.FAILED), counts.failed() }, "timed out",
				new long[] { count(TaskState.TIMED_OUT), counts.timedOut() }, "cancelled",
				new long[] { count(TaskState.CANCELLED), counts.cancelled() }, "crashed",
				new long[] { count(TaskState.CRASHED), counts.crashed() });
		return pairs.entrySet()
			.stream()
			.filter((pair) -> pair.getValue()[0] != pair.getValue()[1])
			.map((pair) -> pair.getKey() + ": " + pair.getValue()[0] + " by the futures, " + pair.getValue()[1]
					+ " by the pool")
			.sorted()
			.toList();
	}

	/**
	 * A table in Markdown.
	 * @param counts the pool's, for the last line
	 * @return the table
	 */
	String table(TaskCounts counts) {
		StringBuilder table = new StringBuilder("| kind | succeeded | failed | timed out | cancelled | crashed |\n");
		table.append("|---|---|---|---|---|---|\n");
		this.ended.forEach((kind, ends) -> table.append("| ")
			.append(kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
			.append(ENDS.stream()
				.map((end) -> String.valueOf(ends.getOrDefault(end, 0L)))
				.collect(Collectors.joining(" | ", " | ", " |\n"))));
		table.append("| all, by the futures")
			.append(ENDS.stream()
				.map((end) -> String.valueOf(count(end)))
				.collect(Collectors.joining(" | ", " | ", " |\n")));
		return table
			.append("| all, by the pool | " + counts.succeeded() + " | " + counts.failed() + " | " + counts.timedOut()
					+ " | " + counts.cancelled() + " | " + counts.crashed() + " |\n")
			.toString();
	}

}
