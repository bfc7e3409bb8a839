package dev.poolworks.engine;

import dev.poolworks.Shutdown;
import dev.poolworks.engine.EngineFixture.TestTask;
import dev.poolworks.policy.StartPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that cannot start: backoff, broken pools, probes and healing.
 */
class StartGuardTests {

	private static final StartPolicy TWICE_IN_A_MINUTE = new StartPolicy(2, 60, 1, 4, 0, 3);

	@Test
	void failuresInARowBreakThePool() {
		StartGuard guard = new StartGuard(TWICE_IN_A_MINUTE);
		assertThat(guard.failed("first", 0, false, 5)).isFalse();
		assertThat(guard.mayStart(5)).isFalse();
		assertThat(guard.nextStartAt()).isEqualTo(6);
		assertThat(guard.concurrent()).isOne();
		assertThat(guard.failed("second", 6, false, 10)).isTrue();
		assertThat(guard.brokenReason()).isEqualTo("second");
		assertThat(guard.nextStartAt()).isEqualTo(12);
	}

	@Test
	void successHeals() {
		StartGuard guard = new StartGuard(TWICE_IN_A_MINUTE);
		guard.failed("first", 0, false, 5);
		assertThat(guard.succeeded()).isFalse();
		guard.failed("second", 6, false, 10);
		guard.failed("third", 12, false, 14);
		assertThat(guard.succeeded()).isTrue();
		assertThat(guard.isBroken()).isFalse();
		assertThat(guard.mayStart(0)).isTrue();
		assertThat(guard.concurrent()).isEqualTo(3);
	}

	@Test
	void startLongAfterTheFailureBeforeBeginsANewRow() {
		StartGuard guard = new StartGuard(TWICE_IN_A_MINUTE);
		guard.failed("first", 0, false, 5);
		assertThat(guard.failed("much later", 67, false, 70)).isFalse();
		assertThat(guard.failed("soon after", 71, false, 72)).isTrue();
	}

	@Test
	void startsThatHangForLongerThanTheWindowBreakThePoolToo() {
		StartGuard guard = new StartGuard(TWICE_IN_A_MINUTE);
		guard.failed("first", 0, false, 100);
		assertThat(guard.failed("second", 101, false, 300)).isTrue();
	}

	@Test
	void brokenPoolStaysBrokenHoweverLateTheProbe() {
		StartGuard guard = new StartGuard(TWICE_IN_A_MINUTE);
		guard.failed("first", 0, false, 5);
		guard.failed("second", 6, false, 10);
		assertThat(guard.failed("third", 1_000, false, 1_001)).isTrue();
	}

