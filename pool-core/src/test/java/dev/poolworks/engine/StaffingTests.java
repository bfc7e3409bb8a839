package dev.poolworks.engine;

import java.util.List;
import java.util.function.Consumer;

import dev.poolworks.policy.ScalingPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many workers there are: starting, shrinking, resizing, making room.
 */
class StaffingTests {

	@Test
	void firstTickStartsTheWorkersOfMinSize() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
			settings.minSize = 2;
			settings.maxSize = 4;
		});
		pool.tick();
		assertThat(pool.commands()).containsExactly("start pdf-1", "start pdf-2");
	}

	@Test
	void taskThatFindsNoIdleWorkerStartsOne() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.maxSize = 2);
		pool.submit("a");
		pool.submit("b");
		pool.submit("c");
		assertThat(pool.commands()).containsExactly("start pdf-1", "start pdf-2");
	}

	@Test
	void noMoreThanTheConcurrentStartsAreUnderWay() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
			settings.minSize = 3;
			settings.maxSize = 3;
			settings.concurrentStarts = 1;
		});
		pool.tick();
		assertThat(pool.commands()).containsExactly("start pdf-1");
		pool.ready(1);
		assertThat(pool.commands()).containsExactly("start pdf-2");
	}

	@Test
	void workerThatBecameIdleIsLookedAtAfterTheIdleTimeout() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.idleTimeout = 1_000);
		EngineFixture.TestTask task = pool.submit("a");
		pool.ready(1);
		pool.started(1, task);
		pool.passes(20_000);
		pool.finished(1, task);
		assertThat(pool.wakesIn()).isEqualTo(1_000);
		pool.commands();
		pool.passes(1_000);
		assertThat(pool.commands()).containsExactly("stop pdf-1: idle");
	}

	@Test
	void idleWorkerStaysWithoutIdleTimeout() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.idleTimeout = EngineFixture.NEVER);
		pool.submit("a");
		pool.ready(1);
		pool.finished(1, (EngineFixture.TestTask) pool.worker(1).task);
		pool.commands();
		pool.passes(1_000_000);
		assertThat(pool.commands()).isEmpty();
	}

	@Test
	void shrinkingStopsAtMinSize() {
		EngineFixture pool = EngineFixture.readyProcesses(3);
		pool.engine.resize(1, 3, pool.now());
		pool.passes(60_000);
		assertThat(pool.commands()).containsExactly("stop pdf-1: idle", "stop pdf-2: idle");
	}

	@Test
	void resizeStopsOnlyTheWorkersThatAreTooMany() {
		EngineFixture pool = EngineFixture.readyProcesses(4);
		pool.engine.resize(0, 3, pool.now());
		assertThat(pool.commands()).containsExactly("stop pdf-1: resized");
	}

	@Test
	void workerBeyondTheNewMaxSizeEndsAfterItsTask() {
		EngineFixture pool = EngineFixture.readyProcesses(2);
		EngineFixture.TestTask first = pool.submit("a");
		pool.submit("b");
		pool.submit("c");
		pool.engine.resize(0, 1, pool.now());
		pool.commands();
		pool.finished(2, first);
		assertThat(pool.commands()).containsExactly("a SUCCEEDED", "stop pdf-2: resized");
	}

	@Test
	void workerThatStartsBeyondTheNewMaxSizeIsKilled() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
			settings.minSize = 2;
			settings.maxSize = 2;
		});
		pool.tick();
		pool.ready(1);
		pool.commands();
		pool.engine.resize(1, 1, pool.now());
		assertThat(pool.commands()).containsExactly("kill pdf-2: resized");
		pool.ready(2);
		assertThat(pool.commands()).isEmpty();
		pool.dies(2);
		assertThat(pool.events).contains("pdf-2 gone: resized, exit code 137 (SIGKILL)");
	}

	@Test
	void fixedPoolStartsAllItsWorkersEvenOneAtATime() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
			settings.maxSize = 3;
			settings.concurrentStarts = 1;
			settings.scaling = ScalingPolicy.fixed();
		});
		pool.tick();
		pool.ready(1);
		pool.ready(2);
		assertThat(pool.commands()).containsExactly("start pdf-1", "start pdf-2", "start pdf-3");
	}

	@Test
	void policyThatWantsNoWorkerDoesNotStarveTheQueue() {
		EngineFixture pool = EngineFixture
			.processes((settings) -> settings.scaling = (load) -> new ScalingPolicy.Target(0, "none"));
		pool.submit("a");
		assertThat(pool.commands()).containsExactly("start pdf-1");
	}

	@Test
	void scalingIsEagerWhereThePolicyThrows() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
			settings.maxSize = 2;
			settings.scaling = (load) -> {
				throw new IllegalStateException("no idea");
			};
		});
		pool.submit("a");
		pool.submit("b");
		assertThat(pool.commands()).containsExactly("start pdf-1", "start pdf-2");
		assertThat(pool.events).containsOnlyOnce(
				"scaling policy failed, scaling is eager instead: java.lang.IllegalStateException: no idea");
	}

	@Test
	void spareIsReplacedWhenItGetsATask() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
			settings.minSize = 1;
			settings.maxSize = 4;
			settings.spare = 1;
		});
		pool.tick();
		pool.ready(1);
		pool.commands();
		pool.submit("a");
		assertThat(pool.commands()).containsExactly("send a to pdf-1", "start pdf-2");
	}

	@Test
	void spareStaysAsLongAsATaskRuns() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
			settings.maxSize = 4;
			settings.spare = 1;
			settings.idleTimeout = 1_000;
		});
		EngineFixture.TestTask task = pool.submit("a");
		pool.ready(1);
		pool.ready(2);
		pool.commands();
		pool.passes(1_000);
		pool.passes(1_000);
		pool.passes(1_000);
		assertThat(pool.commands()).isEmpty();
		pool.finished(1, task);
		pool.commands();
		pool.passes(1_000);
		assertThat(pool.commands()).containsExactly("stop pdf-2: idle", "stop pdf-1: idle");
	}

	@Test
	void growthThatIsRefusedIsToldOnceAndTriedAgain() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.maxSize = 3);
		pool.refusal = "no memory";
		pool.submit("a");
		pool.submit("b");
		assertThat(pool.commands()).isEmpty();
		assertThat(pool.events).containsExactly("held at 0 by budget: no memory");
		assertThat(pool.wakesIn()).isEqualTo(250);
		pool.passes(250);
		assertThat(pool.commands()).isEmpty();
		pool.refusal = null;
		pool.engine.roomMade(pool.now());
		assertThat(pool.commands()).containsExactly("start pdf-1", "start pdf-2");
		assertThat(pool.events).filteredOn((event) -> event.startsWith("held")).hasSize(1);
	}

	@Test
	void idleWorkerAboveMinSizeMakesRoomAndOneBelowOnlyIfThatIsUrgent() {
		EngineFixture pool = EngineFixture.readyProcesses(2);
		pool.engine.resize(1, 2, pool.now());
		assertThat(pool.engine.makeRoom(false, pool.now())).isTrue();
		assertThat(pool.engine.makeRoom(false, pool.now())).isFalse();
		pool.refusal = "others have it";
		assertThat(pool.engine.makeRoom(true, pool.now())).isTrue();
		assertThat(pool.commands()).containsExactly("stop pdf-1: budget", "stop pdf-2: budget");
	}

	@Test
	void adaptivePoolStartsNoWorkerForWhatIsGoneBeforeItIsReady() {
		EngineFixture pool = adaptivePoolThatHasServed("a", 10);
		pool.submit("b");
		pool.submit("c");
		assertThat(pool.commands()).containsExactly("send b to pdf-1");
	}

	@Test
	void adaptivePoolStartsAnotherWorkerWhenATaskHasWaitedForMostOfAStart() {
		EngineFixture pool = adaptivePoolThatHasServed("a", 10);
		pool.submit("b");
		pool.submit("c");
		pool.commands();
		assertThat(pool.wakesIn()).isBetween(480L, 485L);
		pool.passes(490);
		assertThat(pool.commands()).containsExactly("start pdf-2");
		assertThat(pool.events).anyMatch((event) -> event.startsWith("grow 1 → 2: queue age 490 ms > 480 ms"));
	}

	@Test
	void adaptivePoolEndsAnIdleWorkerLongBeforeTheIdleTimeout() {
		EngineFixture pool = adaptivePoolThatHasServed("a", 10);
		List<String> commands = List.of();
		while (commands.isEmpty()) {
			pool.passes(pool.wakesIn());
			commands = pool.commands();
		}
		assertThat(commands).containsExactly("stop pdf-1: idle");
		assertThat(pool.events).endsWith("shrink 1 → 0: no task for 2400 ms, one idle for 2400 ms");
	}

	@Test
	void refusalThatPassesIsNotTold() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.maxSize = 3);
		pool.refusal = "others start";
		pool.refusalPasses = true;
		pool.submit("a");
		assertThat(pool.commands()).isEmpty();
		assertThat(pool.events).isEmpty();
		pool.refusal = null;
		pool.passes(250);
		assertThat(pool.commands()).containsExactly("start pdf-1");
	}

	@Test
	void ofTheIdleWorkersTheOneWithClearlyMostMemoryEnds() {
		EngineFixture pool = EngineFixture.readyProcesses(4);
		pool.worker(1).measured(100);
		pool.worker(2).measured(110);
		pool.worker(3).measured(300);
		pool.worker(4).measured(310);
		pool.engine.resize(0, 3, pool.now());
		assertThat(pool.commands()).containsExactly("stop pdf-3: resized");
		pool.engine.makeRoom(false, pool.now());
		assertThat(pool.commands()).containsExactly("stop pdf-4: budget");
		pool.dies(3);
		pool.dies(4);
		pool.passes(60_000);
		assertThat(pool.commands()).containsExactly("stop pdf-1: idle", "stop pdf-2: idle");
	}

	@Test
	void workerThatIsNotIdleForLongStaysHoweverFat() {
		EngineFixture pool = EngineFixture.readyProcesses(2);
		EngineFixture.TestTask task = pool.submit("a");
		pool.worker(2).measured(900);
		pool.worker(1).measured(100);
		pool.engine.resize(0, 2, pool.now());
		pool.passes(30_000);
		pool.finished(2, task);
		pool.commands();
		pool.passes(30_000);
		assertThat(pool.commands()).containsExactly("stop pdf-1: idle");
	}

	@Test
	void adaptivePoolWithoutIdleTimeoutKeepsItsWorkers() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
			settings.scaling = ScalingPolicy.adaptive();
			settings.idleTimeout = EngineFixture.NEVER;
		});
		EngineFixture.TestTask task = pool.submit("a");
		pool.ready(1);
		pool.finished(1, task);
		pool.commands();
		pool.passes(1_000_000);
		pool.passes(1_000_000);
		assertThat(pool.commands()).isEmpty();
	}

	@Test
	void adaptivePoolKeepsItsSpareUntilTheIdleTimeoutAndNoLonger() {
		EngineFixture pool = adaptivePoolThatHasServed("a", 10, (settings) -> {
			settings.spare = 1;
			settings.maxSize = 1;
			settings.idleTimeout = 30_000;
		});
		long doneAt = pool.now();
		List<String> commands = List.of();
		while (commands.isEmpty()) {
			pool.passes(Math.max(1, pool.wakesIn()));
			commands = pool.commands();
		}
		assertThat(commands).containsExactly("stop pdf-1: idle");
		assertThat((pool.now() - doneAt) / 1_000_000).isBetween(30_000L, 30_010L);
	}

	private static EngineFixture adaptivePoolThatHasServed(String name, long millis) {
		return adaptivePoolThatHasServed(name, millis, (settings) -> settings.maxSize = 4);
	}

	/** One worker, which took 800 ms to start. */
	private static EngineFixture adaptivePoolThatHasServed(String name, long millis,
			Consumer<EngineFixture.Settings> more) {
		EngineFixture pool = EngineFixture.processes((settings) -> {
			settings.scaling = ScalingPolicy.adaptive();
			more.accept(settings);
		});
		EngineFixture.TestTask task = pool.submit(name);
		pool.passes(800);
		pool.ready(1);
		pool.passes(millis);
		pool.finished(1, task);
		pool.commands();
		return pool;
	}

}
