package dev.poolworks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.poolworks.pool.PoolSpec;
import dev.poolworks.policy.RejectionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tasks that use the pool they run in. Where the pool lives in another process than its
 * tasks, they cannot.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class OwnPoolContract extends PoolContract {

	@ParameterizedTest
	@MethodSource("waits")
	void waitThatWouldNeverEndFailsAndSaysWhatToDo(Wait wait) {
		TaskPool pool = ownPool((spec) -> spec.maxSize(1));
		TaskFuture<Object> outer = pool.submit(() -> wait.in(pool));
		assertThatThrownBy(outer::result).isInstanceOf(PoolDeadlockException.class)
			.hasMessageContaining("of its own pool")
			.hasMessageContaining("busy=1")
			.hasMessageContaining("pool.executors." + pool.name() + ".max-size");
		assertThat(pool.submit(() -> "next").result()).isEqualTo("next");
	}

	static Stream<Wait> waits() {
		return Stream.of(new Wait("result", (pool) -> pool.submit(() -> 1).result()),
				new Wait("get", (pool) -> pool.submit(() -> 1).get()),
				new Wait("join", (pool) -> pool.submit(() -> 1).join()),
				new Wait("map", (pool) -> pool.map(Work::square, List.of(1, 2)).toList()),
				new Wait("map with a buffer",
						(pool) -> pool.map(Work::square, List.of(1, 2), MapOptions.defaults().bufferSize(1)).toList()),
				new Wait("invokeAll", (pool) -> pool.invokeAll(List.<Task<Integer>>of(() -> 1, () -> 2))),
				new Wait("invokeAny", (pool) -> pool.invokeAny(List.<Task<Integer>>of(() -> 1, () -> 2))),
				new Wait("wait", (pool) -> TaskFutures.wait(List.of(pool.submit(() -> 1)), WaitFor.FIRST_COMPLETED)),
				new Wait("asCompleted", (pool) -> TaskFutures.asCompleted(List.of(pool.submit(() -> 1))).toList()));
	}

	@Test
	void onlyTheWaitThatCompletesTheCircleFails() throws Exception {
		TaskPool pool = ownPool((spec) -> spec.maxSize(2));
		CyclicBarrier both = new CyclicBarrier(2);
		Task<Integer> outer = () -> {
			both.await();
			return pool.submit(() -> 1).result();
		};
		List<TaskFuture<Integer>> futures = List.of(pool.submit(outer), pool.submit(outer));
		List<Throwable> failures = futures.stream().map((future) -> future.exception(LONG)).toList();
		assertThat(failures).hasSize(2).containsOnlyOnce((Throwable) null);
		assertThat(failures).filteredOn((failure) -> failure != null)
			.hasOnlyElementsOfType(PoolDeadlockException.class);
	}

	@Test
	void chainOfWaitsThatEndsInTheQueueFails() {
		TaskPool pool = ownPool((spec) -> spec.maxSize(2));
		TaskFuture<Integer> outer = pool.submit(() -> pool.submit(() -> pool.submit(() -> 1).result()).result());
		assertThatThrownBy(outer::result).isInstanceOf(PoolDeadlockException.class);
	}

	@Test
	void waitForWhatAnotherWorkerDoesIsAWait() {
		TaskPool pool = ownPool((spec) -> spec.maxSize(2));
		assertThat(pool.submit(() -> pool.submit(() -> 42).result()).result()).isEqualTo(42);
		assertThat(pool.submit(() -> pool.map(Work::square, List.of(1, 2, 3)).toList()).result()).containsExactly(1, 4,
				9);
	}

	@Test
	void waitForWhatSomebodyElseCanBringIsAWait() throws Exception {
		TaskPool pool = ownPool((spec) -> spec.maxSize(1));
		assertThat(pool.submit(() -> pool.map(Work::square, List.<Integer>of()).toList()).result()).isEmpty();
		TaskPool other = pool(1);
		CountDownLatch release = new CountDownLatch(1);
		TaskFuture<Integer> future = pool.submit(() -> other.submit(() -> 42).result());
		release.countDown();
		assertThat(future.result()).isEqualTo(42);
	}

	@Test
	void waitWithALimitIsAWait() {
		TaskPool pool = ownPool((spec) -> spec.maxSize(1));
		assertThatThrownBy(pool.submit(() -> pool.submit(() -> 1).result(SHORT))::result)
			.isInstanceOf(WaitTimeoutException.class);
		assertThat(pool.submit(() -> pool.submit(() -> 1).get(1, TimeUnit.MILLISECONDS)).exception(LONG))
			.isInstanceOf(TimeoutException.class);
		assertThatThrownBy(pool
			.submit(() -> pool.map(Work::square, List.of(1), MapOptions.defaults().timeout(SHORT)).toList())::result)
			.isInstanceOf(WaitTimeoutException.class);
	}

	@Test
	void workersThatAllWaitForRoomDoNotWaitForEver() {
		TaskPool pool = ownPool((spec) -> spec.maxSize(2).queueCapacity(1).rejection(RejectionPolicy.block()));
		CyclicBarrier both = new CyclicBarrier(2);
		Task<Integer> outer = () -> {
			both.await();
			for (int i = 0; i < 3; i++) {
				pool.submit(() -> 1);
			}
			return 1;
		};
		List<TaskFuture<Integer>> futures = List.of(pool.submit(outer), pool.submit(outer));
		assertThat(futures).extracting((future) -> future.exception(LONG))
			.allSatisfy((failure) -> assertThat(failure == null || failure instanceof PoolDeadlockException).isTrue())
			.anyMatch((failure) -> failure instanceof PoolDeadlockException);
		await().until(() -> pool.snapshot().tasks().pending() == 0);
	}

	@Test
	void closeByItsOwnTaskIsRefused() {
		TaskPool pool = ownPool((spec) -> spec.maxSize(2));
		TaskFuture<?> future = pool.submit(() -> pool.close());
		assertThatThrownBy(future::result).isInstanceOf(PoolDeadlockException.class)
			.hasMessageContaining("close()")
			.hasMessageContaining("shutdown()");
		assertThat(pool.submit(() -> "next").result()).isEqualTo("next");
	}

	@Test
	void waitIsNotedForItsTimeOnly() {
		TaskPool pool = ownPool((spec) -> spec.maxSize(2));
		for (int i = 0; i < 200; i++) {
			assertThat(pool.submit(() -> pool.submit(() -> 42).result()).result(Duration.ofSeconds(60))).isEqualTo(42);
		}
	}

	private TaskPool ownPool(Consumer<PoolSpec<?>> settings) {
		assumeTrue(kind().runsHere());
		return pool(settings);
	}

	record Wait(String name, TaskFunction<TaskPool, Object> call) {

		Object in(TaskPool pool) throws Exception {
			return this.call.apply(pool);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
