package dev.poolworks;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import dev.poolworks.TaskFutures.WaitResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Waiting for several futures at a time.
 */
abstract class WaitContract extends PoolContract {

	@Test
	void waitForTheFirstReturnsWhenOneIsDone() {
		TaskPool pool = pool(2);
		Signal release = signal();
		TaskFuture<Boolean> slow = pool.submit(() -> release.await());
		TaskFuture<Boolean> fast = pool.submit(() -> true);
		WaitResult<TaskFuture<Boolean>> result = TaskFutures.wait(List.of(slow, fast), WaitFor.FIRST_COMPLETED);
		assertThat(result.done()).containsExactly(fast);
		assertThat(result.notDone()).containsExactly(slow);
		assertThat(watchersOf(slow)).isEmpty();
		release.raise();
	}

	@Test
	void waitForTheFirstReturnsAtOnceIfOneIsDoneAlready() {
		TaskPool pool = pool(2);
		Signal release = signal();
		TaskFuture<Boolean> done = pool.submit(() -> true);
		done.result();
		TaskFuture<Boolean> slow = pool.submit(() -> release.await());
		assertThat(TaskFutures.wait(List.of(slow, done), WaitFor.FIRST_COMPLETED).done()).containsExactly(done);
		release.raise();
	}

	@Test
	void waitForTheFirstFailureReturnsWhenOneFails() {
		TaskPool pool = pool(2);
		Signal release = signal();
		TaskFuture<Boolean> good = pool.submit(() -> true);
		good.result();
		TaskFuture<Boolean> slow = pool.submit(() -> release.await());
		TaskFuture<Boolean> failing = pool.submit(() -> Work.fail("x") == 0);
		WaitResult<TaskFuture<Boolean>> result = TaskFutures.wait(List.of(good, slow, failing),
				WaitFor.FIRST_EXCEPTION);
		assertThat(result.done()).containsExactly(good, failing);
		assertThat(result.notDone()).containsExactly(slow);
		release.raise();
		slow.result();
		assertThat(TaskFutures.wait(List.of(good, slow, failing), WaitFor.FIRST_EXCEPTION).notDone()).isEmpty();
	}

	@Test
	void waitForTheFirstFailureReturnsWhenOneIsCancelledOrAllAreDone() {
		TaskPool pool = pool(1);
		Signal release = signal();
		TaskFuture<Boolean> slow = occupy(pool, release).get(0);
		TaskFuture<Boolean> cancelled = pool.submit(() -> true);
		CompletableFuture<Boolean> canceller = CompletableFuture.supplyAsync(() -> cancelled.cancel(false));
		assertThat(TaskFutures.wait(List.of(slow, cancelled), WaitFor.FIRST_EXCEPTION).done())
			.containsExactly(cancelled);
		assertThat(canceller.join()).isTrue();
		release.raise();
		TaskFuture<Boolean> next = pool.submit(() -> true);
		assertThat(TaskFutures.wait(List.of(slow, next), WaitFor.FIRST_EXCEPTION).done()).containsExactly(slow, next);
	}

	@Test
	void waitForAllReturnsWhenAllAreDone() {
		TaskPool pool = pool(2);
		List<TaskFuture<Integer>> futures = Stream.iterate(0, (i) -> i + 1)
			.limit(50)
			.map((i) -> pool.submit(Work::squareOfEven, i))
			.toList();
		WaitResult<TaskFuture<Integer>> result = TaskFutures.wait(futures, WaitFor.ALL_COMPLETED, LONG);
		assertThat(result.done()).containsExactlyElementsOf(futures).allMatch(TaskFuture::isDone).isUnmodifiable();
		assertThat(result.notDone()).isEmpty();
	}

	@Test
	void waitThatRunsOutTellsWhatIsDone() {
		TaskPool pool = pool(2);
		Signal release = signal();
		TaskFuture<Boolean> slow = pool.submit(() -> release.await());
		TaskFuture<Boolean> fast = pool.submit(() -> true);
		fast.result();
		for (Duration timeout : List.of(SHORT, Duration.ZERO, Duration.ofSeconds(-1))) {
			WaitResult<TaskFuture<Boolean>> result = TaskFutures.wait(List.of(fast, slow, fast), WaitFor.ALL_COMPLETED,
					timeout);
			assertThat(result.done()).containsExactly(fast);
			assertThat(result.notDone()).containsExactly(slow);
		}
		assertThat(watchersOf(slow)).isEmpty();
		release.raise();
	}

	@Test
	void waitForNothingReturnsAtOnce() {
		for (WaitFor what : WaitFor.values()) {
			assertThat(TaskFutures.wait(List.<TaskFuture<?>>of(), what).done()).isEmpty();
		}
		assertThat(TaskFutures.asCompleted(List.<TaskFuture<String>>of())).isEmpty();
	}

