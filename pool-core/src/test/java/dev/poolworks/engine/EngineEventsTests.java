package dev.poolworks.engine;

import java.time.Duration;

import dev.poolworks.TaskTimeoutException.Phase;
import dev.poolworks.WorkerSnapshot;
import dev.poolworks.engine.EngineFixture.TestTask;
import dev.poolworks.policy.ScalingPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the engine tells listeners, logs and metrics: the words, and the times in them.
 */
class EngineEventsTests {

	@Test
	void endOfATaskTellsHowLongItWaitedAndRan() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask first = pool.submit("a");
		pool.passes(20);
		TestTask second = pool.submit("b");
		pool.passes(30);
		pool.finished(1, first);
		pool.passes(40);
		pool.finished(1, second);
		assertThat(pool.events).contains("task 1 (a) SUCCEEDED, waited 0 ms, ran 50 ms",
				"task 2 (b) SUCCEEDED, waited 30 ms, ran 40 ms");
	}

	@Test
	void taskThatEndsInTheQueueHasWaitedButNotRun() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		pool.submit("a");
		pool.passes(20);
		TestTask second = pool.submit("b");
		pool.passes(10);
		pool.cancel(second, false);
		assertThat(pool.events).contains("task 2 (b) CANCELLED, waited 10 ms, ran 0 ms");
	}

	@Test
	void waitsOfATaskThatIsSentAgainAddUp() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
		});
		pool.tick();
		pool.passes(100);
		TestTask task = pool.submit("a");
		pool.passes(10);
		pool.ready(1);
		pool.passes(7);
		pool.dies(1);
		pool.passes(5);
		pool.ready(1);
		pool.passes(3);
		pool.finished(1, task);
		assertThat(pool.events).contains("task 1 (a) SUCCEEDED, waited 15 ms, ran 3 ms");
	}

	@Test
	void rejectedTaskIsTold() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.queueCapacity = 0);
		pool.submit("a");
		pool.submit("b");
		assertThat(pool.events).contains("task 2 (b) REJECTED, waited 0 ms, ran 0 ms");
	}

	@Test
	void lifeOfAWorkerIsToldWithItsReasons() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
		});
		pool.tick();
		pool.passes(100);
		TestTask task = pool.submit("a");
		pool.passes(7);
		pool.ready(1);
		pool.finished(1, task);
		pool.dies(1);
		assertThat(pool.events)
			.anySatisfy((event) -> assertThat(event).startsWith("pdf-1 started: 1 queued, 0 busy, 0 starting"))
			.contains("pdf-1 ready after 7 ms")
			.anySatisfy((event) -> assertThat(event).startsWith("pdf-1 gone: crashed"));
	}

	@Test
	void workerThatTheBoundsWantIsStartedForThem() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.minSize = 1);
		pool.tick();
		assertThat(pool.events).containsExactly("grow 0 → 1: min-size is 1", "pdf-1 started: min-size is 1");
	}

	@Test
	void limitThatStandsAgainstGrowthIsToldOnceAMinute() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.maxSize = 2);
		pool.engine.suspend();
		TestTask first = pool.submit("a");
		TestTask second = pool.submit("b");
		pool.submit("c");
		pool.events.clear();
		pool.engine.resume(pool.now());
		pool.submit("d");
		assertThat(pool.events).containsExactly("resumed", "grow 0 → 2: 3 queued, 0 busy, 0 starting",
				"pdf-1 started: 3 queued, 0 busy, 0 starting", "pdf-2 started: 3 queued, 0 busy, 0 starting",
				"held at 2 by max-size: 4 wanted, 4 queued, 0 busy, 2 starting");
		pool.ready(1);
		pool.ready(2);
		pool.started(1, first);
		pool.started(2, second);
		pool.events.clear();
		pool.submit("e");
		pool.passes(59_999);
		assertThat(pool.events).isEmpty();
		pool.passes(1);
		assertThat(pool.events).containsExactly("held at 2 by max-size: 5 wanted, 3 queued, 2 busy, 0 starting");
	}

	@Test
	void endOfAnIdleWorkerIsExplained() {
		EngineFixture pool = EngineFixture.readyProcesses(2);
		pool.engine.resize(1, 2, pool.now());
		pool.events.clear();
		pool.passes(60_000);
		assertThat(pool.events).containsExactly("shrink 2 → 1: one idle for 60000 ms");
	}

	@Test
	void workersThatASmallerMaxSizeEndsAreExplained() {
		EngineFixture pool = EngineFixture.readyProcesses(3);
		pool.events.clear();
		pool.engine.resize(0, 1, pool.now());
		assertThat(pool.events).containsExactly("resized to min-size 0, max-size 1", "shrink 3 → 2: max-size is 1",
				"shrink 2 → 1: max-size is 1");
	}

	@Test
	void workerThatMakesRoomIsExplained() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		pool.engine.resize(0, 1, pool.now());
		pool.events.clear();
		pool.engine.makeRoom(false, pool.now());
		assertThat(pool.events).containsExactly("shrink 1 → 0: another pool needs its room");
	}

	@Test
	void workerThatOnlyTheQueueWantsIsExplained() {
		EngineFixture pool = EngineFixture
			.processes((settings) -> settings.scaling = (load) -> new ScalingPolicy.Target(0, "none"));
		pool.submit("a");
		assertThat(pool.events).contains("grow 0 → 1: a task waits, and there is no worker");
	}

	@Test
	void resizeIsTold() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		pool.engine.resize(0, 3, pool.now());
		assertThat(pool.events).contains("resized to min-size 0, max-size 3");
	}

	@Test
	void timeoutTellsItsLimitAndHowLongTheTaskRan() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		pool.passes(1_000);
		TestTask task = pool.limitedTask("a", 50, 0);
		pool.submit(task);
		pool.passes(60);
		pool.finished(1, task);
		assertThat(task.end).isEqualTo(new TaskEnd.TimedOut(Phase.RUN, 50_000_000, 60_000_000));
	}

	@Test
	void workersTellHowLongTheyLiveAndHowLongTheirTaskRuns() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
		});
		pool.passes(100);
		pool.submit("a");
		pool.passes(20);
		pool.ready(1);
		pool.passes(30);
		WorkerSnapshot worker = pool.engine.workers(pool.now()).get(0);
		assertThat(worker.uptime()).isEqualTo(Duration.ofMillis(50));
		assertThat(worker.taskRunning()).isEqualTo(Duration.ofMillis(30));
	}

	@Test
	void exitedWorkersAreCounted() {
		EngineFixture pool = EngineFixture.readyProcesses(2);
		pool.dies(1);
		assertThat(pool.engine.snapshot().workers().exited()).isEqualTo(1);
		pool.dies(2);
		assertThat(pool.engine.snapshot().workers().exited()).isEqualTo(2);
	}

	@Test
	void taskOfAThreadRunsAtOnceSinceNobodyAcknowledgesIt() {
		EngineFixture pool = EngineFixture.threads((settings) -> {
		});
		pool.submit("a");
		pool.ready(1);
		assertThat(pool.engine.snapshot().tasks().running()).isEqualTo(1);
		assertThat(pool.engine.pending()).isEqualTo(1);
	}

	@Test
	void engineAsksToBeWokenForARetry() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.idempotentTask("a");
		pool.submit(task);
		pool.started(1, task);
		pool.tick();
		pool.dies(1);
		assertThat(pool.wakesIn()).isEqualTo(100);
	}

	@Test
	void engineAsksToBeWokenForTheNextStart() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.minSize = 1);
		pool.tick();
		pool.dies(1);
		assertThat(pool.wakesIn()).isEqualTo(100);
	}

}
