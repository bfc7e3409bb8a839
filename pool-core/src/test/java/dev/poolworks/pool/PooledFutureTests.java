package dev.poolworks.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import dev.poolworks.TaskOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a future does while one thread settles it and others add dependents, wait, cancel
 * and complete it.
 */
@Timeout(120)
class PooledFutureTests {

	private static final int ROUNDS = 3000;

	private final Completer completer = new Completer("futures");

	private final ExecutorService readers = Executors.newSingleThreadExecutor((task) -> new Thread(task, "reader"));

	private final ExecutorService users = Executors.newCachedThreadPool((task) -> new Thread(task, "user"));

	private final AtomicInteger stops = new AtomicInteger();

	private long ids;

	@AfterEach
	void end() throws InterruptedException {
		this.readers.shutdown();
		this.users.shutdown();
		this.completer.end();
		assertThat(this.completer.awaitEnd(TimeUnit.SECONDS.toNanos(30))).isTrue();
		assertThat(this.users.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
	}

	static Stream<Named<BiConsumer<PooledFuture<Integer>, Runnable>>> dependents() {
		return Stream.of(Named.of("thenRun", CompletableFuture::thenRun),
				Named.of("thenAccept", (future, seen) -> future.thenAccept((value) -> seen.run())),
				Named.of("whenComplete", (future, seen) -> future.whenComplete((value, ex) -> seen.run())),
				Named.of("handle", (future, seen) -> future.handle((value, ex) -> {
					seen.run();
					return null;
				})), Named.of("copy", (future, seen) -> future.copy().thenRun(seen)),
				Named.of("minimal stage", (future, seen) -> future.minimalCompletionStage().thenRun(seen)),
				Named.of("same future as a stage", (future, seen) -> future.toCompletableFuture().thenRun(seen)),
				Named.of("combined from the other side", (future,
						seen) -> CompletableFuture.completedFuture(1).thenCombine(future, Integer::sum).thenRun(seen)),
				Named.of("composed", (future,
						seen) -> CompletableFuture.completedFuture(1).thenCompose((one) -> future).thenRun(seen)),
				Named.of("onDone", (future, seen) -> future.onDone((done) -> seen.run())));
	}

	@ParameterizedTest
	@MethodSource("dependents")
	void dependentsRunOnceAndNeverInTheThreadThatSettles(BiConsumer<PooledFuture<Integer>, Runnable> dependent)
			throws Exception {
		ConcurrentLinkedQueue<String> threads = new ConcurrentLinkedQueue<>();
		CyclicBarrier barrier = new CyclicBarrier(3);
		for (int round = 0; round < ROUNDS; round++) {
			PooledFuture<Integer> future = task().future();
			AtomicInteger calls = new AtomicInteger();
			Runnable seen = () -> {
				threads.add(Thread.currentThread().getName());
				calls.incrementAndGet();
			};
			Future<?> settled = this.readers.submit(() -> {
				barrier.await();
				future.settle(7, null);
				return null;
			});
			List<Future<?>> added = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				added.add(this.users.submit(() -> {
					barrier.await();
					dependent.accept(future, seen);
					return null;
				}));
			}
			settled.get();
			for (Future<?> user : added) {
				user.get();
			}
			while (calls.get() < 2) {
				Thread.onSpinWait();
			}
			assertThat(future.result()).isEqualTo(7);
		}
		assertThat(threads).hasSize(2 * ROUNDS)
			.allMatch((name) -> name.equals("user") || name.startsWith("futures completer"));
	}

