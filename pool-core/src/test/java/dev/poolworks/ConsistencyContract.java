package dev.poolworks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A future never contradicts itself: all that one can ask it has the same answer, from
 * the instant on in which it is done; and that is what became of the task.
 */
abstract class ConsistencyContract extends PoolContract {

	private static final Duration EXTREME = Duration.ofSeconds(Long.MIN_VALUE);

	@Test
	void allAnswersAreTheSameAfterGet() throws Exception {
		TaskPool pool = pool(2);
		for (int i = 0; i < 300; i++) {
			TaskFuture<Integer> good = pool.submit(Work::square, i);
			TaskFuture<Integer> bad = pool.submit(Work::squareOfEven, 2 * i + 1);
			hangOn(i, good);
			hangOn(i, bad);
			assertThat(good.get()).isEqualTo(i * i);
			assertThat(contradictions(good, "SUCCESS")).isEmpty();
			assertThatThrownBy(bad::get).isInstanceOf(ExecutionException.class);
			assertThat(contradictions(bad, "FAILED")).isEmpty();
		}
	}

	@Test
	void allAnswersAreTheSameInCallbacksAndStages() {
		TaskPool pool = pool(2);
		ConcurrentLinkedQueue<List<String>> seen = new ConcurrentLinkedQueue<>();
		int tasks = 300;
		for (int i = 0; i < tasks; i++) {
			TaskFuture<Integer> future = pool.submit(Work::squareOfEven, i);
			String state = (i % 2 == 0) ? "SUCCESS" : "FAILED";
			future.onDone((done) -> seen.add(contradictions(done, state)));
			future.whenComplete((value, failure) -> seen.add(contradictions(future, state)));
		}
		await().until(() -> seen.size() == 2 * tasks);
		assertThat(seen).containsOnly(List.of());
	}

