package dev.poolworks;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What the JDK demands of every {@link ExecutorService}: tasks, their callers and their
 * threads.
 */
abstract class ExecutorContract extends PoolContract {

	private static final long[] NO_TIME = { 0, -1, Long.MIN_VALUE };

	@Test
	void nothingInPlaceOfATaskACollectionOrAUnitIsRefused() {
		TaskPool pool = pool(1);
		List<Callable<Integer>> one = List.of(task(() -> 1));
		List<Callable<Integer>> withGap = Arrays.asList(task(() -> 1), null);
		Map<String, ThrowingCallable> calls = Map.ofEntries(
				Map.entry("execute runnable", () -> pool.execute((Runnable) null)),
				Map.entry("execute action", () -> pool.execute((TaskAction) null)),
				Map.entry("submit runnable", () -> pool.submit((Runnable) null)),
				Map.entry("submit runnable with a result", () -> pool.submit((Runnable) null, 1)),
				Map.entry("submit callable", () -> pool.submit((Callable<Integer>) null)),
				Map.entry("submit function", () -> pool.submit((TaskFunction<Integer, Integer>) null, 1)),
				Map.entry("invokeAll", () -> pool.invokeAll(null)),
				Map.entry("invokeAll in time", () -> pool.invokeAll(null, 1, TimeUnit.SECONDS)),
				Map.entry("invokeAll, no unit", () -> pool.invokeAll(one, 1, null)),
				Map.entry("invokeAll in time, gap", () -> pool.invokeAll(withGap, 1, TimeUnit.SECONDS)),
				Map.entry("invokeAny in time", () -> pool.invokeAny(null, 1, TimeUnit.SECONDS)),
				Map.entry("invokeAny, no unit", () -> pool.invokeAny(one, 1, null)),
				Map.entry("invokeAny in time, gap", () -> pool.invokeAny(withGap, 1, TimeUnit.SECONDS)),
				Map.entry("map", () -> pool.map(null, List.of(1))),
				Map.entry("map nothing", () -> pool.map(Work::square, null)),
				Map.entry("shutdown", () -> pool.shutdown(null)),
				Map.entry("awaitTermination", () -> pool.awaitTermination(1, null)));
		assertThat(calls).allSatisfy((name, call) -> assertThatNullPointerException().as(name).isThrownBy(call));
		assertThat(pool.snapshot().tasks().submitted()).isZero();
		assertThat(pool.isShutdown()).isFalse();
	}

	@Test
	void everyFormOfSubmissionIsRejectedAfterShutdown() {
		TaskPool pool = pool(1);
		pool.shutdown();
		Runnable runnable = (Runnable & Serializable) () -> Work.square(1);
		List<ThrowingCallable> calls = List.of(() -> pool.execute(runnable), () -> pool.execute(() -> Work.square(1)),
				() -> pool.submit(runnable), () -> pool.submit(runnable, 1), () -> pool.submit(task(() -> 1)),
				() -> pool.submit(() -> 1), () -> pool.submit(Work::square, 1),
				() -> pool.submit(() -> 1, TaskOptions.defaults()), () -> pool.invokeAll(List.of(task(() -> 1))),
				() -> pool.invokeAll(List.of(task(() -> 1)), 1, TimeUnit.HOURS),
				() -> pool.invokeAny(List.of(task(() -> 1))),
				() -> pool.invokeAny(List.of(task(() -> 1)), 1, TimeUnit.HOURS),
				() -> pool.map(Work::square, List.of(1)));
		assertThat(calls)
			.allSatisfy((call) -> assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(call)
				.withMessageContaining("shut down"));
		assertThatNullPointerException().isThrownBy(() -> pool.execute((Runnable) null));
		PoolAssert.assertThat(pool).isConsistent();
	}

	@Test
	void executedTaskThatThrowsCostsNeitherThePoolNorAWorker() {
		TaskPool pool = pool(1);
		pool.execute(() -> Work.fail("thrown on purpose"));
		pool.execute(() -> Work.recurse(1));
		assertThat(pool.submit(() -> "next").result()).isEqualTo("next");
		assertThat(pool.snapshot().tasks().failed()).isEqualTo(2);
		assertThat(pool.snapshot().workers().started()).isOne();
		PoolAssert.assertThat(pool).isConsistent();
	}

