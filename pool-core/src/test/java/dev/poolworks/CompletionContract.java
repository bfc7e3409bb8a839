package dev.poolworks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A task's future as a {@link CompletableFuture}.
 */
abstract class CompletionContract extends PoolContract {

	@Test
	void stagesGoOnWithTheResult() {
		TaskPool pool = pool(2);
		CompletableFuture<String> text = pool.submit(Work::square, 3)
			.thenApply((value) -> value + 1)
			.thenCombine(pool.submit(Work::square, 4), Integer::sum)
			.thenCompose((sum) -> pool.submit(Work::square, sum))
			.thenApplyAsync(String::valueOf);
		assertThat(text.join()).isEqualTo("676");
	}

	@Test
	void stagesSeeTheFailure() {
		TaskPool pool = pool(1);
		assertThat(pool.submit(() -> Work.fail("x")).exceptionally((ex) -> -1).join()).isEqualTo(-1);
		assertThat(pool.submit(() -> Work.fail("x")).handle((value, ex) -> ex.getMessage()).join()).isEqualTo("x");
		assertThatThrownBy(pool.submit(() -> Work.fail("x")).thenApply((value) -> 1)::join)
			.isInstanceOf(CompletionException.class)
			.hasCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	void dependentsArePlainFuturesAndDoNotStopTheTask() {
		Signal release = signal();
		TaskFuture<Boolean> future = pool(1).submit(() -> release.await());
		CompletableFuture<Boolean> dependent = future.thenApply((value) -> !value);
		CompletableFuture<Boolean> copy = future.copy();
		assertThat(dependent).isNotInstanceOf(TaskFuture.class);
		dependent.cancel(true);
		copy.complete(false);
		assertThat(future.isDone()).isFalse();
		release.raise();
		assertThat(future.result()).isTrue();
	}

	@Test
	void allOfAndAnyOfWork() {
		TaskPool pool = pool(2);
		Signal release = signal();
		TaskFuture<Boolean> slow = pool.submit(() -> release.await());
		TaskFuture<?>[] futures = Stream
			.concat(Stream.iterate(1, (i) -> i + 1).limit(20).map((i) -> pool.submit(Work::square, i)), Stream.of(slow))
			.toArray(TaskFuture[]::new);
		assertThat(CompletableFuture.anyOf(futures).join()).isInstanceOf(Integer.class);
		CompletableFuture<Void> all = CompletableFuture.allOf(futures);
		assertThat(all).isNotDone();
		release.raise();
		all.join();
		assertThat(futures).allMatch(TaskFuture::isDone);
	}

	@Test
	void completionFromOutsideStopsTheTaskAndKeepsTheValue() {
		TaskPool pool = pool(1);
		Signal stopped = signal();
		TaskFuture<String> future = running(pool, stopped);
		assertThat(future.complete("given")).isTrue();
		assertThat(future.complete("late")).isFalse();
		assertThat(future.completeExceptionally(new IllegalStateException())).isFalse();
		await(stopped);
		assertThat(future.result()).isEqualTo("given");
		assertThat(future.taskState()).isEqualTo(TaskState.CANCELLED);
		assertThat(pool.submit(() -> "next").result()).isEqualTo("next");
		assertThat(future.getNow("none")).isEqualTo("given");
	}

	@Test
	void failureFromOutsideStopsTheTask() {
		TaskPool pool = pool(1);
		Signal stopped = signal();
		TaskFuture<String> future = running(pool, stopped);
		assertThat(future.completeExceptionally(new ArithmeticException("given"))).isTrue();
		await(stopped);
		assertThatThrownBy(future::result).isInstanceOf(ArithmeticException.class).hasMessage("given");
		assertThat(pool.submit(() -> "next").result()).isEqualTo("next");
	}

	@Test
	void completionFromOutsideKeepsAQueuedTaskFromRunning() {
		TaskPool pool = pool(1);
		Signal release = signal();
		Signal ran = signal();
		occupy(pool, release);
		TaskFuture<Integer> future = pool.submit(() -> {
			ran.raise();
			return 1;
		});
		future.complete(2);
		release.raise();
		pool.submit(() -> "next").result();
		assertThat(future.result()).isEqualTo(2);
		assertThat(ran.isRaised()).isFalse();
	}

	@Test
	void orTimeoutStopsTheTask() {
		TaskPool pool = pool(1);
		Signal stopped = signal();
		TaskFuture<String> future = running(pool, stopped);
		CompletableFuture<String> same = future.orTimeout(50, TimeUnit.MILLISECONDS);
		assertThat(same).isSameAs(future);
		await(stopped);
		assertThatThrownBy(future::join).isInstanceOf(CompletionException.class)
			.hasCauseInstanceOf(TimeoutException.class);
		assertThat(pool.submit(() -> "next").result()).isEqualTo("next");
	}

	@Test
	void completeOnTimeoutStopsTheTaskAndKeepsTheValue() {
		Signal stopped = signal();
		TaskFuture<String> future = running(pool(1), stopped);
		assertThat(future.completeOnTimeout("given", 50, TimeUnit.MILLISECONDS).join()).isEqualTo("given");
		await(stopped);
	}

	@Test
	void completeAsyncCompletes() {
		Signal stopped = signal();
		TaskFuture<String> future = running(pool(1), stopped);
		assertThat(future.completeAsync(() -> "given").join()).isEqualTo("given");
		await(stopped);
	}

	@Test
	void resultsAreNotReplaced() {
		TaskFuture<String> future = pool(1).submit(() -> "own");
		assertThatThrownBy(() -> future.obtrudeValue("x")).isInstanceOf(UnsupportedOperationException.class)
			.hasMessageContaining("cannot be replaced");
		assertThatThrownBy(() -> future.obtrudeException(new IllegalStateException()))
			.isInstanceOf(UnsupportedOperationException.class);
		assertThat(future.result()).isEqualTo("own");
	}

	@Test
	void executorOfStagesIsNotThePool() {
		TaskPool pool = pool(1);
		Signal release = signal();
		TaskFuture<Integer> future = pool.submit(() -> 1);
		future.result();
		occupy(pool, release);
		assertThat(future.thenApplyAsync((value) -> value + 1).join()).isEqualTo(2);
		release.raise();
	}

	@Test
	void futureIsSeenAsDoneAsSoonAsItsResultIs() {
		TaskPool pool = pool(2);
		for (int i = 0; i < 300; i++) {
			TaskFuture<Integer> future = pool.submit(Work::square, i);
			if (i % 3 == 0) {
				future.thenApply((value) -> value);
			}
			future.result();
			assertThat(future.isDone()).isTrue();
			assertThat(future.getNow(-1)).isEqualTo(i * i);
			assertThat(future.isCompletedExceptionally()).isFalse();
		}
	}

	@Test
	void whatGetHasGivenIsThereNow() throws Exception {
		TaskPool pool = pool(2);
		for (int i = 0; i < 300; i++) {
			TaskFuture<Integer> good = pool.submit(Work::square, i);
			TaskFuture<Integer> bad = pool.submit(Work::squareOfEven, 2 * i + 1);
			List.of(good, bad).forEach((future) -> future.thenApply((value) -> value));
			int result = good.get();
			assertThat(good.resultNow()).isEqualTo(result);
			Throwable failure = bad.exception(LONG);
			assertThat(bad.exceptionNow()).isSameAs(failure);
			assertThatThrownBy(good::exceptionNow).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("SUCCEEDED");
			assertThatThrownBy(bad::resultNow).isInstanceOf(IllegalStateException.class).hasMessageContaining("FAILED");
		}
	}

	@Test
	void nothingIsThereNowOfATaskThatRunsOrWasCancelled() {
		Signal stopped = signal();
		TaskFuture<String> future = running(pool(1), stopped);
		for (String state : List.of("RUNNING", "CANCELLED")) {
			assertThatThrownBy(future::resultNow).isInstanceOf(IllegalStateException.class).hasMessageContaining(state);
			assertThatThrownBy(future::exceptionNow).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining(state);
			future.cancel(true);
		}
		await(stopped);
	}

	@Test
	void cancelledFutureCancelsItsStages() {
		Signal stopped = signal();
		TaskFuture<String> future = running(pool(1), stopped);
		CompletableFuture<Integer> stage = future.thenApply(String::length);
		future.cancel(true);
		assertThatThrownBy(stage::join).hasCauseInstanceOf(CancellationException.class);
		assertThat(List.of(future.isCancelled(), stage.isCompletedExceptionally())).containsOnly(true);
		await(stopped);
		assertThatThrownBy(() -> future.result(Duration.ofSeconds(1))).isInstanceOf(CancellationException.class);
	}

	private TaskFuture<String> running(TaskPool pool, Signal stopped) {
		Signal begun = signal();
		Signal never = signal();
		TaskFuture<String> future = pool.submit(() -> {
			begun.raise();
			try {
				return "own " + never.await();
			}
			finally {
				stopped.raise();
			}
		});
		await(begun);
		return future;
	}

}
