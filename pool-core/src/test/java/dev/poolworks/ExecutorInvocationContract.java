package dev.poolworks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What the JDK demands of {@code invokeAll} and {@code invokeAny}: interrupts, times that
 * are up, tasks that are refused.
 */
abstract class ExecutorInvocationContract extends PoolContract {

	@Test
	void invokeAllKeepsTheOrderOfTheTasksWhateverOrderTheyEndIn() throws Exception {
		Signal first = signal();
		List<Callable<Integer>> tasks = List.of(task(() -> first.await() ? 1 : 0), task(() -> {
			first.raise();
			return 2;
		}), task(() -> Work.fail("third")));
		List<Future<Integer>> futures = pool(2).invokeAll(tasks, 1, TimeUnit.HOURS);
		assertThat(futures).hasSize(3).allMatch(Future::isDone).noneMatch(Future::isCancelled);
		assertThat(futures.get(0).get()).isEqualTo(1);
		assertThat(futures.get(1).get()).isEqualTo(2);
		assertThatThrownBy(futures.get(2)::get).isInstanceOf(ExecutionException.class)
			.hasCauseInstanceOf(IllegalStateException.class);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1, Long.MIN_VALUE })
	void invocationWithoutTimeWaitsForNothing(long time) throws Exception {
		TaskPool pool = pool(1);
		Signal never = signal();
		List<Callable<Boolean>> tasks = List.of(task(() -> never.await()), task(() -> never.await()));
		assertThat(pool.invokeAll(tasks, time, TimeUnit.NANOSECONDS)).hasSize(2).allMatch(Future::isCancelled);
		assertThat(pool.invokeAll(List.<Callable<Boolean>>of(), time, TimeUnit.NANOSECONDS)).isEmpty();
		assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> pool.invokeAny(tasks, time, TimeUnit.NANOSECONDS));
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
	}

	@ParameterizedTest
	@EnumSource
	void invocationThatIsInterruptedWhileItWaitsCancelsWhatRunsAndWhatWaits(Form form) {
		TaskPool pool = pool(1);
		Signal begun = signal();
		Signal never = signal();
		Signal stopped = signal();
		Interruptible<Object> caller = Interruptible.start(() -> form.invoke(pool, List.of(task(() -> {
			begun.raise();
			try {
				return never.await();
			}
			finally {
				stopped.raise();
			}
		}), task(() -> begun.raise("must not")))));
		await(begun);
		caller.interrupt();
		assertThat(caller.failure()).isInstanceOf(InterruptedException.class);
		await(stopped);
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
		assertThat(begun.texts()).containsExactly("");
		assertThat(pool.snapshot().tasks().cancelled()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource
	void invocationThatFindsNoRoomIsRejectedAndCancelsWhatItHasSubmitted(Form form) {
		TaskPool pool = pool((spec) -> spec.maxSize(1).queueCapacity(2));
		Signal release = signal();
		Signal ran = signal();
		occupy(pool, release);
		List<Callable<Object>> tasks = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			tasks.add(task(() -> {
				ran.raise();
				return 1;
			}));
		}
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> form.invoke(pool, tasks))
			.withMessageContaining("is full");
		assertThat(pool.snapshot().tasks().queued()).isZero();
		release.raise();
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
		assertThat(ran.isRaised()).isFalse();
		assertThat(pool.snapshot().tasks().cancelled()).isEqualTo(2);
	}

	/** The JDK's own executors may have begun the tasks before the gap. */
	@ParameterizedTest
	@EnumSource
	void invocationWithAGapBeginsNothing(Form form) {
		TaskPool pool = pool(1);
		List<Callable<Object>> tasks = Arrays.asList(task(() -> 1), null);
		assertThatNullPointerException().isThrownBy(() -> form.invoke(pool, tasks));
		assertThat(pool.snapshot().tasks().submitted()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void shutdownNowEndsAnInvocation(Form form) {
		TaskPool pool = pool(1);
		Signal begun = signal();
		Signal never = signal();
		Interruptible<Object> caller = Interruptible.start(() -> form.invoke(pool, List.of(task(() -> {
			begun.raise();
			return never.await();
		}), task(() -> 1))));
		await(begun);
		assertThat(pool.shutdownNow()).hasSize(1);
		if (form.isAny()) {
			assertThat(caller.failure()).isInstanceOf(ExecutionException.class)
				.hasCauseInstanceOf(CancellationException.class);
		}
		else {
			assertThat((List<?>) caller.result())
				.allSatisfy((future) -> assertThat(((Future<?>) future).isCancelled()).isTrue());
		}
	}

	@Test
	void invokeAnyGivesTheFirstResultInTime() throws Exception {
		TaskPool pool = pool(2);
		Signal never = signal();
		List<Callable<Integer>> tasks = List.of(task(() -> never.await() ? 1 : 0), task(() -> Work.fail("x")),
				task(() -> 3));
		assertThat(pool.invokeAny(tasks, 1, TimeUnit.HOURS)).isEqualTo(3);
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
		assertThat(pool.snapshot().tasks().cancelled()).isOne();
	}

	@ParameterizedTest
	@EnumSource(names = { "ANY", "ANY_IN_TIME" })
	void invokeAnyFailsWithTheFailureOfATaskWhateverItIs(Form form) {
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> form.invoke(pool(1), List.of(task(() -> Work.recurse(1)))))
			.withCauseInstanceOf(StackOverflowError.class);
	}

	private static <T> Callable<T> task(Task<T> task) {
		return task;
	}

	private static Callable<Object> task(TaskAction action) {
		return (Task<Object>) () -> {
			action.run();
			return "done";
		};
	}

	/**
	 * The four methods that take several tasks and wait.
	 */
	enum Form {

		ALL {

			@Override
			Object invoke(TaskPool pool, Collection<? extends Callable<Object>> tasks) throws Exception {
				return pool.invokeAll(tasks);
			}

		},

		ALL_IN_TIME {

			@Override
			Object invoke(TaskPool pool, Collection<? extends Callable<Object>> tasks) throws Exception {
				return pool.invokeAll(tasks, 1, TimeUnit.HOURS);
			}

		},

		ANY {

			@Override
			Object invoke(TaskPool pool, Collection<? extends Callable<Object>> tasks) throws Exception {
				return pool.invokeAny(tasks);
			}

		},

		ANY_IN_TIME {

			@Override
			Object invoke(TaskPool pool, Collection<? extends Callable<Object>> tasks) throws Exception {
				return pool.invokeAny(tasks, 1, TimeUnit.HOURS);
			}

		};

		abstract Object invoke(TaskPool pool, Collection<? extends Callable<Object>> tasks) throws Exception;

		boolean isAny() {
			return this == ANY || this == ANY_IN_TIME;
		}

	}

}
