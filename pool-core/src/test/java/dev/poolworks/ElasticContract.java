package dev.poolworks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.poolworks.policy.ScalingPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Workers come and go.
 */
abstract class ElasticContract extends PoolContract {

	private static final Duration IDLE = Duration.ofMillis(100);

	@Test
	void tasksOneAfterTheOtherUseOneWorker() {
		TaskPool pool = pool(4);
		for (int i = 0; i < 20; i++) {
			assertThat(pool.submit(Work::square, i).result()).isEqualTo(i * i);
			await().until(() -> pool.snapshot().workers().busy() == 0);
		}
		assertThat(pool.snapshot().workers().started()).isOne();
		assertThat(pool.workers().get(0).tasksDone()).isEqualTo(20);
	}

	@Test
	void tasksAtTheSameTimeUseAsManyWorkersAsThereAreTasks() {
		TaskPool pool = pool(4);
		for (int round = 0; round < 3; round++) {
			Signal release = signal();
			List<TaskFuture<Boolean>> tasks = List.of(pool.submit(() -> release.await()),
					pool.submit(() -> release.await()));
			await().until(() -> pool.snapshot().workers().busy() == 2);
			release.raise();
			assertThat(tasks).allMatch(TaskFuture::result);
			await().until(() -> pool.snapshot().workers().busy() == 0);
		}
		assertThat(pool.snapshot().workers().started()).isEqualTo(2);
	}

	@Test
	void noWorkerIsStartedBeforeTheFirstTask() {
		TaskPool pool = pool(2);
		assertThat(pool.snapshot().workers().started()).isZero();
		assertThat(pool.workers()).isEmpty();
		assertThat(PoolAssert.threadsOf(pool.name())).isEmpty();
	}

	@Test
	void idleWorkersEndAndComeBackFiveTimes() {
		TaskPool pool = pool((spec) -> spec.maxSize(2).idleTimeout(IDLE));
		for (int round = 1; round <= 5; round++) {
			assertThat(pool.submit(Work::square, round).result()).isEqualTo(round * round);
			await().until(() -> pool.snapshot().workers().alive() == 0);
		}
		assertThat(pool.snapshot().workers().started()).isEqualTo(5);
		assertThat(pool.snapshot().workers().exited()).isEqualTo(5);
	}

	@Test
	void poolShrinksToItsMinimum() {
		TaskPool pool = pool((spec) -> spec.minSize(1).maxSize(3).idleTimeout(IDLE));
		Signal release = signal();
		List<TaskFuture<Boolean>> tasks = occupy(pool, release);
		assertThat(pool.snapshot().workers().alive()).isEqualTo(3);
		release.raise();
		assertThat(tasks).allMatch(TaskFuture::result);
		await().until(() -> pool.snapshot().workers().alive() == 1);
		await().during(IDLE.multipliedBy(3)).until(() -> pool.snapshot().workers().alive() == 1);
	}

	@Test
	void workersThatNeverEndStay() {
		TaskPool pool = pool((spec) -> spec.maxSize(2).idleTimeout(null));
		pool.submit(() -> 1).result();
		await().during(IDLE.multipliedBy(3)).until(() -> pool.snapshot().workers().alive() == 1);
	}

	@Test
	void fixedScalingStartsAllWorkersAtTheFirstTask() {
		TaskPool pool = pool((spec) -> spec.maxSize(3).scaling(ScalingPolicy.fixed()));
		pool.submit(() -> 1).result();
		await().until(() -> pool.snapshot().workers().idle() == 3);
	}

	@Test
	void workerIsReplacedAfterItsTasks() {
		List<PoolEvent> events = new CopyOnWriteArrayList<>();
		TaskPool pool = pool(
				(spec) -> spec.maxSize(1).maxTasksPerWorker(3).listener((source, event) -> events.add(event)));
		for (int i = 0; i < 7; i++) {
			assertThat(pool.submit(Work::square, i).result()).isEqualTo(i * i);
		}
		await().until(() -> pool.snapshot().workers().exited() == 2);
		assertThat(pool.snapshot().workers().started()).isEqualTo(3);
		await().until(() -> events.stream()
			.filter((event) -> event instanceof PoolEvent.WorkerExited exited && exited.reason().equals("recycled"))
			.count() == 2);
	}

	@Test
	void resizeAddsWorkersForWhatWaitsAndTakesIdleOnesAway() {
		TaskPool pool = pool(1);
		Signal release = signal();
		List<TaskFuture<Boolean>> tasks = List.of(pool.submit(() -> release.await()),
				pool.submit(() -> release.await()), pool.submit(() -> release.await()));
		await().until(() -> pool.snapshot().workers().busy() == 1);
		assertThat(pool.snapshot().tasks().queued()).isEqualTo(2);
		pool.resize(0, 3);
		await().until(() -> pool.snapshot().workers().busy() == 3);
		release.raise();
		assertThat(tasks).allMatch(TaskFuture::result);
		pool.resize(0, 1);
		await().until(() -> pool.snapshot().workers().alive() == 1);
		assertThat(pool.snapshot().maxSize()).isOne();
		pool.resize(2, 2);
		await().until(() -> pool.snapshot().workers().idle() == 2);
	}

	@Test
	void resizeBelowTheBusyWorkersDisturbsNoTask() {
		TaskPool pool = pool(3);
		Signal release = signal();
		List<TaskFuture<Boolean>> tasks = occupy(pool, release);
		pool.resize(0, 1);
		assertThat(pool.snapshot().workers().busy()).isEqualTo(3);
		release.raise();
		assertThat(tasks).allMatch(TaskFuture::result);
		await().until(() -> pool.snapshot().workers().alive() == 1);
	}

	@Test
	void boundsThatAreNoneAreRefused() {
		TaskPool pool = pool(2);
		assertThatIllegalArgumentException().isThrownBy(() -> pool.resize(0, 0)).withMessageContaining("max-size is 0");
		assertThatIllegalArgumentException().isThrownBy(() -> pool.resize(3, 2)).withMessageContaining("min-size is 3");
		assertThat(pool.snapshot().maxSize()).isEqualTo(2);
	}

	@Test
	void suspendedPoolHoldsQueuedTasksBackAndFinishesRunningOnes() {
		TaskPool pool = pool(1);
		Signal release = signal();
		Signal ran = signal();
		TaskFuture<Boolean> running = occupy(pool, release).get(0);
		pool.suspend();
		TaskFuture<?> held = pool.submit(() -> ran.raise());
		release.raise();
		assertThat(running.result()).isTrue();
		await().during(IDLE).until(() -> !ran.isRaised());
		assertThat(pool.snapshot().suspended()).isTrue();
		assertThat(held.taskState()).isEqualTo(TaskState.QUEUED);
		pool.resume();
		held.result();
		assertThat(pool.snapshot().suspended()).isFalse();
	}

	@Test
	void listenersHaveHeardOfEverythingWhenThePoolIsClosed() {
		List<String> events = new CopyOnWriteArrayList<>();
		TaskPool pool = pool((spec) -> spec.maxSize(1).listener((source, event) -> {
			throw new IllegalStateException("a listener that throws on purpose");
		}).listener((source, event) -> events.add(event.getClass().getSimpleName())));
		pool.submit(() -> 1).result();
		pool.close();
		assertThat(events).containsSubsequence("Scaled", "WorkerStarted", "WorkerReady", "WorkerExited")
			.containsExactlyInAnyOrder("Scaled", "WorkerStarted", "WorkerReady", "TaskEnded", "StateChanged",
					"StateChanged", "WorkerExited", "StateChanged");
	}

}