	@Test
	void brokenPoolFailsWhatWaitsAndWhatComes() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.maxStarts = 2);
		TestTask waiting = pool.submit("a");
		pool.dies(1);
		assertThat(pool.wakesIn()).isEqualTo(100);
		pool.passes(100);
		pool.dies(1);
		String reason = "pdf-1 did not start: exit code 137 (SIGKILL)";
		assertThat(waiting.end).isEqualTo(new TaskEnd.Broken(reason));
		assertThat(pool.engine.snapshot().brokenReason()).isEqualTo(reason);
		TestTask late = pool.submit("b");
		assertThat(late.end).isEqualTo(new TaskEnd.Broken(reason));
		assertThat(pool.events).contains("broken: " + reason, "pdf-1 gone: start-failed, exit code 137 (SIGKILL)");
	}

	@ParameterizedTest
	@ValueSource(ints = { 129, 130, 143 })
	void signalFromOutsideDoesNotCountAsAFailedStart(int exitCode) {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.maxStarts = 1);
		TestTask task = pool.submit("a");
		pool.commands();
		for (int i = 0; i < 3; i++) {
			pool.dies(1, exitCode);
			assertThat(pool.wakesIn()).isEqualTo(100);
			pool.passes(100);
			assertThat(pool.commands()).containsExactly("start pdf-1");
		}
		pool.ready(1);
		assertThat(task.end).isNull();
		assertThat(pool.engine.snapshot().isBroken()).isFalse();
	}

	@Test
	void brokenPoolWithoutWorkProbesAndHeals() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.maxStarts = 1);
		pool.submit("a");
		pool.dies(1);
		pool.commands();
		pool.passes(100);
		assertThat(pool.commands()).containsExactly("start pdf-1");
		TestTask task = pool.submit("b");
		assertThat(task.end).isNull();
		pool.ready(1);
		assertThat(pool.commands()).containsExactly("send b to pdf-1");
		assertThat(pool.engine.snapshot().isBroken()).isFalse();
		assertThat(pool.events).contains("healed: a worker is ready");
	}

	@Test
	void failedProbeFailsWhatCameMeanwhile() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.maxStarts = 1);
		pool.submit("a");
		pool.dies(1);
		pool.passes(100);
		TestTask task = pool.submit("b");
		pool.dies(1);
		assertThat(task.end).isInstanceOf(TaskEnd.Broken.class);
		assertThat(pool.wakesIn()).isEqualTo(200);
	}

	@Test
	void workerThatIsLeftServesABrokenPool() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
			settings.maxSize = 2;
			settings.maxStarts = 1;
		});
		TestTask first = pool.submit("a");
		pool.ready(1);
		TestTask second = pool.submit("b");
		pool.dies(2);
		assertThat(pool.engine.snapshot().isBroken()).isTrue();
		assertThat(second.end).isNull();
		pool.commands();
		pool.finished(1, first);
		assertThat(pool.commands()).containsExactly("a SUCCEEDED", "send b to pdf-1");
	}

	@Test
	void lastWorkerOfABrokenPoolTakesTheQueueWithIt() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
			settings.maxSize = 2;
			settings.maxStarts = 1;
		});
		TestTask running = pool.submit("a");
		pool.ready(1);
		TestTask waiting = pool.submit("b");
		pool.dies(2);
		pool.started(1, running);
		pool.dies(1);
		assertThat(waiting.end).isInstanceOf(TaskEnd.Broken.class);
	}

	@Test
	void drainOfAPoolThatCannotStartEndsWithItsTasksBroken() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.maxStarts = 2);
		TestTask task = pool.submit("a");
		pool.engine.shutdown(Shutdown.drain(), pool.now());
		pool.dies(1);
		pool.passes(100);
		pool.dies(1);
		assertThat(task.end).isInstanceOf(TaskEnd.Broken.class);
		assertThat(pool.commands()).endsWith("a CRASHED", "terminated");
	}

	@Test
	void startThatTakesTooLongIsKilledAndCountsAsFailed() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.maxStarts = 1);
		pool.submit("a");
		pool.commands();
		pool.passes(10_000);
		assertThat(pool.commands()).containsExactly("kill pdf-1: start-timeout");
		pool.dies(1);
		assertThat(pool.engine.snapshot().brokenReason())
			.isEqualTo("pdf-1 did not start: it was not ready after 10000 ms; "
					+ "raise start-timeout if a start takes longer than that: exit code 137 (SIGKILL)");
		assertThat(pool.events).contains("pdf-1 gone: start-failed, exit code 137 (SIGKILL)");
	}

	@Test
	void noOtherWorkerStartsBeforeTheBackoffAfterAStartThatHung() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
			settings.maxSize = 2;
			settings.concurrentStarts = 1;
		});
		pool.submit("a");
		pool.passes(10_000);
		assertThat(pool.commands()).containsExactly("start pdf-1", "kill pdf-1: start-timeout");
		pool.dies(1);
		assertThat(pool.commands()).isEmpty();
		assertThat(pool.wakesIn()).isEqualTo(100);
		pool.passes(100);
		assertThat(pool.commands()).containsExactly("start pdf-1");
	}

	@Test
	void threadThatTakesTooLongToStartHasFailedAtOnce() {
		EngineFixture pool = EngineFixture.threads((settings) -> settings.maxStarts = 1);
		TestTask task = pool.submit("a");
		pool.passes(10_000);
		assertThat(task.end).isEqualTo(new TaskEnd.Broken("pdf-1 did not start: it was not ready after 10000 ms; "
				+ "raise start-timeout if a start takes longer than that"));
		pool.ends(1);
		assertThat(pool.wakesIn()).isEqualTo(100);
	}

	@Test
	void threadsThatHangInTheirStartBreakThePoolWhenNoPlaceIsLeft() {
		EngineFixture pool = EngineFixture.threads((settings) -> {
			settings.maxSize = 2;
			settings.maxStarts = 5;
		});
		TestTask waiting = pool.submit("a");
		pool.passes(10_000);
		assertThat(waiting.end).isNull();
		pool.passes(100);
		pool.passes(10_000);
		assertThat(waiting.end).isInstanceOf(TaskEnd.Broken.class);
		TestTask late = pool.submit("b");
		assertThat(late.end).isInstanceOf(TaskEnd.Broken.class);
		pool.passes(60_000);
		TestTask later = pool.submit("c");
		assertThat(later.end).isInstanceOf(TaskEnd.Broken.class);
		pool.commands();
		pool.ends(1);
		pool.tick();
		assertThat(pool.commands()).containsExactly("start pdf-1");
	}

	@Test
	void threadThatEndsBeforeItIsReadyFailedToStart() {
		EngineFixture pool = EngineFixture.threads((settings) -> settings.maxStarts = 1);
		TestTask task = pool.submit("a");
		pool.ends(1);
		assertThat(task.end).isEqualTo(new TaskEnd.Broken("pdf-1 did not start: its thread ended before it was ready"));
	}

	@Test
	void deathsOfReadyWorkersDoNotBreakThePool() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
			settings.minSize = 1;
			settings.maxStarts = 1;
		});
		pool.tick();
		for (int i = 0; i < 10; i++) {
			pool.ready(1);
			pool.dies(1);
		}
		assertThat(pool.engine.snapshot().isBroken()).isFalse();
	}

}
