package dev.poolworks.engine;

import dev.poolworks.PoolSnapshot;
import dev.poolworks.PoolState;
import dev.poolworks.PoolType;
import dev.poolworks.Shutdown;
import dev.poolworks.TaskState;
import dev.poolworks.WorkerSnapshot;
import dev.poolworks.WorkerState;
import dev.poolworks.engine.EngineFixture.TestTask;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The pool as a whole: its states, its ends, what it tells about itself.
 */
class PoolEngineTests {

	@Test
	void suspendedPoolHoldsTasksBackUntilItResumes() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		pool.engine.suspend();
		pool.engine.suspend();
		pool.submit("a");
		assertThat(pool.commands()).isEmpty();
		assertThat(pool.engine.snapshot().suspended()).isTrue();
		pool.engine.resume(pool.now());
		pool.engine.resume(pool.now());
		assertThat(pool.commands()).containsExactly("send a to pdf-1");
		assertThat(pool.events).containsSubsequence("suspended", "resumed").doesNotHaveDuplicates();
	}

	@Test
	void drainRunsWhatWaitsAndThenEnds() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask first = pool.submit("a");
		TestTask second = pool.submit("b");
		pool.commands();
		pool.engine.shutdown(Shutdown.drain(), pool.now());
		assertThat(pool.engine.snapshot().state()).isEqualTo(PoolState.SHUTDOWN);
		pool.finished(1, first);
		pool.finished(1, second);
		assertThat(pool.commands()).containsExactly("a SUCCEEDED", "send b to pdf-1", "b SUCCEEDED",
				"stop pdf-1: shutdown");
		pool.dies(1);
		assertThat(pool.commands()).containsExactly("terminated");
		assertThat(pool.engine.snapshot().state()).isEqualTo(PoolState.TERMINATED);
	}

	@Test
	void drainOfASuspendedPoolRunsWhatWaits() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		pool.engine.suspend();
		pool.submit("a");
		pool.engine.shutdown(Shutdown.drain(), pool.now());
		assertThat(pool.commands()).containsExactly("send a to pdf-1");
		pool.engine.suspend();
		assertThat(pool.engine.snapshot().suspended()).isFalse();
	}

	@Test
	void drainStartsWorkersForWhatWaits() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		pool.submit("a");
		pool.engine.shutdown(Shutdown.drain(), pool.now());
		pool.commands();
		pool.dies(1);
		assertThat(pool.commands()).containsExactly("start pdf-1");
	}

	@Test
	void emptyPoolTerminatesAtOnce() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
		});
		pool.engine.shutdown(Shutdown.drain(), pool.now());
		assertThat(pool.commands()).containsExactly("terminated");
		pool.engine.shutdown(Shutdown.kill(), pool.now());
		pool.engine.shutdownNow(pool.now());
		pool.tick();
		assertThat(pool.commands()).isEmpty();
	}

	@Test
	void cancelQueuedFinishesWhatRuns() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask running = pool.submit("a");
		pool.submit("b");
		pool.commands();
		pool.engine.shutdown(Shutdown.cancelQueued(), pool.now());
		assertThat(pool.commands()).containsExactly("b CANCELLED");
		pool.finished(1, running);
		assertThat(pool.commands()).containsExactly("a SUCCEEDED", "stop pdf-1: shutdown");
	}

	@Test
	void killEndsWorkersWithWhatTheyRun() {
		EngineFixture pool = EngineFixture.readyProcesses(2);
		pool.submit("a");
		pool.commands();
		pool.engine.shutdown(Shutdown.kill(), pool.now());
		assertThat(pool.commands()).containsExactly("kill pdf-1: shutdown", "a CANCELLED", "kill pdf-2: shutdown");
		pool.dies(1);
		pool.dies(2);
		assertThat(pool.commands()).containsExactly("terminated");
	}

	@Test
	void killInterruptsThreads() {
		EngineFixture pool = EngineFixture.threads((settings) -> settings.minSize = 1);
		TestTask task = pool.submit("a");
		pool.ready(1);
		pool.commands();
		pool.engine.shutdown(Shutdown.kill(), pool.now());
		assertThat(pool.commands()).containsExactly("a CANCELLED", "interrupt a in pdf-1");
		pool.finished(1, task);
		assertThat(pool.commands()).containsExactly("stop pdf-1: shutdown");
		pool.ends(1);
		assertThat(pool.commands()).containsExactly("terminated");
	}

	@Test
	void shutdownNowInterruptsAndKillsAfterTheGrace() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		pool.submit("a");
		TestTask waiting = pool.submit("b");
		pool.commands();
		assertThat(pool.engine.shutdownNow(pool.now())).containsExactly(waiting);
		assertThat(pool.commands()).containsExactly("b CANCELLED", "a CANCELLED", "interrupt a in pdf-1");
		assertThat(pool.engine.workers(pool.now()).get(0).state()).isEqualTo(WorkerState.DRAINING);
		pool.passes(500);
		assertThat(pool.commands()).containsExactly("kill pdf-1: shutdown");
		pool.dies(1);
		assertThat(pool.commands()).containsExactly("terminated");
	}

	@Test
	void shutdownNowHandsBackTasksThatWaitForTheirRetry() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.idempotentTask("a");
		pool.submit(task);
		pool.started(1, task);
		pool.dies(1);
		assertThat(pool.engine.shutdownNow(pool.now())).containsExactly(task);
		assertThat(task.state()).isEqualTo(TaskState.CANCELLED);
	}

	@Test
	void shutdownKillsWorkersThatAreStarting() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.minSize = 1);
		pool.tick();
		pool.commands();
		pool.engine.shutdown(Shutdown.drain(), pool.now());
		assertThat(pool.commands()).containsExactly("kill pdf-1: shutdown");
		pool.ready(1);
		pool.dies(1);
		assertThat(pool.commands()).containsExactly("terminated");
		assertThat(pool.engine.snapshot().isBroken()).isFalse();
	}

	@Test
	void harsherFormOfShutdownFollowsTheMilder() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		pool.submit("a");
		pool.submit("b");
		pool.engine.shutdown(Shutdown.drain(), pool.now());
		pool.commands();
		pool.engine.shutdown(Shutdown.cancelQueued(), pool.now());
		assertThat(pool.commands()).containsExactly("b CANCELLED");
		pool.engine.shutdown(Shutdown.kill(), pool.now());
		assertThat(pool.commands()).containsExactly("a CANCELLED", "kill pdf-1: shutdown");
	}

	@Test
	void poolEndsAsSoonAsItsLastTaskIsCancelled() {
		EngineFixture pool = EngineFixture.readyProcesses(2);
		TestTask task = pool.submit("a");
		pool.engine.shutdown(Shutdown.drain(), pool.now());
		pool.commands();
		pool.cancel(task, true);
		assertThat(pool.commands()).containsExactly("a CANCELLED", "interrupt a in pdf-2", "stop pdf-1: shutdown");
	}

	@Test
	void snapshotTellsEverything() {
		EngineFixture pool = EngineFixture.readyProcesses(2);
		pool.submit("a");
		pool.worker(2).launched(4711);
		pool.worker(2).measured(1_000);
		pool.passes(5);
		PoolSnapshot snapshot = pool.engine.snapshot();
		assertThat(snapshot.name()).isEqualTo("pdf");
		assertThat(snapshot.type()).isEqualTo(PoolType.PROCESS);
		assertThat(snapshot.summary()).isEqualTo("workers=2 busy=1 queued=0/100");
		assertThat(snapshot.tasks().isConsistent()).isTrue();
		assertThat(snapshot.tasks().dispatched()).isOne();
		WorkerSnapshot worker = pool.engine.workers(pool.now()).get(1);
		assertThat(worker.pid()).isEqualTo(4711);
		assertThat(worker.rssBytes()).isEqualTo(1_000);
		assertThat(worker.taskName()).isEqualTo("a");
		assertThat(worker.taskRunning()).hasMillis(5);
		assertThat(pool.worker(2)).hasToString("pdf-2 BUSY with task 1 (a) DISPATCHED");
	}

	@Test
	void numbersOfWorkersThatAreGoneAreUsedAgain() {
		EngineFixture pool = EngineFixture.readyProcesses(3);
		pool.dies(2);
		pool.dies(1);
		assertThat(pool.commands()).containsExactly("start pdf-2", "start pdf-1");
		assertThat(pool.engine.snapshot().workers().started()).isEqualTo(5);
	}

	@Test
	void settingsThatMakeNoSenseAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> EngineFixture.processes((settings) -> settings.maxSize = 0))
			.withMessage("pool 'pdf': max-size is 0; it must be at least 1");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> EngineFixture.processes((settings) -> settings.minSize = 2))
			.withMessage("pool 'pdf': min-size is 2 with max-size 1; it must be from 0 to max-size");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> EngineFixture.processes((settings) -> settings.queueCapacity = -1))
			.withMessageContaining("queue-capacity is -1");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> EngineFixture.processes((settings) -> settings.spare = -1))
			.withMessageContaining("spare is -1");
		assertThatIllegalArgumentException().isThrownBy(() -> EngineFixture.readyProcesses(1).engine.resize(3, 2, 0))
			.withMessageContaining("min-size is 3");
	}

}
