package dev.poolworks;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Inputs of a map that block, fail or go on for ever, and maps that are given up in every
 * phase.
 */
abstract class MapInputContract extends PoolContract {

	private static final MapOptions DEFAULTS = MapOptions.defaults();

	@ParameterizedTest
	@EnumSource(names = { "CANCEL_QUEUED", "KILL" })
	void shutdownEndsAMapWhoseInputBlocks(Shutdown how) throws InterruptedException {
		TaskPool pool = pool(1);
		BlockingQueue<Integer> input = new LinkedBlockingQueue<>(List.of(6));
		Iterator<Integer> results = pool.map(Work::square, taking(input)).iterator();
		assertThat(results.next()).isEqualTo(36);
		Interruptible<Integer> consumer = Interruptible.start(results::next);
		pool.shutdown(how);
		assertThat(consumer.failure()).isInstanceOf(TaskRejectedException.class).hasMessageContaining("shut down");
		assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		PoolAssert.assertThat(pool).isGone();
	}

	@Test
	void shutdownNowEndsAMapWhoseInputBlocksThoughNobodyTakesItsResults() throws InterruptedException {
		TaskPool pool = pool(1);
		pool.map(Work::square, taking(new LinkedBlockingQueue<>()));
		pool.shutdownNow();
		assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		PoolAssert.assertThat(pool).isGone();
	}

	@Test
	void shutdownNowEndsAMapThatWaitsForRoom() throws InterruptedException {
		TaskPool pool = pool((spec) -> spec.maxSize(1).queueCapacity(0));
		Signal never = signal();
		occupy(pool, never);
		TaskResults<Integer> results = pool.map(Work::square, MapContract.numbers(10));
		Interruptible<List<Integer>> consumer = Interruptible.start(results::toList);
		pool.shutdownNow();
		assertThat(consumer.failure()).isInstanceOf(TaskRejectedException.class).hasMessageContaining("shut down");
		assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		PoolAssert.assertThat(pool).isGone();
	}

	@Test
	void drainGoesOnWithAnInputThatBlocksUntilItEnds() throws InterruptedException {
		TaskPool pool = pool(1);
		BlockingQueue<Integer> input = new LinkedBlockingQueue<>(List.of(1, 2));
		TaskResults<Integer> results = pool.map(Work::square, taking(input));
		pool.shutdown();
		assertThat(pool.awaitTermination(50, TimeUnit.MILLISECONDS)).isFalse();
		input.addAll(List.of(3, -1));
		assertThat(results.toList()).containsExactly(1, 4, 9);
		assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void threadsOfAMapAreDaemons() {
		TaskPool pool = pool(1);
		try (TaskResults<Integer> results = pool.map(Work::square, taking(new LinkedBlockingQueue<>()))) {
			await().until(() -> PoolAssert.threadsOf(pool.name()).contains(pool.name() + " map feeder"));
			assertThat(Thread.getAllStackTraces().keySet())
				.filteredOn((thread) -> thread.getName().startsWith(pool.name() + " map"))
				.allMatch(Thread::isDaemon);
		}
	}

	@Test
	void inputThatIgnoresInterruptsDoesNotHoldUpTheEnd() throws InterruptedException {
		TaskPool pool = pool(1);
		CountDownLatch release = new CountDownLatch(1);
		TaskResults<Integer> results = pool.map(Work::square, () -> Stream.<Integer>generate(() -> {
			boolean waiting = true;
			while (waiting) {
				try {
					waiting = !release.await(60, TimeUnit.SECONDS);
				}
				catch (InterruptedException ex) {
					// that is the point
				}
			}
			return 1;
		}).limit(3).iterator());
		pool.shutdownNow();
		assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		assertThatThrownBy(results::toList).isInstanceOf(TaskRejectedException.class);
		release.countDown();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void errorOfTheInputEndsTheMap(boolean buffered) {
		TaskPool pool = pool(1);
		Iterable<Integer> input = () -> Stream.iterate(1, (i) -> i + 1)
			.map((i) -> (i < 3) ? i : (int) Work.recurse(1))
			.iterator();
		Iterator<Integer> results = pool.map(Work::square, input, buffered ? DEFAULTS.bufferSize(2) : DEFAULTS)
			.iterator();
		assertThat(results.next()).isOne();
		assertThat(results.next()).isEqualTo(4);
		assertThatThrownBy(results::next).isInstanceOf(StackOverflowError.class);
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 7 })
	void mapsThatAreClosedEarlyCostNoWorker(int taken) {
		TaskPool pool = pool((spec) -> spec.maxSize(2).queueCapacity(3));
		pool.submit(() -> 1).result();
		for (int round = 0; round < 60; round++) {
			MapOptions options = DEFAULTS.chunkSize(1 + round % 3);
			try (TaskResults<Integer> results = pool.map(Work::square, MapContract.numbers(50),
					(round % 2 == 0) ? options : options.bufferSize(8))) {
				assertThat(results.stream().limit(taken)).hasSize(taken);
			}
		}
		hasLostNothing(pool, 2);
	}

	@Test
	void mapsThatAreClosedByOthersCostNoWorker() {
		TaskPool pool = pool((spec) -> spec.maxSize(2).queueCapacity(3));
		pool.submit(() -> 1).result();
		for (int round = 0; round < 60; round++) {
			TaskResults<Integer> results = pool.map(Work::square, MapContract.numbers(200),
					DEFAULTS.chunkSize(1 + round % 3));
			Thread closer = new Thread(results::close);
			try {
				results.iterator().forEachRemaining((square) -> {
					if (square == 25) {
						closer.start();
					}
				});
			}
			catch (CancellationException ex) {
				// closed before it was at its end
			}
			results.close();
		}
		hasLostNothing(pool, 2);
	}

	@Test
	void mapCanBeClosedByACallback() {
		TaskPool pool = pool(2);
		Signal begun = signal();
		Signal never = signal();
		TaskResults<Boolean> results = pool.map((i) -> {
			begun.raise();
			return never.await();
		}, MapContract.numbers(20));
		await(begun);
		pool.submit(() -> 1).onDone((future) -> results.close());
		Interruptible<List<Boolean>> consumer = Interruptible.start(results::toList);
		results.close();
		assertThat(consumer.failure()).isInstanceOf(CancellationException.class);
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
	}

	@Test
	void consumerThatIsInterruptedCancelsTheRest() {
		TaskPool pool = pool(1);
		Signal never = signal();
		TaskResults<Boolean> results = pool.map((i) -> never.await(), MapContract.numbers(20));
		Interruptible<Boolean> consumer = Interruptible.start(() -> {
			assertThatThrownBy(results::toList).isInstanceOf(CompletionException.class)
				.hasCauseInstanceOf(InterruptedException.class);
			return Thread.currentThread().isInterrupted();
		});
		consumer.interrupt();
		assertThat(consumer.result()).isTrue();
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
	}

	private static void hasLostNothing(TaskPool pool, int workers) {
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
		assertThat(pool.submit(() -> "next").result()).isEqualTo("next");
		assertThat(pool.snapshot().workers().started()).isLessThanOrEqualTo(workers);
	}

	private static Iterable<Integer> taking(BlockingQueue<Integer> queue) {
		return () -> new Iterator<>() {

			private int next;

			@Override
			public boolean hasNext() {
				try {
					this.next = queue.take();
					return this.next >= 0;
				}
				catch (InterruptedException ex) {
					throw new CompletionException(ex);
				}
			}

			@Override
			public Integer next() {
				return this.next;
			}

		};
	}

}