	@Test
	void whoeverWaitsSeesTheResultWhileDependentsAreAdded() throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(3);
		for (int round = 0; round < ROUNDS; round++) {
			PooledFuture<Integer> future = task().future();
			Future<?> settled = this.readers.submit(() -> {
				barrier.await();
				future.settle(7, null);
				return null;
			});
			Future<Integer> waiting = this.users.submit(() -> {
				barrier.await();
				return future.get(30, TimeUnit.SECONDS);
			});
			Future<Integer> stage = this.users.submit(() -> {
				barrier.await();
				return future.thenApply((value) -> value + 1).join();
			});
			assertThat(waiting.get()).isEqualTo(7);
			assertThat(stage.get()).isEqualTo(8);
			settled.get();
		}
	}

	@Test
	void whoeverWaitsIsNotMadeToRunTheDependentsOfOthers() throws Exception {
		ConcurrentLinkedQueue<String> threads = new ConcurrentLinkedQueue<>();
		for (int round = 0; round < ROUNDS; round++) {
			PooledFuture<Integer> future = task().future();
			List<CompletableFuture<?>> dependents = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				dependents.add(future.thenRun(() -> threads.add(Thread.currentThread().getName())));
			}
			List<Future<Integer>> waiting = List.of(this.users.submit(() -> future.get()),
					this.users.submit(future::join), this.users.submit(() -> future.get(30, TimeUnit.SECONDS)));
			future.settle(7, null);
			for (Future<Integer> waiter : waiting) {
				assertThat(waiter.get()).isEqualTo(7);
			}
			for (CompletableFuture<?> dependent : dependents) {
				while (!dependent.isDone()) {
					Thread.onSpinWait(); // does not help, as join() would
				}
			}
		}
		assertThat(threads).hasSize(3 * ROUNDS).allMatch((name) -> name.startsWith("futures completer"));
	}

	@Test
	void interruptEndsAGetAndIsKeptByAJoin() throws Exception {
		PooledFuture<Integer> future = task().future();
		Thread.currentThread().interrupt();
		assertThatThrownBy(future::get).isInstanceOf(InterruptedException.class);
		Thread.currentThread().interrupt();
		assertThatThrownBy(() -> future.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		assertThatThrownBy(() -> future.get(1, TimeUnit.NANOSECONDS)).isInstanceOf(TimeoutException.class);
		assertThatThrownBy(() -> future.get(-1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
		Future<Boolean> waiting = this.users.submit(() -> {
			Thread.currentThread().interrupt();
			future.join();
			return Thread.interrupted();
		});
		this.readers.submit(() -> future.settle(7, null)).get();
		assertThat(waiting.get()).isTrue();
	}

	@Test
	void onlyOneDecidesTheOutcome() throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(3);
		AtomicInteger fromOutside = new AtomicInteger();
		for (int round = 0; round < ROUNDS; round++) {
			PooledFuture<Integer> future = task().future();
			Future<?> settled = this.readers.submit(() -> {
				barrier.await();
				future.settle(1, null);
				return null;
			});
			List<Future<Boolean>> completing = new ArrayList<>();
			for (int value = 2; value < 4; value++) {
				int own = value;
				completing.add(this.users.submit(() -> {
					barrier.await();
					boolean completed = future.complete(own);
					assertThat(future.isDone()).isTrue();
					assertThat(completed).isEqualTo(future.result() == own);
					return completed;
				}));
			}
			settled.get();
			int winners = 0;
			for (Future<Boolean> user : completing) {
				winners += user.get() ? 1 : 0;
			}
			assertThat(winners).isEqualTo((future.result() == 1) ? 0 : 1);
			fromOutside.addAndGet(winners);
		}
		assertThat(this.stops).hasValue(fromOutside.get());
	}

	@Test
	void stagesOfTheSameFutureAreToldOfAFailureOnce() {
		PooledFuture<Integer> future = task().future();
		AtomicInteger failures = new AtomicInteger();
		CompletableFuture<Integer> stage = future.whenComplete((value, ex) -> failures.incrementAndGet());
		future.settle(null, new ArithmeticException("x"));
		future.settle(3, null);
		assertThat(stage.exceptionally((ex) -> -1).join()).isEqualTo(-1);
		assertThat(future.isCompletedExceptionally()).isTrue();
		assertThat(failures).hasValue(1);
	}

	private PoolTask<Integer> task() {
		return new PoolTask<>(++this.ids, new Job.Call<>(() -> 7), TaskOptions.defaults(),
				new PoolTask.Defaults("futures", 0, 0), new Stops(this.stops), this.completer);
	}

	/**
	 * Counts the attempts to stop a task.
	 *
	 * @param count the count
	 */
	private record Stops(AtomicInteger count) implements PoolTask.Control {

		@Override
		public boolean cancel(PoolTask<?> task, boolean mayInterrupt) {
			this.count.incrementAndGet();
			return false;
		}

		@Override
		public void lookForBegun() {
		}

	}

}
