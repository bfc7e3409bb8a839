package dev.poolworks;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Submitting single tasks.
 */
abstract class SubmitContract extends PoolContract {

	@Test
	void submitReturnsTheValueOfTheTask() {
		assertThat(pool(1).submit(() -> 6 * 7).result()).isEqualTo(42);
	}

	@Test
	void submitPassesTheArgumentAsItIs() {
		Order order = new Order("x", Arrays.asList(1, null, 3), Map.of("a", new int[] { 1, 2 }));
		Order answer = pool(1).submit(SubmitContract::same, order).result();
		assertThat(answer).usingRecursiveComparison().isEqualTo(order);
	}

	@Test
	void submitPassesCapturedValues() {
		List<String> words = List.of("a", "b");
		int number = 3;
		assertThat(pool(1).submit(() -> words + "" + number).result()).isEqualTo("[a, b]3");
	}

	@Test
	void nullIsAnArgumentAndAResultLikeAnyOther() {
		TaskFuture<String> future = pool(1).submit(SubmitContract::same, (String) null);
		assertThat(future.result()).isNull();
		assertThat(future.exception(LONG)).isNull();
	}

	@Test
	void actionGivesNullWhenItIsDone() {
		Signal ran = signal();
		assertThat(pool(1).submit(() -> ran.raise()).result()).isNull();
		assertThat(ran.isRaised()).isTrue();
	}

	@Test
	void formsOfExecutorServiceWorkForWhatCanBeSerialized() throws Exception {
		TaskPool pool = pool(1);
		Signal ran = signal();
		Callable<String> callable = (Callable<String> & Serializable) () -> "called";
		Runnable runnable = (Runnable & Serializable) ran::raise;
		assertThat(pool.submit(callable).get()).isEqualTo("called");
		assertThat(pool.submit(runnable).get()).isNull();
		assertThat(pool.submit(runnable, "done").get()).isEqualTo("done");
		pool.execute(runnable);
		await().until(() -> ran.count() == 3);
	}

	@Test
	void executeRunsTheTask() {
		Signal ran = signal();
		pool(1).execute(() -> ran.raise());
		await(ran);
	}

	@Test
	void manyTasksEachGetTheirOwnResult() {
		TaskPool pool = pool(2);
		List<TaskFuture<Integer>> futures = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			futures.add(pool.submit(Work::square, i));
		}
		for (int i = 0; i < 200; i++) {
			assertThat(futures.get(i).result()).isEqualTo(i * i);
		}
		PoolAssert.assertThat(pool).isConsistent().hasNothingToDo();
		assertThat(pool.snapshot().tasks().succeeded()).isEqualTo(200);
	}

	@Test
	void runtimeExceptionOfTheTaskIsThrownAsItself() {
		TaskFuture<Integer> future = pool(1).submit(() -> Work.fail("broken"));
		assertThatThrownBy(future::result).isInstanceOf(IllegalStateException.class)
			.hasMessage("broken")
			.cause()
			.isInstanceOf(ArithmeticException.class)
			.hasMessage("the cause");
		assertThat(future.exception(LONG)).isInstanceOf(IllegalStateException.class);
		assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class)
			.hasCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	void stackTraceOfAFailureShowsTheTask() {
		TaskFuture<Integer> future = pool(1).submit(() -> Work.fail("broken"));
		assertThatThrownBy(future::result).satisfies((ex) -> assertThat(ex.getStackTrace()).anyMatch(
				(frame) -> frame.getClassName().equals(Work.class.getName()) && frame.getMethodName().equals("fail")));
	}

	@Test
	void checkedExceptionIsWrappedByResultOnly() {
		TaskFuture<Integer> future = pool(1).submit(() -> {
			throw new IOException("no disk");
		});
		assertThatThrownBy(future::result).isInstanceOf(CompletionException.class)
			.hasCauseInstanceOf(IOException.class)
			.hasRootCauseMessage("no disk");
		assertThat(future.exception(LONG)).isInstanceOf(IOException.class).hasMessage("no disk");
	}

	@Test
	void errorOfTheTaskIsThrownAsItselfAndThePoolGoesOn() {
		TaskPool pool = pool(1);
		assertThatThrownBy(pool.submit(() -> {
			throw new AssertionError("wrong");
		})::result).isInstanceOf(AssertionError.class).hasMessage("wrong");
		assertThatThrownBy(pool.submit(() -> Work.recurse(1))::result).isInstanceOf(StackOverflowError.class);
		assertThat(pool.submit(() -> "next").result()).isEqualTo("next");
	}

	@Test
	void taskRunsUnderTheNameItWasGiven() {
		TaskPool pool = pool(1);
		Signal release = signal();
		TaskFuture<Boolean> future = pool.submit(() -> release.await(), TaskOptions.defaults().name("report 7"));
		await().until(() -> pool.workers().stream().anyMatch((worker) -> "report 7".equals(worker.taskName())));
		assertThatThrownBy(() -> future.result(Duration.ofMillis(1))).hasMessageContaining("report 7");
		release.raise();
		assertThat(future.result()).isTrue();
	}

	@Test
	void statesOfATaskAreSeenFromOutside() {
		TaskPool pool = pool(1);
		Signal release = signal();
		TaskFuture<Boolean> running = occupy(pool, release).get(0);
		TaskFuture<String> waiting = pool.submit(() -> "waited");
		assertThat(running.taskState()).isEqualTo(TaskState.RUNNING);
		assertThat(running.isRunning()).isTrue();
		assertThat(waiting.taskState()).isEqualTo(TaskState.QUEUED);
		assertThat(waiting.isRunning()).isFalse();
		assertThat(waiting.id()).isGreaterThan(running.id());
		release.raise();
		assertThat(waiting.result()).isEqualTo("waited");
		assertThat(waiting.taskState()).isEqualTo(TaskState.SUCCEEDED);
		assertThat(running.isDone()).isTrue();
	}

	@Test
	void nothingIsNoTask() {
		TaskPool pool = pool(1);
		assertThatNullPointerException().isThrownBy(() -> pool.submit((Task<String>) null));
		assertThatNullPointerException().isThrownBy(() -> pool.submit((TaskAction) null));
		assertThatNullPointerException().isThrownBy(() -> pool.submit(() -> 1, null));
	}

	static <T> T same(T value) {
		return value;
	}

	record Order(String name, List<Integer> numbers, Map<String, int[]> parts) implements Serializable {

	}

}
