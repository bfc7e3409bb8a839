package dev.poolworks.engine;

import java.time.Duration;

import dev.poolworks.Shutdown;
import dev.poolworks.TaskState;
import dev.poolworks.TaskTimeoutException.Phase;
import dev.poolworks.engine.EngineFixture.TestTask;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tasks that workers have: handing out, limits, stopping, loss.
 */
class AssignmentsTests {

	private static final long MILLI = 1_000_000;

	@Test
	void workerUsedLastGetsTheNextTask() {
		EngineFixture pool = EngineFixture.readyProcesses(2);
		pool.submit("a");
		pool.submit("b");
		assertThat(pool.commands()).containsExactly("send a to pdf-2", "send b to pdf-1");
	}

	@Test
	void workerThatIsDoneGetsTheMostUrgentTask() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask first = pool.submit("first");
		pool.submit(pool.urgentTask("low", -1));
		pool.submit(pool.urgentTask("early", 3));
		pool.submit(pool.urgentTask("late", 3));
		pool.commands();
		pool.finished(1, first);
		assertThat(pool.commands()).containsExactly("first SUCCEEDED", "send early to pdf-1");
	}

	@Test
	void processTaskIsInterruptedAtItsLimitAndKilledAfterTheGrace() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.limitedTask("a", 1_000, 0);
		pool.submit(task);
		pool.started(1, task);
		pool.commands();
		assertThat(pool.wakesIn()).isEqualTo(1_000);
		pool.passes(1_000);
		assertThat(pool.commands()).containsExactly("interrupt a in pdf-1");
		assertThat(pool.engine.snapshot().workers().stuck()).isOne();
		assertThat(pool.wakesIn()).isEqualTo(500);
		pool.passes(500);
		assertThat(pool.commands()).containsExactly("a TIMED_OUT", "kill pdf-1: timeout");
		assertThat(task.end).isEqualTo(new TaskEnd.TimedOut(Phase.RUN, 1_000 * MILLI, 1_500 * MILLI));
	}

	@Test
	void taskThatItsWorkerHasNotTakenUpByItsLimitGoesToAnother() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.limitedTask("a", 1_000, 0);
		pool.submit(task);
		pool.passes(1_000);
		pool.passes(500);
		pool.dies(1);
		pool.ready(1);
		assertThat(pool.commands()).containsExactly("send a to pdf-1", "interrupt a in pdf-1", "kill pdf-1: timeout",
				"start pdf-1", "send a to pdf-1");
	}

	@Test
	void taskWithoutALimitThatIsNotTakenUpInTheTimeOfAStartGoesToAnother() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		pool.submit("a");
		assertThat(pool.wakesIn()).isEqualTo(10_000);
		pool.passes(9_999);
		assertThat(pool.commands()).containsExactly("send a to pdf-1");
		pool.passes(1);
		assertThat(pool.commands()).containsExactly("kill pdf-1: unresponsive");
		pool.dies(1);
		pool.ready(1);
		assertThat(pool.commands()).containsExactly("start pdf-1", "send a to pdf-1");
		assertThat(pool.events).contains("pdf-1 gone: unresponsive, exit code 137 (SIGKILL)");
	}

	@Test
	void taskThatIsTakenUpHasNoOtherLimitThanItsOwn() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.submit("a");
		pool.started(1, task);
		pool.passes(10_000_000);
		assertThat(pool.commands()).containsExactly("send a to pdf-1");
	}

	@Test
	void cancelOfATaskWhoseWorkerWasGivenUpDisturbsNobody() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.submit("a");
		pool.passes(10_000);
		pool.commands();
		assertThat(pool.cancel(task, true)).isTrue();
		pool.passes(500);
		assertThat(pool.commands()).containsExactly("a CANCELLED");
		pool.dies(1);
		assertThat(pool.commands()).containsExactly("start pdf-1");
	}

	@Test
	void taskThatNoWorkerTakesUpIsPoison() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.submit("a");
		for (int worker = 0; worker < 3; worker++) {
			pool.passes(10_000);
			pool.dies(1);
			pool.ready(1);
		}
		assertThat(task.end).isInstanceOfSatisfying(TaskEnd.Crashed.class, (end) -> assertThat(end.poison()).isTrue());
	}

	@Test
	void processTaskThatYieldsInTheGraceTimesOutAndKeepsItsWorker() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.limitedTask("a", 1_000, 0);
		pool.submit(task);
		pool.passes(1_000);
		pool.commands();
		pool.finished(1, task);
		assertThat(pool.commands()).containsExactly("a TIMED_OUT");
		pool.passes(10_000);
		assertThat(pool.commands()).isEmpty();
		assertThat(pool.engine.snapshot().workers().idle()).isOne();
	}

	@Test
	void processThatDiesInTheGraceTimesOutWithoutARetry() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.limitedTask("a", 1_000, 0);
		pool.submit(task);
		pool.started(1, task);
		pool.passes(1_000);
		pool.dies(1);
		assertThat(task.state()).isEqualTo(TaskState.TIMED_OUT);
	}

	@Test
	void threadTaskFailsAtItsLimitAndKeepsItsThreadBusy() {
		EngineFixture pool = EngineFixture.threads((settings) -> settings.queueCapacity = 5);
		TestTask task = pool.limitedTask("a", 1_000, 0);
		pool.submit(task);
		pool.ready(1);
		pool.commands();
		pool.passes(1_000);
		assertThat(pool.commands()).containsExactly("interrupt a in pdf-1", "a TIMED_OUT");
		pool.submit("b");
		assertThat(pool.commands()).isEmpty();
		assertThat(pool.engine.workers(pool.now()).get(0).stuck()).isTrue();
		pool.finished(1, task);
		assertThat(pool.commands()).containsExactly("send b to pdf-1");
	}

	@Test
	void eachItemHasTheFullTime() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.limitedTask("a", 1_000, 0);
		pool.submit(task);
		pool.commands();
		pool.passes(900);
		pool.engine.itemFinished(pool.worker(1), task, pool.now());
		pool.passes(900);
		assertThat(pool.commands()).isEmpty();
		pool.passes(100);
		assertThat(pool.commands()).containsExactly("interrupt a in pdf-1");
	}

	@Test
	void itemOfATaskThatWasAskedToStopDoesNotProlongIt() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.limitedTask("a", 1_000, 0);
		pool.submit(task);
		pool.started(1, task);
		pool.passes(1_000);
		pool.engine.itemFinished(pool.worker(1), task, pool.now());
		pool.passes(500);
		assertThat(task.state()).isEqualTo(TaskState.TIMED_OUT);
	}

	@Test
	void taskThatWaitedTooLongTimesOut() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
		});
		TestTask task = pool.limitedTask("a", 0, 300);
		pool.submit(task);
		assertThat(pool.wakesIn()).isEqualTo(300);
		pool.passes(301);
		assertThat(task.end).isEqualTo(new TaskEnd.TimedOut(Phase.QUEUE, 300 * MILLI, 301 * MILLI));
		assertThat(pool.engine.pending()).isZero();
	}

	@Test
	void taskThatIsSentAgainCanStillWaitTooLong() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.limitedTask("a", 0, 300);
		pool.submit(task);
		pool.tick();
		pool.dies(1);
		assertThat(pool.wakesIn()).isEqualTo(300);
	}

	@Test
	void cancellingAWaitingTaskFreesItsPlace() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.queueCapacity = 0);
		TestTask task = pool.submit("a");
		assertThat(pool.cancel(task, false)).isTrue();
		assertThat(pool.cancel(task, true)).isFalse();
		assertThat(task.end).isEqualTo(new TaskEnd.Cancelled(false));
		assertThat(pool.submit(pool.task("b"))).isEqualTo(Admission.ACCEPTED);
	}

	@Test
	void taskWithAWorkerIsCancelledOnlyByInterrupting() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.submit("a");
		pool.commands();
		assertThat(pool.cancel(task, false)).isFalse();
		assertThat(pool.cancel(task, true)).isTrue();
		assertThat(pool.commands()).containsExactly("a CANCELLED", "interrupt a in pdf-1");
		pool.passes(500);
		assertThat(pool.commands()).containsExactly("kill pdf-1: cancelled");
	}

	@Test
	void lateResultOfACancelledTaskFreesTheWorker() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.submit("a");
		pool.cancel(task, true);
		pool.submit("b");
		pool.commands();
		pool.finished(1, task);
		assertThat(pool.commands()).containsExactly("send b to pdf-1");
	}

	@Test
	void taskThatWasNotAcknowledgedIsSentAgainFirst() {
		EngineFixture pool = EngineFixture.readyProcesses(2);
		pool.submit("a");
		pool.submit("b");
		pool.submit("c");
		pool.commands();
		pool.dies(1);
		pool.dies(2);
		pool.ready(1);
		pool.ready(2);
		assertThat(pool.commands()).containsExactly("start pdf-1", "start pdf-2", "send a to pdf-1", "send b to pdf-2");
	}

	@Test
	void acknowledgedTaskCrashesUnlessIdempotent() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.submit("a");
		pool.started(1, task);
		assertThat(task.state()).isEqualTo(TaskState.RUNNING);
		pool.dies(1);
		assertThat(task.end).isEqualTo(new TaskEnd.Crashed(task.exits(), false));
		assertThat(task.exits()).containsExactly(EngineFixture.exit(pool.worker(1)));
	}

	@Test
	void idempotentTaskRunsAgainAfterADelay() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.idempotentTask("a");
		pool.submit(task);
		pool.started(1, task);
		pool.dies(1);
		pool.ready(1);
		assertThat(task.state()).isEqualTo(TaskState.RETRYING);
		assertThat(task.attempt()).isEqualTo(2);
		assertThat(pool.engine.snapshot().tasks().retrying()).isOne();
		pool.commands();
		pool.passes(99);
		assertThat(pool.commands()).isEmpty();
		pool.passes(1);
		assertThat(pool.commands()).containsExactly("send a to pdf-1");
		pool.started(1, task);
		pool.dies(1);
		assertThat(task.end).isEqualTo(new TaskEnd.Crashed(task.exits(), false));
	}

	@Test
	void taskThatWaitsForItsRetryCanBeCancelled() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.idempotentTask("a");
		pool.submit(task);
		pool.started(1, task);
		pool.dies(1);
		assertThat(pool.cancel(task, false)).isTrue();
		assertThat(task.state()).isEqualTo(TaskState.CANCELLED);
	}

	@Test
	void taskThatKillsWorkerAfterWorkerIsPoison() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.submit("a");
		pool.dies(1);
		pool.ready(1);
		pool.dies(1);
		pool.ready(1);
		pool.dies(1);
		assertThat(task.end).isInstanceOfSatisfying(TaskEnd.Crashed.class, (end) -> {
			assertThat(end.poison()).isTrue();
			assertThat(end.exits()).hasSize(3);
		});
	}

	@Test
	void lostTaskFailsWhereTheRetryPolicyThrows() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.retry = (crash) -> {
			throw new IllegalStateException("no idea");
		});
		TestTask task = pool.submit("a");
		pool.ready(1);
		pool.dies(1);
		assertThat(task.end).isEqualTo(new TaskEnd.Crashed(task.exits(), false));
		assertThat(pool.events)
			.contains("retry policy failed, lost tasks fail instead: java.lang.IllegalStateException: no idea");
	}

	@Test
	void taskOfAThreadThatEndedIsCancelled() {
		EngineFixture pool = EngineFixture.threads((settings) -> {
		});
		TestTask task = pool.submit("a");
		pool.ready(1);
		pool.ends(1);
		assertThat(task.end).isEqualTo(new TaskEnd.Cancelled(true));
	}

	@Test
	void killedWorkersTaskIsNotLookedAtAgain() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		pool.submit(pool.limitedTask("a", 1_000, 0));
		pool.engine.shutdown(Shutdown.kill(), pool.now());
		pool.passes(1_000);
		assertThat(pool.wakesIn()).isEqualTo(EngineFixture.NEVER);
	}

	@Test
	void workerThatDoesNotEndWhenAskedIsKilled() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		pool.engine.shutdownNow(pool.now());
		assertThat(pool.commands()).containsExactly("stop pdf-1: shutdown");
		assertThat(pool.wakesIn()).isEqualTo(Duration.ofNanos(EngineSettings.STOP_GRACE_NANOS).toMillis());
		pool.passes(2_000);
		assertThat(pool.commands()).containsExactly("kill pdf-1: stop-timeout");
	}

	@Test
	void longerGraceIsAlsoForTheEndOfAWorker() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
			settings.minSize = 1;
			settings.killGrace = 5_000;
		});
		pool.tick();
		pool.ready(1);
		pool.engine.shutdownNow(pool.now());
		assertThat(pool.wakesIn()).isEqualTo(5_000);
	}

	@Test
	void lateReportsChangeNothing() {
		EngineFixture pool = EngineFixture.readyProcesses(1);
		TestTask task = pool.submit("a");
		pool.finished(1, task);
		EngineWorker worker = pool.worker(1);
		pool.dies(1);
		pool.commands();
		Object before = pool.engine.snapshot();
		pool.engine.taskFinished(worker, task, true, pool.now());
		pool.engine.itemFinished(worker, task, pool.now());
		pool.engine.workerReady(worker, pool.now());
		pool.engine.workerExited(worker, null, pool.now());
		assertThat(pool.engine.snapshot()).isEqualTo(before);
		assertThat(pool.commands()).isEmpty();
	}

}
