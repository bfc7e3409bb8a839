package dev.poolworks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.poolworks.policy.RejectionPolicy;
import dev.poolworks.policy.ScalingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Threads that are interrupted again and again while they use a pool: that costs the pool
 * no worker and loses no task, and the thread still knows of it.
 */
abstract class InterruptContract extends PoolContract {

	private static final int INTERRUPTS = 1000;

	@ParameterizedTest
	@MethodSource("calls")
	void interruptsCostNoWorkerAndNoTask(Call call) throws Exception {
		TaskPool pool = pool((spec) -> spec.minSize(2)
			.maxSize(2)
			.queueCapacity(4)
			.scaling(ScalingPolicy.fixed())
			.rejection(RejectionPolicy.block()));
		pool.submit(() -> 1).result();
		await().until(() -> pool.snapshot().workers().idle() == 2);
		AtomicBoolean over = new AtomicBoolean();
		AtomicInteger calls = new AtomicInteger();
		Interruptible<Integer> caller = Interruptible.start(() -> {
			while (!over.get()) {
				try {
					call.in(pool);
				}
				catch (InterruptedException | TimeoutException | TaskRejectedException | CompletionException ex) {
					// the interrupt
				}
				Thread.interrupted();
				calls.incrementAndGet();
			}
			return 0;
		});
		for (int i = 0; i < INTERRUPTS; i++) {
			caller.interrupt();
			Thread.yield();
		}
		over.set(true);
		assertThat(caller.result()).isZero();
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
		assertThat(pool.snapshot().workers().started()).isEqualTo(2);
		assertThat(pool.snapshot().tasks().crashed()).isZero();
		assertThat(pool.snapshot().tasks().failed()).isZero();
		assertThat(pool.submit(() -> "next").result()).isEqualTo("next");
	}

	static List<Call> calls() {
		MapOptions buffered = MapOptions.defaults().bufferSize(4);
		return List.of(new Call("submit", (pool) -> pool.submit(() -> 1)),
				new Call("get", (pool) -> pool.submit(() -> 1).get()),
				new Call("get in time", (pool) -> pool.submit(() -> 1).get(1, TimeUnit.MINUTES)),
				new Call("join", (pool) -> pool.submit(() -> 1).join()),
				new Call("result", (pool) -> pool.submit(() -> 1).result()),
				new Call("result in time", (pool) -> pool.submit(() -> 1).result(Duration.ofMinutes(1))),
				new Call("map", (pool) -> pool.map(Work::square, MapContract.numbers(20)).toList()),
				new Call("map with a buffer",
						(pool) -> pool.map(Work::square, MapContract.numbers(20), buffered).toList()),
				new Call("forEach", (pool) -> pool.forEach(Work::square, MapContract.numbers(20)).toList()),
				new Call("invokeAll", (pool) -> pool.invokeAll(List.<Task<Integer>>of(() -> 1, () -> 2))),
				new Call("invokeAny", (pool) -> pool.invokeAny(List.<Task<Integer>>of(() -> 1, () -> 2))),
				new Call("wait", (pool) -> TaskFutures.wait(List.of(pool.submit(() -> 1)), WaitFor.ALL_COMPLETED)));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void callsThatDoNotWaitKeepTheInterrupt(boolean waits) throws Exception {
		TaskPool pool = pool(1);
		Thread.currentThread().interrupt();
		TaskFuture<Integer> future = pool.submit(() -> 42);
		assertThat(waits ? future.join() : future.result()).isEqualTo(42);
		pool.execute(() -> Work.square(1));
		assertThat(Thread.interrupted()).isTrue();
		await().until(() -> pool.snapshot().tasks().succeeded() == 2);
		assertThat(pool.snapshot().workers().started()).isOne();
	}

	@Test
	void interruptLeftByACallbackDisturbsNothing() throws InterruptedException, ExecutionException {
		TaskPool pool = pool(1);
		for (int i = 0; i < 50; i++) {
			TaskFuture<Integer> future = pool.submit(() -> 1).onDone((done) -> Thread.currentThread().interrupt());
			Thread.interrupted(); // it may have been done already, and called back here
			future.get();
			assertThat(pool.submit(() -> 2).thenApply((number) -> number + 1).get()).isEqualTo(3);
		}
		assertThat(pool.snapshot().workers().started()).isOne();
	}

	record Call(String name, TaskFunction<TaskPool, Object> call) {

		Object in(TaskPool pool) throws Exception {
			return this.call.apply(pool);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
