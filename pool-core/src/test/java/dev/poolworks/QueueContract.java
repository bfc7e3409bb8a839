package dev.poolworks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import dev.poolworks.policy.RejectionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The queue: its order, its bound, and what happens at the bound.
 */
abstract class QueueContract extends PoolContract {

	@Test
	void neverMoreWorkersThanAllowedHoweverManyTasks() {
		TaskPool pool = pool(3);
		Signal release = signal();
		List<TaskFuture<Boolean>> tasks = Stream.generate(() -> pool.submit(() -> release.await())).limit(45).toList();
		await().until(() -> pool.snapshot().workers().busy() == 3);
		assertThat(pool.snapshot().workers().alive()).isEqualTo(3);
		assertThat(pool.snapshot().isSaturated()).isTrue();
		assertThat(pool.snapshot().tasks().queued()).isEqualTo(42);
		release.raise();
		assertThat(tasks).allMatch(TaskFuture::result);
		assertThat(pool.snapshot().workers().started()).isEqualTo(3);
		assertThat(pool.workers()).extracting(WorkerSnapshot::id).containsExactlyInAnyOrder(1, 2, 3);
	}

	@Test
	void tasksRunInTheOrderOfTheirPriorityAndThenOfTheirArrival() {
		TaskPool pool = pool(1);
		Signal release = signal();
		Signal ran = signal();
		occupy(pool, release);
		List<TaskFuture<?>> tasks = new ArrayList<>();
		for (int priority : List.of(0, 5, -1, 5, 0)) {
			String name = priority + " of " + tasks.size();
			tasks.add(pool.submit(() -> ran.raise(name), TaskOptions.defaults().priority(priority)));
		}
		release.raise();
		tasks.forEach(TaskFuture::result);
		assertThat(ran.texts()).containsExactly("5 of 1", "5 of 3", "0 of 0", "0 of 4", "-1 of 2");
	}

	@Test
	void submitWhenTheQueueIsFullIsRejected() {
		TaskPool pool = pool((spec) -> spec.maxSize(1).queueCapacity(2));
		Signal release = signal();
		occupy(pool, release);
		List<TaskFuture<Integer>> waiting = List.of(pool.submit(() -> 1), pool.submit(() -> 2));
		assertThatThrownBy(() -> pool.submit(() -> 3)).isInstanceOf(TaskRejectedException.class)
			.hasMessageContaining("is full")
			.hasMessageContaining("busy=1 queued=2/2")
			.hasMessageContaining("pool.executors." + pool.name() + ".queue-capacity");
		release.raise();
		assertThat(waiting).extracting(TaskFuture::result).containsExactly(1, 2);
		assertThat(pool.snapshot().tasks().rejected()).isOne();
		PoolAssert.assertThat(pool).isConsistent();
	}

	@Test
	void queueOfCapacityZeroTakesATaskForEachWorker() {
		TaskPool pool = pool((spec) -> spec.maxSize(2).queueCapacity(0));
		Signal release = signal();
		List<TaskFuture<Boolean>> tasks = List.of(pool.submit(() -> release.await()),
				pool.submit(() -> release.await()));
		assertThatThrownBy(() -> pool.submit(() -> 3)).isInstanceOf(TaskRejectedException.class);
		release.raise();
		assertThat(tasks).allMatch(TaskFuture::result);
	}

	@Test
	void submitThatBlocksWaitsForRoom() {
		TaskPool pool = pool((spec) -> spec.maxSize(1).queueCapacity(1).rejection(RejectionPolicy.block()));
		Signal release = signal();
		occupy(pool, release);
		pool.submit(() -> "fills the queue");
		CompletableFuture<String> blocked = CompletableFuture.supplyAsync(() -> pool.submit(() -> "waited").result());
		await().until(() -> isParkedInSubmit());
		assertThat(blocked).isNotDone();
		release.raise();
		assertThat(blocked.join()).isEqualTo("waited");
		assertThat(pool.snapshot().tasks().rejected()).isZero();
	}

	@Test
	void submitThatBlocksEndsWhenItsThreadIsInterrupted() throws InterruptedException {
		TaskPool pool = pool((spec) -> spec.maxSize(1).queueCapacity(0).rejection(RejectionPolicy.block()));
		Signal release = signal();
		occupy(pool, release);
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Thread submitter = new Thread(() -> {
			try {
				pool.submit(() -> 1);
			}
			catch (TaskRejectedException ex) {
				failure.set(Thread.currentThread().isInterrupted() ? ex : null);
			}
		});
		submitter.start();
		await().until(() -> submitter.getState() == Thread.State.WAITING);
		submitter.interrupt();
		submitter.join();
		assertThat(failure.get()).hasMessageContaining("interrupted");
		release.raise();
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
	}

