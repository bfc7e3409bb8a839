package dev.poolworks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * {@code invokeAll} and {@code invokeAny}.
 */
abstract class InvocationContract extends PoolContract {

	@Test
	void invokeAllReturnsWhenAllAreDone() throws Exception {
		List<Future<Integer>> futures = pool(2)
			.invokeAll(List.of(task(() -> 1), task(() -> Work.fail("x")), task(() -> 3)));
		assertThat(futures).allMatch(Future::isDone);
		assertThat(futures.get(0).get()).isEqualTo(1);
		assertThatThrownBy(futures.get(1)::get).isInstanceOf(ExecutionException.class)
			.hasCauseInstanceOf(IllegalStateException.class);
		assertThat(futures.get(2).get()).isEqualTo(3);
	}

	@Test
	void invokeAllOfNothingGivesNothing() throws InterruptedException {
		assertThat(pool(1).invokeAll(List.<Callable<Integer>>of())).isEmpty();
	}

	@Test
	void nothingBeginsWhileInvokeAllCancelsTheRest() throws Exception {
		TaskPool pool = pool((spec) -> spec.maxSize(1).queueCapacity(300));
		pool.submit(() -> 1).result();
		Signal begun = signal();
		Signal never = signal();
		List<Callable<Boolean>> tasks = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			tasks.add(waiting(i, begun, never));
		}
		assertThat(pool.invokeAll(tasks, 300, TimeUnit.MILLISECONDS)).allMatch(Future::isCancelled);
		await().untilAsserted(() -> PoolAssert.assertThat(pool).hasNothingToDo().isConsistent());
		assertThat(begun.texts()).isSubsetOf("0");
	}

	private static Task<Boolean> waiting(int number, Signal begun, Signal never) {
		return () -> {
			begun.raise(number);
			return never.await();
		};
	}

	@Test
	void invokeAllCancelsWhatIsNotDoneInTime() throws Exception {
		TaskPool pool = pool(2);
		pool.submit(() -> 1).result();
		Signal never = signal();
		List<Future<Boolean>> futures = withEnoughTime((time) -> pool
			.invokeAll(List.of(task(() -> true), task(() -> never.await())), time.toMillis(), TimeUnit.MILLISECONDS),
				(done) -> !done.get(0).isCancelled());
		assertThat(futures.get(0).get()).isTrue();
		assertThat(futures.get(1).isCancelled()).isTrue();
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
	}

	@Test
	void invokeAllThatIsInterruptedCancelsAll() {
		TaskPool pool = pool(1);
		Signal never = signal();
		Thread.currentThread().interrupt();
		assertThatThrownBy(() -> pool.invokeAll(List.of(task(() -> never.await()))))
			.isInstanceOf(InterruptedException.class);
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
	}

	@Test
	void invokeAnyGivesTheFirstResultAndStopsTheRest() throws Exception {
		TaskPool pool = pool(3);
		Signal never = signal();
		assertThat(
				pool.invokeAny(List.of(task(() -> never.await() ? 1 : 0), task(() -> Work.fail("x")), task(() -> 3))))
			.isEqualTo(3);
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
	}

	@Test
	void invokeAnyFailsIfAllFail() {
		assertThatThrownBy(() -> pool(2).invokeAny(List.of(task(() -> Work.fail("x")), task(() -> Work.fail("x")))))
			.isInstanceOf(ExecutionException.class)
			.hasCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	void invokeAnyStopsAllWhenTheTimeIsUp() {
		TaskPool pool = pool(1);
		Signal never = signal();
		assertThatThrownBy(() -> pool.invokeAny(List.of(task(() -> never.await())), 100, TimeUnit.MILLISECONDS))
			.isInstanceOf(TimeoutException.class);
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
	}

	@Test
	void nothingIsRefused() {
		TaskPool pool = pool(1);
		assertThatIllegalArgumentException().isThrownBy(() -> pool.invokeAny(List.<Callable<Integer>>of()));
		assertThatNullPointerException().isThrownBy(() -> pool.invokeAll(null));
		assertThatNullPointerException().isThrownBy(() -> pool.invokeAny(null));
		List<Callable<Integer>> tasks = Arrays.asList(task(() -> 1), null);
		assertThatNullPointerException().isThrownBy(() -> pool.invokeAll(tasks));
		assertThatNullPointerException().isThrownBy(() -> pool.invokeAny(tasks));
	}

	private static <T> Callable<T> task(Task<T> task) {
		return task;
	}

}
