package dev.poolworks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.poolworks.MapOptions.OnError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Mapping a function over items: what comes out, in which order, and how far ahead.
 */
abstract class MapContract extends PoolContract {

	static final MapOptions DEFAULTS = MapOptions.defaults();

	static List<Integer> numbers(int count) {
		return IntStream.range(0, count).boxed().toList();
	}

	static List<Integer> squares(int count) {
		return IntStream.range(0, count).map((i) -> i * i).boxed().toList();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 6, 40, 50 })
	void mapKeepsTheOrderOfTheItemsWithEveryChunkSize(int chunkSize) {
		TaskPool pool = pool(2);
		assertThat(pool.map(Work::square, numbers(40), DEFAULTS.chunkSize(chunkSize)))
			.containsExactlyElementsOf(squares(40));
		PoolAssert.assertThat(pool).isConsistent().hasNothingToDo();
		assertThat(pool.snapshot().tasks().succeeded()).isEqualTo((40 + chunkSize - 1) / chunkSize);
	}

	@Test
	void mapChoosesTheChunkSizeItself() {
		assertThat(pool(2).map(Work::square, numbers(100)).toList()).isEqualTo(squares(100));
	}

	@Test
	void mapOfNothingGivesNothing() {
		TaskPool pool = pool(1);
		assertThat(pool.map(Work::square, List.<Integer>of()).toList()).isEmpty();
		assertThat(pool.map(Work::square, List.<Integer>of(), DEFAULTS.bufferSize(2))).isEmpty();
		assertThat(pool.map(Work::square, List.<Integer>of(), DEFAULTS.chunkSize(7)).outcomes()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void nullIsAnItemAndAResultLikeAnyOther(int chunkSize) {
		List<String> items = Arrays.asList("a", null, "b");
		assertThat(pool(1).map(SubmitContract::same, items, DEFAULTS.chunkSize(chunkSize)).toList())
			.containsExactly("a", null, "b");
	}

	@Test
	void resultsComeWhileLaterItemsStillRun() {
		Signal release = signal();
		Iterator<Integer> results = pool(2).map((i) -> {
			if (i > 0) {
				release.await();
			}
			return i;
		}, numbers(2)).iterator();
		assertThat(results.next()).isZero();
		release.raise();
		assertThat(results.next()).isOne();
		assertThat(results.hasNext()).isFalse();
	}

	@Test
	void itemsOfAChunkGiveTheirResultsOneByOne() {
		Signal release = signal();
		Iterator<Integer> results = pool(1).map((i) -> {
			if (i == 2) {
				release.await();
			}
			return i;
		}, numbers(3), DEFAULTS.chunkSize(3)).iterator();
		assertThat(results.next()).isZero();
		assertThat(results.next()).isOne();
		release.raise();
		assertThat(results.next()).isEqualTo(2);
	}

	@Test
	void mapWithoutOrderGivesResultsAsTheyComplete() {
		Signal release = signal();
		Iterator<Integer> results = pool(2).map((i) -> {
			if (i == 0) {
				release.await();
			}
			return i;
		}, numbers(5), DEFAULTS.ordered(false)).iterator();
		List<Integer> early = Stream.generate(results::next).limit(4).toList();
		assertThat(early).containsExactlyInAnyOrder(1, 2, 3, 4);
		release.raise();
		assertThat(results.next()).isZero();
		assertThat(results.hasNext()).isFalse();
	}

	@Test
	void mapWaitsForRoomInsteadOfRejecting() {
		TaskPool pool = pool((spec) -> spec.maxSize(2).queueCapacity(1));
		assertThat(pool.map(Work::square, numbers(300)).toList()).isEqualTo(squares(300));
		assertThat(pool.map(Work::square, numbers(300), DEFAULTS.bufferSize(50)).toList()).isEqualTo(squares(300));
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
		assertThat(pool.snapshot().tasks().rejected()).isZero();
	}

	@Test
	void mapRunsAlsoIfNobodyTakesTheResults() {
		Signal ran = signal();
		TaskPool pool = pool((spec) -> spec.maxSize(1).queueCapacity(0));
		TaskResults<Integer> results = pool.map((i) -> {
			ran.raise(i);
			return i;
		}, numbers(5));
		await().until(() -> ran.count() == 5);
		assertThat(results.toList()).isEqualTo(numbers(5));
	}

	@Test
	void poolThatIsClosedRightAfterMapRunsAllItems() {
		TaskResults<Integer> results;
		TaskResults<Integer> chunks;
		try (TaskPool pool = pool((spec) -> spec.maxSize(2).queueCapacity(1))) {
			results = pool.map(Work::square, numbers(100));
			chunks = pool.map(Work::square, numbers(100), DEFAULTS.chunkSize(7));
		}
		assertThat(results.toList()).isEqualTo(squares(100));
		assertThat(chunks.toList()).isEqualTo(squares(100));
	}

	@Test
	void mapIsRejectedByAPoolThatIsShutDown() {
		TaskPool pool = pool(1);
		pool.shutdown();
		assertThatThrownBy(() -> pool.map(Work::square, numbers(3))).isInstanceOf(TaskRejectedException.class)
			.hasMessageContaining("shut down");
		assertThatThrownBy(() -> pool.map(Work::square, numbers(3), DEFAULTS.bufferSize(1)))
			.isInstanceOf(TaskRejectedException.class);
	}

	@Test
	void bufferedMapPullsExactlyTheBufferAhead() {
		AtomicInteger pulled = new AtomicInteger();
		Iterator<Integer> results = pool(2).map(Work::square, counting(pulled), DEFAULTS.bufferSize(2)).iterator();
		for (int taken = 0; taken < 10; taken++) {
			assertThat(pulled).hasValue(taken + 2);
			assertThat(results.next()).isEqualTo(taken * taken);
		}
	}

	@Test
	void bufferedMapPullsNothingIfNobodyTakes() {
		Signal ran = signal();
		AtomicInteger pulled = new AtomicInteger();
		TaskPool pool = pool(2);
		TaskResults<Integer> results = pool.map((i) -> {
			ran.raise(i);
			return i;
		}, counting(pulled), DEFAULTS.bufferSize(3));
		await().until(() -> ran.count() == 3);
		PoolAssert.assertThat(pool).hasNothingToDo();
		assertThat(pulled).hasValue(3);
		results.close();
	}

	@Test
	void bufferHoldsTheItemsOfChunksToo() {
		AtomicInteger pulled = new AtomicInteger();
		Iterator<Integer> results = pool(2).map(Work::square, counting(pulled), DEFAULTS.bufferSize(10).chunkSize(4))
			.iterator();
		for (int taken = 0; taken < 30; taken++) {
			assertThat(pulled.get() - taken).isBetween(7, 10);
			assertThat(results.next()).isEqualTo(taken * taken);
		}
	}

	@Test
	void bufferedMapTakesItemsInTheThreadOfTheConsumer() {
		List<Thread> threads = new ArrayList<>();
		Iterable<Integer> items = () -> numbers(20).stream()
			.peek((i) -> threads.add(Thread.currentThread()))
			.iterator();
		assertThat(pool(1).map(Work::square, items, DEFAULTS.bufferSize(3)).toList()).isEqualTo(squares(20));
		assertThat(threads).hasSize(20).containsOnly(Thread.currentThread());
	}

	@Test
	void streamOfAnInfiniteInputIsLazy() {
		AtomicInteger pulled = new AtomicInteger();
		try (Stream<Integer> results = pool(2).map(Work::square, counting(pulled), DEFAULTS.bufferSize(4)).stream()) {
			assertThat(results.limit(100).toList()).isEqualTo(squares(100));
		}
		assertThat(pulled).hasValue(104);
	}

	@Test
	void resultsCanBeTakenOnce() {
		TaskResults<Integer> results = pool(1).map(Work::square, numbers(3));
		assertThat(results.toList()).hasSize(3).isUnmodifiable();
		assertThatIllegalStateException().isThrownBy(results::iterator).withMessageContaining("once");
		assertThatIllegalStateException().isThrownBy(results::outcomes);
	}

	@Test
	void outcomesTellTheIndexOfEveryItem() {
		assertThat(pool(2).map(Work::square, numbers(5), DEFAULTS.chunkSize(2)).outcomes())
			.extracting(TaskOutcome::index, TaskOutcome::value, TaskOutcome::succeeded)
			.startsWith(tuple(0L, 0, true), tuple(1L, 1, true))
			.hasSize(5);
	}

	@Test
	void longMapHoldsNothingThatWasTaken() {
		TaskPool pool = pool(2);
		long sum = pool
			.map(Work::square, counting(new AtomicInteger()),
					DEFAULTS.bufferSize(64).chunkSize(8).onError(OnError.CONTINUE))
			.stream()
			.limit(20_000)
			.filter((square) -> square % 2 == 0)
			.count();
		assertThat(sum).isEqualTo(10_000);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1 })
	void sizesBelowOneAreRefused(int size) {
		assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.chunkSize(size))
			.withMessageContaining("chunkSize is " + size);
		assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.bufferSize(size))
			.withMessageContaining("bufferSize is " + size);
	}

	static Iterable<Integer> counting(AtomicInteger pulled) {
		return () -> Stream.generate(pulled::getAndIncrement).iterator();
	}

}
