package dev.poolworks;

import java.util.List;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Cancelling tasks.
 */
abstract class CancelContract extends PoolContract {

	@Test
	void cancelWithoutInterruptSucceedsOnlyBeforeTheStart() {
		TaskPool pool = pool(1);
		Signal release = signal();
		TaskFuture<Boolean> running = occupy(pool, release).get(0);
		TaskFuture<Boolean> waiting = pool.submit(() -> true);
		assertThat(running.cancel(false)).isFalse();
		assertThat(running.isCancelled()).isFalse();
		assertThat(waiting.cancel(false)).isTrue();
		assertThat(waiting.isCancelled()).isTrue();
		assertThat(waiting.taskState()).isEqualTo(TaskState.CANCELLED);
		assertThatThrownBy(waiting::result).isInstanceOf(CancellationException.class);
		assertThatThrownBy(waiting::get).isInstanceOf(CancellationException.class);
		assertThatThrownBy(() -> waiting.exception(LONG)).isInstanceOf(CancellationException.class);
		release.raise();
		assertThat(running.result()).isTrue();
	}

	@Test
	void cancelledQueuedTaskNeverRunsAndFollowingOnesDo() {
		TaskPool pool = pool(1);
		Signal release = signal();
		Signal ran = signal();
		occupy(pool, release);
		List<TaskFuture<?>> tasks = List.of(pool.submit(() -> ran.raise("first")),
				pool.submit(() -> ran.raise("second")), pool.submit(() -> ran.raise("third")));
		assertThat(tasks.get(1).cancel(false)).isTrue();
		release.raise();
		tasks.get(2).result();
		assertThat(ran.texts()).containsExactly("first", "third");
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
	}

	@Test
	void cancelWithInterruptStopsARunningTask() {
		TaskPool pool = pool(1);
		Signal begun = signal();
		Signal never = signal();
		Signal stopped = signal();
		TaskFuture<Boolean> future = pool.submit(() -> {
			begun.raise();
			try {
				return never.await();
			}
			finally {
				stopped.raise();
			}
		});
		await(begun);
		assertThat(future.cancel(true)).isTrue();
		assertThat(future.isCancelled()).isTrue();
		assertThatThrownBy(future::result).isInstanceOf(CancellationException.class);
		await(stopped);
		assertThat(pool.submit(() -> "next").result()).isEqualTo("next");
		PoolAssert.assertThat(pool).isConsistent();
		assertThat(pool.snapshot().tasks().cancelled()).isOne();
	}

	@Test
	void interruptOfACancelledTaskDoesNotReachTheNext() {
		TaskPool pool = pool(1);
		for (int i = 0; i < 20; i++) {
			Signal begun = signal();
			TaskFuture<?> cancelled = pool.submit(() -> begun.raise());
			await(begun);
			cancelled.cancel(true);
			assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).result()).isFalse();
		}
	}

	@Test
	void cancelOfATaskThatIsDoneIsTooLate() {
		TaskFuture<String> done = pool(1).submit(() -> "done");
		done.result();
		assertThat(done.cancel(true)).isFalse();
		assertThat(done.cancel(false)).isFalse();
		assertThat(done.isCancelled()).isFalse();
		assertThat(done.result()).isEqualTo("done");
	}

	@Test
	void cancelAgainIsTrueAsLongAsItIsCancelled() {
		TaskPool pool = pool(1);
		Signal release = signal();
		TaskFuture<Boolean> running = occupy(pool, release).get(0);
		assertThat(running.cancel(true)).isTrue();
		assertThat(running.cancel(true)).isTrue();
		assertThat(running.cancel(false)).isTrue();
	}

	@Test
	void cancelWakesWhoeverWaits() {
		TaskPool pool = pool(1);
		Signal never = signal();
		TaskFuture<Boolean> running = pool.submit(() -> never.await());
		Thread canceller = new Thread(() -> {
			await().until(running::isRunning);
			running.cancel(true);
		});
		canceller.start();
		assertThatThrownBy(running::result).isInstanceOf(CancellationException.class);
	}

	@Test
	void manyCancelsThatRaceStartsLoseNothing() {
		TaskPool pool = pool(2);
		int cancelled = 0;
		for (int i = 0; i < 300; i++) {
			TaskFuture<Integer> future = pool.submit(Work::square, i);
			if (future.cancel(i % 2 == 0)) {
				cancelled++;
			}
			else {
				assertThat(future.result()).isEqualTo(i * i);
			}
		}
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
		assertThat(pool.snapshot().tasks().cancelled()).isEqualTo(cancelled);
	}

}
