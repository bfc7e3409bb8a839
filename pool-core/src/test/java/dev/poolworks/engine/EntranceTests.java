package dev.poolworks.engine;

import dev.poolworks.Shutdown;
import dev.poolworks.TaskState;
import dev.poolworks.engine.EngineFixture.TestTask;
import dev.poolworks.policy.RejectionPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who gets in, and what happens at the bounds of the queue.
 */
class EntranceTests {

	private static EngineFixture pool(int queueCapacity, RejectionPolicy whenFull) {
		return EngineFixture.processes((settings) -> settings.queueCapacity = queueCapacity).whenFull(whenFull);
	}

	@Test
	void taskCancelledBeforeItsSubmissionStaysOut() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		pool.commands();
		TestTask task = pool.task("a");
		assertThat(pool.engine.cancel(task, true, pool.now())).isFalse();
		assertThat(pool.submit(task)).isEqualTo(Admission.WITHDRAWN);
		assertThat(pool.commands()).isEmpty();
		assertThat(pool.engine.snapshot().tasks().submitted()).isZero();
	}

	@Test
	void withoutQueueThereIsRoomForOneTaskPerWorkerAllowed() {
		EngineFixture pool = pool(0, RejectionPolicy.abort());
		assertThat(pool.submit(pool.task("a"))).isEqualTo(Admission.ACCEPTED);
		TestTask refused = pool.task("b");
		assertThat(pool.submit(refused)).isEqualTo(Admission.FULL);
		assertThat(refused.state()).isEqualTo(TaskState.REJECTED);
		assertThat(pool.engine.snapshot().tasks().rejected()).isOne();
		assertThat(pool.events).contains("task 2 (b) REJECTED, waited 0 ms, ran 0 ms");
	}

	@Test
	void roomDoesNotDependOnHowFarTheWorkerHasCome() {
		EngineFixture pool = pool(1, RejectionPolicy.abort());
		pool.submit("a");
		pool.ready(1);
		pool.submit("b");
		assertThat(pool.engine.isFull(0)).isTrue();
		assertThat(pool.submit(pool.task("c"))).isEqualTo(Admission.FULL);
	}

	@Test
	void queueIsBoundedInBytesButTakesOneTaskOfAnySize() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.queueBytes = 100);
		assertThat(pool.submit(pool.task("large"), 1_000)).isEqualTo(Admission.ACCEPTED);
		assertThat(pool.submit(pool.task("small"), 1)).isEqualTo(Admission.FULL);
		pool.ready(1);
		assertThat(pool.submit(pool.task("next"), 100)).isEqualTo(Admission.ACCEPTED);
		assertThat(pool.engine.snapshot().queuedBytes()).isEqualTo(100);
	}

	@Test
	void submitterIsToldToWaitAndIsNotCounted() {
		EngineFixture pool = pool(0, RejectionPolicy.block());
		pool.submit("a");
		TestTask waiting = pool.task("b");
		assertThat(pool.submit(waiting)).isEqualTo(Admission.WAIT);
		assertThat(pool.engine.snapshot().tasks().submitted()).isOne();
		assertThat(pool.cancel(waiting, true)).isFalse();
	}

	@Test
	void callerRunsAndReports() {
		EngineFixture pool = EngineFixture.threads((settings) -> settings.queueCapacity = 0)
			.whenFull(RejectionPolicy.callerRuns());
		pool.submit("a");
		TestTask task = pool.task("b");
		assertThat(pool.submit(task)).isEqualTo(Admission.CALLER_RUNS);
		assertThat(task.state()).isEqualTo(TaskState.RUNNING);
		pool.engine.callerRan(task, false, pool.now());
		assertThat(task.end).isEqualTo(new TaskEnd.Answered(false));
	}

	@Test
	void shutDownPoolWaitsForTheCaller() {
		EngineFixture pool = EngineFixture.threads((settings) -> settings.queueCapacity = 0)
			.whenFull(RejectionPolicy.callerRuns());
		pool.submit("a");
		TestTask task = pool.task("b");
		pool.submit(task);
		pool.engine.shutdownNow(pool.now());
		pool.ends(1);
		pool.commands();
		pool.engine.callerRan(task, true, pool.now());
		assertThat(pool.commands()).containsExactly("b SUCCEEDED", "terminated");
	}

	@Test
	void cancelledTaskOfACallerEndsOnce() {
		EngineFixture pool = EngineFixture.threads((settings) -> settings.queueCapacity = 0)
			.whenFull(RejectionPolicy.callerRuns());
		pool.submit("a");
		TestTask task = pool.task("b");
		pool.submit(task);
		assertThat(pool.cancel(task, false)).isFalse();
		assertThat(pool.cancel(task, true)).isTrue();
		pool.commands();
		pool.engine.callerRan(task, true, pool.now());
		assertThat(pool.commands()).isEmpty();
		assertThat(task.state()).isEqualTo(TaskState.CANCELLED);
	}

	@Test
	void oldestTaskOfTheLowestPriorityIsDiscarded() {
		EngineFixture pool = pool(2, RejectionPolicy.discardOldest());
		pool.submit(pool.urgentTask("old and urgent", 5));
		pool.submit(pool.urgentTask("old", 0));
		pool.submit(pool.urgentTask("young", 0));
		pool.commands();
		assertThat(pool.submit(pool.urgentTask("new", 0))).isEqualTo(Admission.ACCEPTED);
		assertThat(pool.commands()).containsExactly("old DISCARDED");
	}

	@Test
	void asManyAsNeededAreDiscardedForALargeTask() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.queueBytes = 100)
			.whenFull(RejectionPolicy.discardOldest());
		pool.submit(pool.task("a"), 40);
		pool.submit(pool.task("b"), 40);
		pool.submit(pool.task("c"), 20);
		pool.commands();
		pool.submit(pool.task("d"), 80);
		assertThat(pool.commands()).as("a is as good as with the worker that starts").containsExactly("b DISCARDED");
		pool.submit(pool.task("e"), 90);
		assertThat(pool.commands()).containsExactly("c DISCARDED", "d DISCARDED");
	}

	@Test
	void taskThatAStartingWorkerWillTakeIsNotDiscarded() {
		EngineFixture pool = pool(1, RejectionPolicy.discardOldest());
		pool.submit("first");
		pool.submit("second");
		pool.commands();
		pool.submit("third");
		assertThat(pool.commands()).containsExactly("second DISCARDED");
		pool.ready(1);
		assertThat(pool.commands()).containsExactly("send first to pdf-1");
	}

	@Test
	void withoutQueueThereIsNothingToDiscardWhetherTheWorkerIsReadyOrNot() {
		EngineFixture pool = pool(0, RejectionPolicy.discardOldest());
		pool.submit("first");
		assertThat(pool.submit(pool.task("second"))).isEqualTo(Admission.FULL);
		pool.ready(1);
		assertThat(pool.submit(pool.task("third"))).isEqualTo(Admission.FULL);
	}

	@Test
	void oldestTaskIsDiscardedWhereNoWorkerCanBeStarted() {
		EngineFixture pool = pool(1, RejectionPolicy.discardOldest());
		pool.refusal = "no memory";
		pool.submit("first");
		pool.submit("second");
		pool.submit("third");
		assertThat(pool.commands()).containsExactly("first DISCARDED");
	}

	@Test
	void taskThatCameBackFromALostWorkerIsDiscardedLast() {
		EngineFixture pool = pool(2, RejectionPolicy.discardOldest());
		pool.submit("lost");
		pool.ready(1);
		pool.refusal = "no memory";
		pool.dies(1);
		pool.submit("a");
		pool.submit("b");
		pool.commands();
		pool.submit("c");
		pool.submit("d");
		pool.submit("e");
		assertThat(pool.commands()).containsExactly("a DISCARDED", "b DISCARDED", "c DISCARDED");
	}

	@Test
	void nothingIsDiscardedWhereThatMakesNoRoom() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
			settings.minSize = 4;
			settings.maxSize = 4;
			settings.queueCapacity = 2;
		}).whenFull(RejectionPolicy.discardOldest());
		pool.tick();
		for (int id = 1; id <= 4; id++) {
			pool.ready(id);
			pool.submit("running " + id);
		}
		pool.submit("waiting");
		pool.engine.resize(0, 1, pool.now());
		pool.commands();
		assertThat(pool.submit(pool.task("new"))).isEqualTo(Admission.FULL);
		assertThat(pool.commands()).isEmpty();
	}

	@Test
	void shutDownPoolRejects() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		pool.submit("a");
		pool.engine.shutdown(Shutdown.drain(), pool.now());
		assertThat(pool.submit(pool.task("b"))).isEqualTo(Admission.SHUT_DOWN);
		assertThat(pool.engine.submitFailed(pool.task("c"), pool.now())).isEqualTo(Admission.SHUT_DOWN);
		assertThat(pool.engine.snapshot().tasks().rejected()).isEqualTo(2);
	}

	@Test
	void taskThatCannotBeEncodedFailsWithoutAWorker() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
		});
		TestTask task = pool.task("a");
		assertThat(pool.engine.submitFailed(task, pool.now())).isEqualTo(Admission.ACCEPTED);
		assertThat(pool.commands()).containsExactly("a FAILED");
		assertThat(task.end).isEqualTo(new TaskEnd.Answered(false));
	}

}
