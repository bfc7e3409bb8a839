package dev.poolworks.engine;

import java.time.Duration;

import dev.poolworks.TaskTimeoutException.Phase;
import dev.poolworks.WorkerSnapshot;
import dev.poolworks.engine.EngineFixture.TestTask;
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
		assertThat(pool.events).anySatisfy((event) -> assertThat(event).startsWith("pdf-1 started: busy=0 queued=1"))
			.contains("pdf-1 ready after 7 ms")
			.anySatisfy((event) -> assertThat(event).startsWith("pdf-1 gone: crashed"));
	}

	@Test
	void workerThatTheBoundsWantIsStartedForThem() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.minSize = 1);
		pool.tick();
		assertThat(pool.events).containsExactly("pdf-1 started: enough, at least 1");
	}

	@Test
	void workerBeyondTheBoundsIsNotStartedAndTheReasonSaysSo() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.maxSize = 2);
		pool.engine.suspend();
		pool.submit("a");
		pool.submit("b");
		pool.submit("c");
		pool.events.clear();
		pool.engine.resume(pool.now());
		assertThat(pool.events).containsExactly("resumed", "pdf-1 started: busy=0 queued=3, at most 2",
				"pdf-2 started: busy=0 queued=3, at most 2");
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
