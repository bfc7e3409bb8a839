package dev.poolworks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The ways to end a pool.
 */
abstract class ShutdownContract extends PoolContract {

	@ParameterizedTest
	@EnumSource
	void submitAfterShutdownIsRejected(Shutdown how) throws InterruptedException {
		TaskPool pool = pool(1);
		pool.submit(() -> 1).result();
		pool.shutdown(how);
		assertThat(pool.isShutdown()).isTrue();
		assertThatThrownBy(() -> pool.submit(() -> 1)).isInstanceOf(TaskRejectedException.class)
			.hasMessageContaining("shut down");
		assertThatThrownBy(() -> pool.execute(() -> Work.square(1))).isInstanceOf(TaskRejectedException.class);
		assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		assertThat(pool.isTerminated()).isTrue();
		PoolAssert.assertThat(pool).isConsistent().isGone();
	}

	@ParameterizedTest
	@EnumSource
	void poolThatNeverWorkedEndsAtOnce(Shutdown how) throws InterruptedException {
		TaskPool pool = pool(4);
		pool.shutdown(how);
		assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		pool.close();
	}

	@Test
	void drainRunsAllThatWasSubmitted() throws InterruptedException {
		TaskPool pool = pool(2);
		Signal release = signal();
		occupy(pool, release);
		List<TaskFuture<Integer>> tasks = Stream.iterate(0, (i) -> i + 1)
			.limit(20)
			.map((i) -> pool.submit(Work::square, i))
			.toList();
		pool.shutdown(Shutdown.drain());
		assertThat(pool.awaitTermination(50, TimeUnit.MILLISECONDS)).isFalse();
		assertThat(pool.isTerminated()).isFalse();
		release.raise();
		assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		assertThat(tasks).allMatch(TaskFuture::isDone).extracting(TaskFuture::result).startsWith(0, 1, 4).hasSize(20);
	}

	@Test
	void drainStartsTheWorkersItNeeds() {
		TaskPool pool = pool(2);
		List<TaskFuture<Integer>> tasks = List.of(pool.submit(Work::square, 2), pool.submit(Work::square, 3));
		pool.shutdown();
		assertThat(tasks).extracting(TaskFuture::result).containsExactly(4, 9);
	}

	@Test
	void drainOfASuspendedPoolRunsWhatWasHeldBack() {
		TaskPool pool = pool(1);
		pool.suspend();
		TaskFuture<Integer> task = pool.submit(Work::square, 2);
		pool.close();
		assertThat(task.result()).isEqualTo(4);
	}

	@Test
	void cancelQueuedFinishesWhatRuns() throws InterruptedException {
		TaskPool pool = pool(2);
		Signal release = signal();
		Signal ran = signal();
		List<TaskFuture<Boolean>> running = occupy(pool, release);
		List<TaskFuture<?>> waiting = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			waiting.add(pool.submit(() -> ran.raise()));
		}
		pool.shutdown(Shutdown.cancelQueued());
		assertThat(waiting).allMatch(TaskFuture::isCancelled);
		assertThatThrownBy(waiting.get(0)::result).isInstanceOf(CancellationException.class)
			.hasMessageContaining("shutdown");
		release.raise();
		assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		assertThat(running).allMatch(TaskFuture::result);
		assertThat(ran.isRaised()).isFalse();
	}

	@Test
	void killEndsWhatRunsToo() throws InterruptedException {
		TaskPool pool = pool(2);
		Signal never = signal();
		List<TaskFuture<Boolean>> running = occupy(pool, never);
		TaskFuture<Integer> waiting = pool.submit(Work::square, 1);
		pool.shutdown(Shutdown.kill());
		assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		assertThat(running)
			.allSatisfy((task) -> assertThatThrownBy(task::result).isInstanceOf(CancellationException.class));
		assertThat(waiting.isCancelled()).isTrue();
		PoolAssert.assertThat(pool).isGone();
	}

	@Test
	void laterShutdownCanOnlyBeStricter() throws InterruptedException {
		TaskPool pool = pool(1);
		Signal never = signal();
		TaskFuture<Boolean> running = occupy(pool, never).get(0);
		TaskFuture<Integer> waiting = pool.submit(Work::square, 1);
		pool.shutdown();
		assertThat(waiting.isDone()).isFalse();
		pool.shutdown(Shutdown.cancelQueued());
		assertThat(waiting.isCancelled()).isTrue();
		assertThat(running.isDone()).isFalse();
		pool.shutdown(Shutdown.kill());
		pool.shutdown(Shutdown.drain());
		assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		assertThat(running.isCancelled()).isTrue();
	}

	@Test
	void shutdownNowInterruptsAndReturnsWhatWaited() throws InterruptedException {
		TaskPool pool = pool(1);
		Signal begun = signal();
		Signal never = signal();
		Signal stopped = signal();
		TaskFuture<Boolean> running = pool.submit(() -> {
			begun.raise();
			try {
				return never.await();
			}
			finally {
				stopped.raise();
			}
		});
		await(begun);
		List<TaskFuture<Integer>> waiting = List.of(pool.submit(Work::square, 1), pool.submit(Work::square, 2));
		assertThat(pool.shutdownNow()).hasSize(2);
		assertThat(waiting).allMatch(TaskFuture::isCancelled);
		assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		assertThat(running.isCancelled()).isTrue();
		assertThat(stopped.isRaised()).isTrue();
		assertThat(pool.shutdownNow()).isEmpty();
	}

	@Test
	void closeWaitsForAllTasks() {
		TaskPool pool = pool(2);
		Signal release = signal();
		List<TaskFuture<Boolean>> running = occupy(pool, release);
		TaskFuture<Integer> waiting = pool.submit(Work::square, 5);
		CompletableFuture<Void> closer = CompletableFuture.runAsync(pool::close);
		await().until(pool::isShutdown);
		assertThat(closer).isNotDone();
		release.raise();
		closer.join();
		assertThat(running).allMatch(TaskFuture::isDone);
		assertThat(waiting.isDone()).isTrue();
		assertThat(pool.isTerminated()).isTrue();
		pool.close();
	}

	@Test
	void closeThatIsInterruptedStopsTheTasks() {
		TaskPool pool = pool(1);
		Signal never = signal();
		TaskFuture<Boolean> running = occupy(pool, never).get(0);
		Thread.currentThread().interrupt();
		pool.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(running.isCancelled()).isTrue();
		assertThat(pool.isTerminated()).isTrue();
	}

	@Test
	void poolCanBeClosedByItsOwnCallback() {
		TaskPool pool = pool(1);
		pool.submit(() -> 1).onDone((future) -> pool.close());
		await().until(pool::isTerminated);
	}

	@Test
	void callbacksHaveRunWhenThePoolIsClosed() {
		List<Integer> seen = new CopyOnWriteArrayList<>();
		try (TaskPool pool = pool(2)) {
			for (int i = 0; i < 50; i++) {
				pool.submit(Work::square, i).onDone((future) -> seen.add(future.result()));
			}
		}
		assertThat(seen).hasSize(50).contains(49 * 49);
	}

}
