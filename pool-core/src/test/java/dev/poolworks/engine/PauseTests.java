package dev.poolworks.engine;

import dev.poolworks.TaskState;
import dev.poolworks.engine.EngineFixture.TestTask;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole process stands still for a while: what ended meanwhile is heard of before
 * limits are judged.
 */
class PauseTests {

	@Test
	void answerThatCameDuringAPauseCounts() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.limitedTask("a", 1_000, 0);
		pool.submit(task);
		pool.started(1, task);
		pool.standsStill(6_000);
		assertThat(pool.wakesIn()).isEqualTo(250);
		pool.finished(1, task);
		assertThat(task.state()).isEqualTo(TaskState.SUCCEEDED);
	}

	@Test
	void taskThatRunsOnAfterAPauseIsStoppedSoon() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.limitedTask("a", 1_000, 0);
		pool.submit(task);
		pool.started(1, task);
		pool.standsStill(6_000);
		pool.commands();
		pool.passes(250);
		assertThat(pool.commands()).containsExactly("interrupt a in pdf-1");
	}

	@Test
	void taskThatWaitedDuringAPauseGetsTheWorkerWhoseAnswerLiesThere() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask first = pool.submit("first");
		TestTask second = pool.limitedTask("second", 0, 1_000);
		pool.submit(second);
		pool.standsStill(6_000);
		pool.finished(1, first);
		assertThat(second.state()).isEqualTo(TaskState.DISPATCHED);
	}

	@Test
	void startThatWasOverDuringAPauseCounts() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
		});
		pool.submit("a");
		pool.standsStill(60_000);
		pool.ready(1);
		assertThat(pool.commands()).endsWith("send a to pdf-1");
	}

	@Test
	void threadsTaskGetsTheTimeAgainInWhichItStoodStill() {
		EngineFixture pool = EngineFixture.threads((settings) -> {
		});
		TestTask task = pool.limitedTask("a", 1_000, 0);
		pool.submit(task);
		pool.ready(1);
		pool.commands();
		pool.standsStill(3_000);
		pool.passes(1_999);
		assertThat(pool.commands()).isEmpty();
		pool.passes(1);
		assertThat(task.state()).isEqualTo(TaskState.TIMED_OUT);
	}

	@Test
	void tickThatIsALittleLateJudgesAtOnce() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.limitedTask("a", 1_000, 0);
		pool.submit(task);
		pool.started(1, task);
		pool.commands();
		pool.standsStill(1_500);
		assertThat(pool.commands()).containsExactly("interrupt a in pdf-1");
	}

	@Test
	void processThatNeverGetsItsTicksInTimeHasLimitsAllTheSame() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.limitedTask("a", 1_000, 0);
		pool.submit(task);
		pool.started(1, task);
		pool.commands();
		pool.standsStill(2_000);
		pool.standsStill(2_000);
		pool.standsStill(2_000);
		assertThat(pool.commands()).isEmpty();
		pool.standsStill(2_000);
		assertThat(pool.commands()).containsExactly("interrupt a in pdf-1");
	}

}