	@Test
	void waitThatIsInterruptedLeavesNothingBehind() {
		Signal release = signal();
		TaskFuture<Boolean> slow = pool(1).submit(() -> release.await());
		Thread.currentThread().interrupt();
		assertThatThrownBy(() -> TaskFutures.wait(List.of(slow), WaitFor.ALL_COMPLETED))
			.isInstanceOf(CompletionException.class)
			.hasCauseInstanceOf(InterruptedException.class);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(watchersOf(slow)).isEmpty();
		release.raise();
	}

	@Test
	void waitIsNotHeldUpByACallbackThatBlocks() {
		TaskPool pool = pool(1);
		Signal begin = signal();
		Signal release = signal();
		TaskFuture<Boolean> future = pool.submit(() -> begin.await());
		future.thenRun(release::awaitStubbornly);
		begin.raise();
		assertThat(TaskFutures.wait(List.of(future), WaitFor.ALL_COMPLETED).done()).containsExactly(future);
		assertThat(TaskFutures.asCompleted(List.of(future)).toList()).containsExactly(future);
		release.raise();
	}

	@Test
	void asCompletedGivesFuturesInTheOrderInWhichTheyAreDone() {
		TaskPool pool = pool(3);
		List<Signal> signals = List.of(signal(), signal(), signal());
		List<TaskFuture<Integer>> futures = Stream.of(0, 1, 2).map((i) -> {
			Signal signal = signals.get(i);
			return pool.submit(() -> signal.await() ? i : -1);
		}).toList();
		Iterator<TaskFuture<Integer>> completed = TaskFutures.asCompleted(futures, LONG).iterator();
		for (int i : List.of(2, 0, 1)) {
			signals.get(i).raise();
			assertThat(completed.next().result()).isEqualTo(i);
		}
		assertThat(completed.hasNext()).isFalse();
	}

	@Test
	void asCompletedGivesWhatIsDoneFirstAndNothingTwice() {
		TaskPool pool = pool(2);
		Signal release = signal();
		TaskFuture<Boolean> slow = pool.submit(() -> release.await());
		TaskFuture<Boolean> failed = pool.submit(() -> Work.fail("x") == 0);
		failed.exception(LONG);
		TaskFuture<Boolean> cancelled = pool.submit(() -> release.await());
		cancelled.cancel(true);
		Iterator<TaskFuture<Boolean>> completed = TaskFutures
			.asCompleted(List.of(slow, failed, slow, cancelled, failed))
			.iterator();
		assertThat(List.of(completed.next(), completed.next())).containsExactly(failed, cancelled);
		release.raise();
		assertThat(completed.next()).isSameAs(slow);
		assertThat(completed.hasNext()).isFalse();
	}

	@Test
	void asCompletedThrowsWhenTheTimeIsUp() {
		TaskPool pool = pool(2);
		Signal release = signal();
		TaskFuture<Boolean> slow = pool.submit(() -> release.await());
		TaskFuture<Boolean> fast = pool.submit(() -> true);
		fast.result();
		Iterator<TaskFuture<Boolean>> completed = TaskFutures.asCompleted(List.of(slow, fast), SHORT).iterator();
		assertThat(completed.next()).isSameAs(fast);
		assertThatThrownBy(completed::next).isInstanceOf(WaitTimeoutException.class).hasMessageContaining("1 of 2");
		assertThat(watchersOf(slow)).isEmpty();
		assertThat(slow.isDone()).isFalse();
		release.raise();
		assertThat(slow.result()).isTrue();
	}

	@Test
	void asCompletedThatIsClosedLeavesNothingBehind() {
		TaskPool pool = pool(2);
		Signal release = signal();
		TaskFuture<Boolean> slow = pool.submit(() -> release.await());
		TaskFuture<Boolean> fast = pool.submit(() -> true);
		try (Stream<TaskFuture<Boolean>> completed = TaskFutures.asCompleted(List.of(slow, fast))) {
			assertThat(completed.findFirst()).hasValue(fast);
			assertThat(watchersOf(slow)).hasSize(1);
		}
		assertThat(watchersOf(slow)).isEmpty();
		release.raise();
	}

	@Test
	void asCompletedThatIsNeitherReadNorClosedIsForgotten() {
		TaskPool pool = pool(2);
		Signal release = signal();
		TaskFuture<Boolean> slow = pool.submit(() -> release.await());
		TaskFuture<Boolean> fast = pool.submit(() -> true);
		assertThat(TaskFutures.asCompleted(List.of(slow, fast)).findFirst()).hasValue(fast);
		await().until(() -> {
			System.gc();
			TaskFutures.wait(List.of(slow), WaitFor.ALL_COMPLETED, Duration.ofMillis(1));
			return watchersOf(slow).isEmpty();
		});
		release.raise();
	}

	private static Collection<?> watchersOf(TaskFuture<?> future) {
		try {
			Field field = TaskFuture.class.getDeclaredField("watchers");
			field.setAccessible(true);
			Collection<?> watchers = (Collection<?>) field.get(future);
			return (watchers != null) ? watchers : List.of();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