	@Test
	void interruptThatATaskLeavesBehindDoesNotReachTheNext() {
		TaskPool pool = pool(1);
		for (int i = 0; i < 5; i++) {
			assertThat(pool.submit(() -> {
				Thread.currentThread().interrupt();
				return "left interrupted";
			}).result()).isEqualTo("left interrupted");
			assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).result()).isFalse();
		}
		assertThat(pool.snapshot().workers().started()).isOne();
	}

	/**
	 * In a process the thread waits for its next task in a channel, which an interrupt
	 * closes: there it costs the worker, but no task.
	 */
	@Test
	void interruptOfAThreadBetweenTwoTasksReachesNoTask() {
		TaskPool pool = pool(1);
		Signal idle = signal();
		Signal interrupted = signal();
		pool.submit(() -> {
			Thread worker = Thread.currentThread();
			Thread stranger = new Thread(() -> {
				idle.awaitStubbornly();
				worker.interrupt();
				interrupted.raise();
			});
			stranger.setDaemon(true);
			stranger.start();
		}).result();
		await().until(() -> pool.snapshot().workers().idle() == 1);
		idle.raise();
		await().until(() -> interrupted.isRaised() || pool.snapshot().workers().exited() == 1);
		for (int i = 0; i < 3; i++) {
			assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).result()).isFalse();
		}
		assertThat(pool.snapshot().tasks().succeeded()).isEqualTo(4);
	}

	@Test
	void callerThatIsInterruptedSubmitsAllTheSameAndStaysInterrupted() {
		TaskPool pool = pool(1);
		Signal ran = signal();
		Thread.currentThread().interrupt();
		TaskFuture<Boolean> submitted = pool.submit(() -> Thread.currentThread().isInterrupted());
		pool.execute(() -> ran.raise());
		assertThat(Thread.interrupted()).isTrue();
		assertThat(submitted.result()).isFalse();
		await(ran);
	}

	@Test
	void interruptOfAWaitingCallerLeavesTheTaskAlone() throws Exception {
		TaskPool pool = pool(1);
		Signal release = signal();
		TaskFuture<Boolean> running = occupy(pool, release).get(0);
		for (Task<Boolean> wait : List.<Task<Boolean>>of(running::get, () -> running.get(1, TimeUnit.HOURS))) {
			Interruptible<Boolean> caller = Interruptible.start(wait);
			caller.interrupt();
			assertThat(caller.failure()).isInstanceOf(InterruptedException.class);
		}
		assertThat(running.isDone()).isFalse();
		release.raise();
		assertThat(running.get()).isTrue();
	}

	@Test
	void interruptDoesNotKeepAResultFromACallerThatNeedNotWait() throws Exception {
		TaskFuture<Integer> done = pool(1).submit(Work::square, 3);
		done.get();
		Thread.currentThread().interrupt();
		assertThat(done.get()).isEqualTo(9);
		assertThat(done.get(1, TimeUnit.SECONDS)).isEqualTo(9);
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void getWithoutTimeGivesOnlyWhatIsThere() throws Exception {
		TaskPool pool = pool(1);
		Signal release = signal();
		TaskFuture<Boolean> running = occupy(pool, release).get(0);
		for (long time : NO_TIME) {
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> running.get(time, TimeUnit.NANOSECONDS));
		}
		assertThatNullPointerException().isThrownBy(() -> running.get(1, null));
		release.raise();
		assertThat(running.get(Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
		for (long time : NO_TIME) {
			assertThat(running.get(time, TimeUnit.NANOSECONDS)).isTrue();
		}
	}

	@Test
	void everyCallerThatWaitsGetsTheResult() throws Exception {
		TaskPool pool = pool(1);
		Signal release = signal();
		TaskFuture<Boolean> running = occupy(pool, release).get(0);
		List<Interruptible<Boolean>> callers = Stream.generate(() -> Interruptible.start(running::get))
			.limit(8)
			.toList();
		release.raise();
		for (Interruptible<Boolean> caller : callers) {
			assertThat(caller.result()).isTrue();
		}
	}

	@Test
	void waitForATaskThatFailedGivesTheSameCauseToEverybody() {
		TaskFuture<Integer> failed = pool(1).submit(() -> Work.fail("broken"));
		List<Interruptible<Integer>> callers = Stream.generate(() -> Interruptible.start(failed::get))
			.limit(3)
			.toList();
		assertThat(callers).allSatisfy((caller) -> assertThat(caller.failure()).isInstanceOf(ExecutionException.class)
			.hasCause(failed.exception(LONG)));
	}

	/**
	 * A process works on a copy, taken when the task was submitted: what it writes comes
	 * back as its result only.
	 */
	@Test
	void taskSeesWhatWasWrittenBeforeItAndItsCallerWhatTheTaskWrote() {
		TaskPool pool = pool(1);
		int[] shared = { 0 };
		for (int i = 1; i <= 100; i++) {
			int before = shared[0];
			int seen = pool.submit((array) -> array[0]++, shared).result();
			assertThat(seen).isEqualTo(before);
			assertThat(shared[0]).isEqualTo(kind().runsHere() ? i : before);
			shared[0] = i;
		}
	}

	/**
	 * What the JDK wraps its tasks in cannot be serialized: a process pool says so where
	 * the task is handed in, for nobody has a future of it.
	 */
	@Test
	void classesOfTheJdkThatUseExecutorsWorkOrAreRefused() throws Exception {
		TaskPool pool = pool(2);
		CompletionService<Integer> completed = new ExecutorCompletionService<>(pool);
		if (!kind().runsHere()) {
			assertThatThrownBy(() -> completed.submit(task(() -> 1))).isInstanceOf(TaskNotSerializableException.class);
			assertThatThrownBy(() -> CompletableFuture.supplyAsync(() -> 1, pool))
				.isInstanceOf(TaskNotSerializableException.class)
				.hasMessageContaining("TaskPool");
			PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
			return;
		}
		Future<Integer> submitted = completed.submit(task(() -> 3));
		assertThat(completed.take()).isSameAs(submitted);
		assertThat(submitted.get()).isEqualTo(3);
		assertThat(CompletableFuture.supplyAsync(() -> 4, pool).thenApplyAsync(Work::square, pool).get()).isEqualTo(16);
		CountDownLatch ran = new CountDownLatch(1);
		CompletableFuture.completedFuture(1).thenRunAsync(ran::countDown, pool).get();
		assertThat(ran.getCount()).isZero();
	}

	@Test
	void taskMaySubmitToItsOwnPoolUnlessItIsInAnotherProcess() {
		TaskPool pool = pool(2);
		TaskFuture<Integer> outer = pool.submit(() -> pool.submit(Work::square, 4).result() + 1);
		if (kind().runsHere()) {
			assertThat(outer.result()).isEqualTo(17);
		}
		else {
			assertThat(outer.exception(LONG)).isInstanceOf(TaskNotSerializableException.class);
		}
	}

	private static <T> Callable<T> task(Task<T> task) {
		return task;
	}

}
