package dev.poolworks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import dev.poolworks.MapOptions.OnError;
import dev.poolworks.policy.ScalingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Mapping a function over items, where something fails, takes too long or is given up.
 */
abstract class MapFailureContract extends PoolContract {

	private static final MapOptions DEFAULTS = MapOptions.defaults();

	@ParameterizedTest
	@ValueSource(ints = { 1, 3 })
	void goodResultsComeBeforeTheFailureWhichIsThrownThen(int chunkSize) {
		TaskPool pool = pool(2);
		Iterator<Integer> results = pool
			.map((i) -> (i == 4) ? Work.fail("item " + i) : i, MapContract.numbers(8), DEFAULTS.chunkSize(chunkSize))
			.iterator();
		for (int i = 0; i < 4; i++) {
			assertThat(results.next()).isEqualTo(i);
		}
		assertThatThrownBy(results::next).isInstanceOf(IllegalStateException.class).hasMessage("item 4");
		assertThat(results.hasNext()).isFalse();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(results::next);
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
	}

	@Test
	void failureCancelsTheRest() {
		TaskPool pool = pool(1);
		Signal never = signal();
		TaskResults<Integer> results = pool.map((i) -> {
			if (i > 0) {
				never.await();
			}
			return Work.fail("first");
		}, MapContract.numbers(50));
		assertThatThrownBy(results::toList).hasMessage("first");
		PoolAssert.assertThat(pool).hasNothingToDo();
		assertThat(pool.submit(() -> "next").result()).isEqualTo("next");
	}