	@Test
	void allAnswersAreTheSameAfterACancelAndACompletionFromOutside() {
		TaskPool pool = pool(1);
		pool.suspend();
		TaskFuture<Integer> cancelled = pool.submit(() -> 1);
		TaskFuture<Integer> completed = pool.submit(() -> 1);
		TaskFuture<Integer> failed = pool.submit(() -> 1);
		List<TaskFuture<Integer>> futures = List.of(cancelled, completed, failed);
		futures.forEach((future) -> future.thenApply((value) -> value));
		CompletableFuture<?> any = CompletableFuture.anyOf(futures.toArray(CompletableFuture[]::new));
		assertThat(cancelled.cancel(false)).isTrue();
		assertThat(completed.complete(3)).isTrue();
		assertThat(failed.completeExceptionally(new ArithmeticException())).isTrue();
		assertThat(contradictions(cancelled, "CANCELLED")).isEmpty();
		assertThat(contradictions(completed, "SUCCESS")).isEmpty();
		assertThat(contradictions(failed, "FAILED")).isEmpty();
		await().until(any::isDone);
		pool.resume();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_19)
	void resultsFilteredByTheirStateAreComplete() throws Exception {
		TaskPool pool = pool(2);
		List<Callable<Integer>> batch = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			int number = i;
			batch.add((Task<Integer>) () -> number);
		}
		for (int i = 0; i < 50; i++) {
			assertThat(pool.invokeAll(batch)).filteredOn((future) -> state(future).equals("SUCCESS")).hasSize(20);
		}
	}

	@Test
	void ownCompletionExceptionArrivesAsItWasThrown() {
		TaskFuture<Integer> future = pool(1).submit(() -> {
			throw new CompletionException("page 7", new IOException("x"));
		});
		Throwable thrown = future.exception();
		assertThat(thrown).isInstanceOf(CompletionException.class)
			.hasMessage("page 7")
			.hasCauseInstanceOf(IOException.class);
		assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class).cause().isSameAs(thrown);
		assertThatThrownBy(future::result).isSameAs(thrown);
		assertThatThrownBy(() -> future.result(LONG)).isSameAs(thrown);
		assertThat(future.exception(LONG)).isSameAs(thrown);
		assertThat(future.exceptionNow()).isSameAs(thrown);
		assertThat(future.handle((value, failure) -> failure).join()).isSameAs(thrown);
		assertThatThrownBy(future.thenApply((value) -> value)::get).cause().isSameAs(thrown);
	}

	@Test
	void ownCancellationExceptionIsAFailureLikeOthers() {
		TaskPool pool = pool(1);
		Signal release = signal();
		TaskFuture<Integer> future = pool.submit(() -> {
			release.await();
			throw new CancellationException("of the task");
		});
		List<Throwable> seen = new CopyOnWriteArrayList<>();
		future.whenComplete((value, failure) -> seen.add(failure));
		release.raise();
		Throwable thrown = future.exception();
		assertThat(thrown).isInstanceOf(CancellationException.class).hasMessage("of the task");
		assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class).cause().isSameAs(thrown);
		assertThatThrownBy(future::result).isSameAs(thrown);
		assertThat(future.taskState()).isEqualTo(TaskState.FAILED);
		assertThat(contradictions(future, "FAILED")).isEmpty();
		await().until(() -> seen.contains(thrown));
		assertThat(pool.snapshot().tasks().failed()).isOne();
	}

	@Test
	void cancellationFromOutsideIsACancellation() {
		TaskPool pool = pool(1);
		pool.suspend();
		TaskFuture<Integer> future = pool.submit(() -> 1);
		future.completeExceptionally(new CancellationException("given"));
		assertThat(contradictions(future, "CANCELLED")).isEmpty();
		assertThatThrownBy(future::get).isInstanceOf(CancellationException.class).hasMessage("given");
		pool.resume();
	}

	@Test
	void asynchronousCompletionFailsAsInTheJdk() {
		TaskPool pool = pool(1);
		pool.suspend();
		ArithmeticException given = new ArithmeticException("given");
		TaskFuture<Integer> future = pool.submit(() -> 1);
		CompletableFuture<Throwable> seen = future.handle((value, failure) -> failure);
		future.completeAsync(() -> {
			throw given;
		});
		assertThat(seen.join()).isInstanceOf(CompletionException.class).hasCause(given);
		assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class).cause().isSameAs(given);
		pool.resume();
	}

	@Test
	void cancelsAtTheSameInstantAgree() throws Exception {
		TaskPool pool = pool(1);
		CyclicBarrier barrier = new CyclicBarrier(2);
		for (int i = 0; i < 200; i++) {
			pool.suspend();
			TaskFuture<Integer> future = pool.submit(() -> 1);
			Interruptible<Boolean> other = Interruptible.start(() -> {
				barrier.await();
				return future.cancel(false) && future.isDone();
			});
			barrier.await();
			assertThat(future.cancel(true)).isTrue();
			assertThat(contradictions(future, "CANCELLED")).isEmpty();
			assertThat(other.result()).isTrue();
			pool.resume();
		}
	}

	@Test
	void shortestDurationIsNoError() {
		TaskPool pool = pool(1);
		Signal release = signal();
		TaskFuture<Boolean> future = occupy(pool, release).get(0);
		assertThatThrownBy(() -> future.result(EXTREME)).isInstanceOf(WaitTimeoutException.class);
		assertThatThrownBy(() -> future.exception(EXTREME)).isInstanceOf(WaitTimeoutException.class);
		assertThatThrownBy(() -> TaskFutures.asCompleted(List.of(future), EXTREME).toList())
			.isInstanceOf(WaitTimeoutException.class);
		assertThat(TaskFutures.wait(List.of(future), WaitFor.ALL_COMPLETED, EXTREME).notDone()).hasSize(1);
		release.raise();
		assertThat(future.result(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
		assertThat(future.exception()).isNull();
	}

	private static void hangOn(int kind, TaskFuture<Integer> future) {
		switch (kind % 5) {
			case 0 -> future.thenApply((value) -> value);
			case 1 -> future.onDone((done) -> Thread.onSpinWait());
			case 2 -> CompletableFuture.allOf(future).thenRun(Thread::onSpinWait);
			case 3 -> CompletableFuture.completedFuture(1).thenCombine(future, Integer::sum);
			default -> {
			}
		}
	}

	/** What does not fit to a future that is done. */
	static List<String> contradictions(TaskFuture<?> future, String state) {
		List<String> found = new ArrayList<>();
		Thread here = Thread.currentThread();
		List<Thread> threads = new ArrayList<>();
		require(future.isDone(), "not done", found);
		require(future.isCompletedExceptionally() == !state.equals("SUCCESS"), "exceptional?", found);
		require(future.isCancelled() == state.equals("CANCELLED"), "cancelled?", found);
		require(future.toString().contains(state.equals("SUCCESS") ? "Completed normally" : "exceptionally"),
				future.toString(), found);
		require(state(future).equals(state) || Runtime.version().feature() < 19, state(future), found);
		require(CompletableFuture.allOf(future).isDone(), "allOf", found);
		require(CompletableFuture.anyOf(future).isDone(), "anyOf", found);
		future.handle((value, failure) -> threads.add(Thread.currentThread()));
		future.onDone((done) -> threads.add(Thread.currentThread()));
		require(threads.equals(List.of(here, here)), "dependents on " + threads, found);
		return found;
	}

	/** {@code Future.state()}, if there is such a thing here. */
	static String state(Future<?> future) {
		try {
			return Future.class.getMethod("state").invoke(future).toString();
		}
		catch (NoSuchMethodException ex) {
			return "";
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void require(boolean fact, String otherwise, List<String> found) {
		if (!fact) {
			found.add(otherwise);
		}
	}

}
