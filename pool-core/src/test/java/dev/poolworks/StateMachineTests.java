package dev.poolworks;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The steps that pools, workers and tasks may take: each table is complete.
 */
class StateMachineTests {

	@Test
	void poolsGoThroughTheirStatesInOrder() {
		assertSteps(PoolState.class, PoolState::canBecome, Map.of(
		// @formatter:off
				PoolState.RUNNING, Set.of(PoolState.SHUTDOWN, PoolState.STOP),
				PoolState.SHUTDOWN, Set.of(PoolState.STOP, PoolState.TERMINATED),
				PoolState.STOP, Set.of(PoolState.TERMINATED),
				PoolState.TERMINATED, Set.of()));
		// @formatter:on
	}

	@Test
	void workersMayEndInEveryStateAndServeOnlyInTwo() {
		assertSteps(WorkerState.class, WorkerState::canBecome, Map.of(
		// @formatter:off
				WorkerState.STARTING, Set.of(WorkerState.IDLE, WorkerState.STOPPING, WorkerState.TERMINATED),
				WorkerState.IDLE, Set.of(WorkerState.BUSY, WorkerState.STOPPING, WorkerState.TERMINATED),
				WorkerState.BUSY, Set.of(WorkerState.IDLE, WorkerState.DRAINING, WorkerState.STOPPING, WorkerState.TERMINATED),
				WorkerState.DRAINING, Set.of(WorkerState.STOPPING, WorkerState.TERMINATED),
				WorkerState.STOPPING, Set.of(WorkerState.TERMINATED),
				WorkerState.TERMINATED, Set.of()));
		// @formatter:on
	}

	@Test
	void tasksThatAreDoneStayWhatTheyAre() {
		for (TaskState state : TaskState.values()) {
			assertThat(state.isDone()).as(state.name())
				.isEqualTo(EnumSet.range(TaskState.SUCCEEDED, TaskState.REJECTED).contains(state));
		}
	}

	@Test
	void tasksComeBackToTheQueueOnlyUnacknowledgedOrToBeRetried() {
		Set<TaskState> ends = EnumSet.range(TaskState.SUCCEEDED, TaskState.CRASHED);
		assertSteps(TaskState.class, TaskState::canBecome, Map.ofEntries(
		// @formatter:off
				Map.entry(TaskState.QUEUED, EnumSet.of(TaskState.DISPATCHED, TaskState.FAILED, TaskState.TIMED_OUT,
						TaskState.CANCELLED, TaskState.CRASHED, TaskState.DISCARDED, TaskState.REJECTED)),
				Map.entry(TaskState.DISPATCHED, with(ends, TaskState.QUEUED, TaskState.RUNNING, TaskState.RETRYING)),
				Map.entry(TaskState.RUNNING, with(ends, TaskState.RETRYING)),
				Map.entry(TaskState.RETRYING, EnumSet.of(TaskState.QUEUED, TaskState.TIMED_OUT, TaskState.CANCELLED,
						TaskState.CRASHED)),
				Map.entry(TaskState.SUCCEEDED, Set.of()),
				Map.entry(TaskState.FAILED, Set.of()),
				Map.entry(TaskState.TIMED_OUT, Set.of()),
				Map.entry(TaskState.CANCELLED, Set.of()),
				Map.entry(TaskState.CRASHED, Set.of()),
				Map.entry(TaskState.DISCARDED, Set.of()),
				Map.entry(TaskState.REJECTED, Set.of())));
		// @formatter:on
	}

	private static Set<TaskState> with(Set<TaskState> some, TaskState... more) {
		Set<TaskState> all = EnumSet.copyOf(some);
		all.addAll(Set.of(more));
		return all;
	}

	private static <S extends Enum<S>> void assertSteps(Class<S> type, BiPredicate<S, S> canBecome,
			Map<S, Set<S>> table) {
		assertThat(table).containsOnlyKeys(type.getEnumConstants());
		table.forEach((from, allowed) -> {
			for (S to : type.getEnumConstants()) {
				assertThat(canBecome.test(from, to)).as(from + " to " + to).isEqualTo(allowed.contains(to));
			}
		});
	}

}