	@Test
	void checkedExceptionOfAnItemIsWrapped() {
		TaskResults<Integer> results = pool(1).map((i) -> {
			throw new IOException("no disk");
		}, MapContract.numbers(1));
		assertThatThrownBy(results::toList).isInstanceOf(CompletionException.class)
			.hasCauseInstanceOf(IOException.class);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 4 })
	void mapThatContinuesLeavesFailedItemsOut(int chunkSize) {
		assertThat(pool(2)
			.map(Work::squareOfEven, MapContract.numbers(9), DEFAULTS.onError(OnError.CONTINUE).chunkSize(chunkSize))
			.toList()).containsExactly(0, 4, 16, 36, 64);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 4 })
	void outcomesHaveTheFailuresToo(int chunkSize) {
		List<TaskOutcome<Integer>> outcomes = pool(2)
			.map(Work::squareOfEven, MapContract.numbers(9), DEFAULTS.chunkSize(chunkSize))
			.outcomes()
			.toList();
		assertThat(outcomes).hasSize(9);
		for (TaskOutcome<Integer> outcome : outcomes) {
			assertThat(outcome.succeeded()).isEqualTo(outcome.index() % 2 == 0);
			if (!outcome.succeeded()) {
				assertThat(outcome.failure()).hasMessage("odd " + outcome.index());
			}
		}
	}

	@Test
	void mapGivesFinishedItemsAndThenTheTimeout() throws Exception {
		TaskPool pool = pool((spec) -> spec.maxSize(3).scaling(ScalingPolicy.fixed()));
		pool.submit(() -> true).result();
		await().until(() -> pool.snapshot().workers().idle() == 3);
		Signal never = signal();
		List<Integer> taken = withEnoughTime((time) -> {
			TaskResults<Integer> results = pool.map((i) -> (i < 2) ? i : Work.square(never.await() ? 1 : 0),
					MapContract.numbers(3), DEFAULTS.timeout(time));
			List<Integer> finished = new ArrayList<>();
			assertThatThrownBy(() -> results.forEach(finished::add)).isInstanceOf(WaitTimeoutException.class)
				.hasMessageContaining(finished.size() + " results in ");
			PoolAssert.assertThat(pool).hasNothingToDo();
			return finished;
		}, (finished) -> finished.size() == 2);
		assertThat(taken).containsExactly(0, 1);
	}

	@Test
	void timeoutHoldsAlsoWhileTheQueueIsFull() {
		TaskPool pool = pool((spec) -> spec.maxSize(1).queueCapacity(0));
		Signal release = signal();
		occupy(pool, release);
		assertThatThrownBy(pool.map(Work::square, MapContract.numbers(3), DEFAULTS.timeout(SHORT))::toList)
			.isInstanceOf(WaitTimeoutException.class);
		assertThatThrownBy(
				pool.map(Work::square, MapContract.numbers(3), DEFAULTS.timeout(SHORT).bufferSize(2))::toList)
			.isInstanceOf(WaitTimeoutException.class);
		release.raise();
		assertThat(pool.map(Work::square, MapContract.numbers(3)).toList()).containsExactly(0, 1, 4);
	}

	@Test
	void limitOfATaskIsForEachItemOfAChunk() {
		Signal never = signal();
		TaskPool pool = pool(1);
		List<TaskOutcome<Integer>> outcomes = pool.map((i) -> {
			if (i == 2) {
				never.await();
			}
			return i;
		}, MapContract.numbers(5), DEFAULTS.chunkSize(5).task(TaskOptions.defaults().timeout(Duration.ofSeconds(1))))
			.outcomes()
			.toList();
		assertThat(outcomes).extracting(TaskOutcome::value).containsExactly(0, 1, null, 3, 4);
		assertThat(outcomes.get(2).failure()).isInstanceOf(TaskTimeoutException.class);
	}

	@Test
	void clockOfALimitStartsAgainWithEachItem() throws Exception {
		TaskPool pool = pool(1);
		List<TaskOutcome<Integer>> outcomes = withEnoughTime((limit) -> {
			long quarter = limit.toNanos() / 4;
			return pool.map((i) -> {
				long start = System.nanoTime();
				while (System.nanoTime() - start < quarter) {
					Thread.onSpinWait();
				}
				return i;
			}, MapContract.numbers(8), DEFAULTS.chunkSize(8).task(TaskOptions.defaults().timeout(limit)))
				.outcomes()
				.toList();
		}, (items) -> items.stream().noneMatch((item) -> item.failure() instanceof TaskTimeoutException));
		assertThat(outcomes).hasSize(8).allMatch(TaskOutcome::succeeded);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 10 })
	void failureOfTheInputComesAtItsPosition(int chunkSize) {
		TaskPool pool = pool(2);
		for (MapOptions options : List.of(DEFAULTS, DEFAULTS.bufferSize(10), DEFAULTS.ordered(false),
				DEFAULTS.onError(OnError.CONTINUE))) {
			List<Integer> taken = new ArrayList<>();
			TaskResults<Integer> results = pool.map(Work::square, failingAfter(5), options.chunkSize(chunkSize));
			assertThatThrownBy(() -> results.forEach(taken::add)).isInstanceOf(UnsupportedOperationException.class)
				.hasMessage("no more");
			assertThat(taken).containsExactlyInAnyOrder(0, 1, 4, 9, 16);
		}
		PoolAssert.assertThat(pool).hasNothingToDo();
	}

	@Test
	void closeStopsWhatRunsAndWhatWaits() {
		TaskPool pool = pool((spec) -> spec.maxSize(1).queueCapacity(5));
		Signal begun = signal();
		Signal never = signal();
		Signal stopped = signal();
		TaskResults<Integer> results = pool.map((i) -> {
			begun.raise(i);
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				stopped.raise(i);
				throw ex;
			}
			return i;
		}, MapContract.numbers(100));
		await(begun);
		results.close();
		results.close();
		await(stopped);
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
		assertThat(begun.texts()).containsExactly("0");
		await().until(() -> PoolAssert.threadsOf(pool.name()).stream().noneMatch((name) -> name.contains("feeder")));
		assertThatThrownBy(results::toList).isInstanceOf(CancellationException.class);
	}

	@Test
	void nothingBeginsWhileAMapIsBeingClosed() {
		int items = 300;
		TaskPool pool = pool((spec) -> spec.maxSize(1).queueCapacity(items));
		Signal begun = signal();
		Signal never = signal();
		TaskResults<Boolean> results = pool.map((i) -> {
			begun.raise(i);
			return never.await();
		}, MapContract.numbers(items), MapOptions.defaults().chunkSize(1));
		await(begun);
		await().until(() -> pool.snapshot().tasks().queued() == items - 1);
		results.close();
		await().untilAsserted(() -> PoolAssert.assertThat(pool).hasNothingToDo().isConsistent());
		assertThat(begun.texts()).containsExactly("0");
	}

	@Test
	void closeByAnotherThreadWakesTheConsumer() {
		TaskPool pool = pool(1);
		Signal begun = signal();
		Signal never = signal();
		TaskResults<Boolean> results = pool.map((i) -> {
			begun.raise();
			return never.await();
		}, List.of(1));
		CompletableFuture<?> closer = CompletableFuture.runAsync(() -> {
			await(begun);
			results.close();
		});
		assertThatThrownBy(results::toList).isInstanceOf(CancellationException.class);
		closer.join();
		PoolAssert.assertThat(pool).hasNothingToDo();
	}

	@Test
	void closingTheStreamCancelsTheRest() {
		TaskPool pool = pool(1);
		Signal never = signal();
		try (Stream<Integer> results = pool.map((i) -> (i == 0 || never.await()) ? i : -1, MapContract.numbers(20))
			.stream()) {
			assertThat(results.findFirst()).hasValue(0);
		}
		PoolAssert.assertThat(pool).hasNothingToDo();
	}

	@Test
	void shutdownThatCancelsEndsTheMap() {
		TaskPool pool = pool((spec) -> spec.maxSize(1).queueCapacity(2));
		Signal begun = signal();
		Signal release = signal();
		TaskResults<Boolean> results = pool.map((i) -> {
			begun.raise();
			return release.await();
		}, MapContract.numbers(100), DEFAULTS.chunkSize(1));
		await(begun);
		await().until(() -> pool.snapshot().tasks().queued() == 2);
		pool.shutdown(Shutdown.cancelQueued());
		release.raise();
		List<TaskOutcome<Boolean>> outcomes = results.outcomes().toList();
		assertThat(outcomes.get(0).succeeded()).isTrue();
		assertThat(outcomes.get(1).failure()).isInstanceOf(CancellationException.class);
		assertThat(outcomes.get(outcomes.size() - 1).failure()).isInstanceOf(TaskRejectedException.class);
		assertThat(outcomes).hasSizeLessThan(10);
		await().until(pool::isTerminated);
	}

	@Test
	void interruptOfTheConsumerCancelsTheRest() {
		TaskPool pool = pool(1);
		Signal never = signal();
		TaskResults<Boolean> results = pool.map((i) -> never.await(), List.of(1, 2));
		Thread.currentThread().interrupt();
		assertThatThrownBy(results::toList).isInstanceOf(CompletionException.class)
			.hasCauseInstanceOf(InterruptedException.class);
		assertThat(Thread.interrupted()).isTrue();
		PoolAssert.assertThat(pool).hasNothingToDo();
	}

	@Test
	void interruptThatAnItemThrowsCostsThatItemOnly() {
		List<TaskOutcome<Integer>> outcomes = pool(1).map((i) -> {
			if (i == 1) {
				throw new InterruptedException("own");
			}
			return i;
		}, MapContract.numbers(4), DEFAULTS.chunkSize(4)).outcomes().toList();
		assertThat(outcomes).extracting(TaskOutcome::value).containsExactly(0, null, 2, 3);
		assertThat(outcomes.get(1).failure()).isInstanceOf(InterruptedException.class);
	}

	private static Iterable<Integer> failingAfter(int count) {
		return () -> Stream.concat(MapContract.numbers(count).stream(), Stream.generate(() -> {
			throw new UnsupportedOperationException("no more");
		})).iterator();
	}

}