	@Test
	void submitThatBlocksIsRejectedWhenThePoolIsShutDown() {
		TaskPool pool = pool((spec) -> spec.maxSize(1).queueCapacity(0).rejection(RejectionPolicy.block()));
		Signal release = signal();
		occupy(pool, release);
		CompletableFuture<?> blocked = CompletableFuture.runAsync(() -> pool.submit(() -> 1));
		await().until(() -> isParkedInSubmit());
		pool.shutdown();
		assertThatThrownBy(blocked::join).hasCauseInstanceOf(TaskRejectedException.class)
			.hasMessageContaining("shut down");
		release.raise();
	}

	@Test
	void oldestTaskMakesRoomForTheNewest() {
		TaskPool pool = pool((spec) -> spec.maxSize(1).queueCapacity(2).rejection(RejectionPolicy.discardOldest()));
		Signal release = signal();
		occupy(pool, release);
		List<TaskFuture<Integer>> tasks = List.of(pool.submit(() -> 1), pool.submit(() -> 2), pool.submit(() -> 3));
		assertThat(tasks.get(0).taskState()).isEqualTo(TaskState.DISCARDED);
		assertThatThrownBy(tasks.get(0)::result).isInstanceOf(TaskRejectedException.class)
			.hasMessageContaining("discarded");
		release.raise();
		assertThat(tasks.get(1).result()).isEqualTo(2);
		assertThat(tasks.get(2).result()).isEqualTo(3);
		assertThat(pool.snapshot().tasks().discarded()).isOne();
	}

	@Test
	void firstTaskOfAPoolIsNotDiscardedHoweverLongItsWorkerTakesToStart() {
		for (int round = 0; round < 20; round++) {
			TaskPool pool = pool((spec) -> spec.maxSize(1).queueCapacity(1).rejection(RejectionPolicy.discardOldest()));
			Signal release = signal();
			TaskFuture<Boolean> first = pool.submit(() -> release.await());
			TaskFuture<Integer> second = pool.submit(() -> 2);
			TaskFuture<Integer> third = pool.submit(() -> 3);
			assertThat(second.taskState()).isEqualTo(TaskState.DISCARDED);
			release.raise();
			assertThat(first.result()).isTrue();
			assertThat(third.result()).isEqualTo(3);
			pool.close();
		}
	}

	@Test
	void callerRunsWhatFindsNoRoomUnlessThatIsDangerous() {
		if (!kind().runsHere()) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> pool((spec) -> spec.rejection(RejectionPolicy.callerRuns())))
				.withMessageContaining("caller-runs");
			return;
		}
		TaskPool pool = pool((spec) -> spec.maxSize(1).queueCapacity(0).rejection(RejectionPolicy.callerRuns()));
		Signal release = signal();
		occupy(pool, release);
		TaskFuture<Thread> here = pool.submit(() -> Thread.currentThread());
		assertThat(here).isDone();
		assertThat(here.result()).isSameAs(Thread.currentThread());
		assertThat(pool.submit(() -> Work.fail("here")).exception(LONG)).hasMessage("here");
		release.raise();
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
		assertThat(pool.snapshot().tasks().failed()).isOne();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1 })
	void poolWithoutWorkersIsRefused(int size) {
		assertThatIllegalArgumentException().isThrownBy(() -> pool((spec) -> spec.maxSize(size)))
			.withMessageContaining("max-size is " + size)
			.withMessageContaining("at least 1");
		assertThatIllegalArgumentException().isThrownBy(() -> pool((spec) -> spec.minSize(3).maxSize(2)))
			.withMessageContaining("min-size is 3");
		assertThatIllegalArgumentException().isThrownBy(() -> pool((spec) -> spec.queueCapacity(-1)))
			.withMessageContaining("queue-capacity is -1");
	}

	private static boolean isParkedInSubmit() {
		return Thread.getAllStackTraces()
			.values()
			.stream()
			.anyMatch((frames) -> Stream.of(frames).anyMatch((frame) -> frame.getMethodName().equals("submit"))
					&& Stream.of(frames).anyMatch((frame) -> frame.getMethodName().equals("await")));
	}

}
