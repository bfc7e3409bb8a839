package dev.poolworks;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the JDK demands of the end of an {@link java.util.concurrent.ExecutorService}: its
 * states, who waits for it, and the tasks that are handed back.
 */
abstract class ExecutorShutdownContract extends PoolContract {

	private static final long[] NO_TIME = { 0, -1, Long.MIN_VALUE };

	@Test
	void poolIsShutDownAtOnceAndTerminatedWhenItsTasksHaveEnded() throws Exception {
		TaskPool pool = pool(1);
		assertThat(pool.isShutdown()).isFalse();
		assertThat(pool.isTerminated()).isFalse();
		Signal release = signal();
		TaskFuture<Boolean> running = occupy(pool, release).get(0);
		pool.shutdown();
		pool.shutdown();
		assertThat(pool.isShutdown()).isTrue();
		assertThat(pool.isTerminated()).isFalse();
		release.raise();
		assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		assertThat(pool.isTerminated()).isTrue();
		assertThat(pool.isShutdown()).isTrue();
		assertThat(running.get()).isTrue();
	}

	@Test
	void shutdownInterruptsNobody() {
		TaskPool pool = pool(1);
		Signal begun = signal();
		Signal release = signal();
		TaskFuture<Boolean> running = pool.submit(() -> {
			begun.raise();
			release.awaitStubbornly();
			return Thread.currentThread().isInterrupted() || TaskContext.current().isCancelled();
		});
		TaskFuture<Boolean> waiting = pool.submit(() -> Thread.currentThread().isInterrupted());
		await(begun);
		pool.shutdown();
		release.raise();
		assertThat(List.of(running.result(), waiting.result())).containsOnly(false);
	}

	@Test
	void awaitTerminationWithoutTimeTellsWhetherThePoolHasEnded() throws Exception {
		TaskPool pool = pool(1);
		Signal release = signal();
		occupy(pool, release);
		pool.shutdown();
		for (long time : NO_TIME) {
			assertThat(pool.awaitTermination(time, TimeUnit.NANOSECONDS)).isFalse();
		}
		release.raise();
		assertThat(pool.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
		for (long time : NO_TIME) {
			assertThat(pool.awaitTermination(time, TimeUnit.NANOSECONDS)).isTrue();
		}
	}

	@Test
	void awaitTerminationReturnsInEveryThreadThatWaits() {
		TaskPool pool = pool(1);
		Signal release = signal();
		occupy(pool, release);
		List<Interruptible<Boolean>> waiting = Stream
			.generate(() -> Interruptible.start(() -> pool.awaitTermination(1, TimeUnit.HOURS)))
			.limit(4)
			.toList();
		pool.shutdown();
		release.raise();
		assertThat(waiting).allMatch(Interruptible::result);
	}

	@Test
	void awaitTerminationThatIsInterruptedEndsAndThePoolGoesOn() {
		TaskPool pool = pool(1);
		Signal release = signal();
		TaskFuture<Boolean> running = occupy(pool, release).get(0);
		Interruptible<Boolean> waiting = Interruptible.start(() -> pool.awaitTermination(1, TimeUnit.HOURS));
		waiting.interrupt();
		assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
		assertThat(pool.isShutdown()).isFalse();
		release.raise();
		assertThat(running.result()).isTrue();
		assertThat(pool.submit(() -> "next").result()).isEqualTo("next");
	}

	/** The JDK's executors know no callbacks, so there both are the same. */
	@Test
	void awaitTerminationWaitsForCallbacksOfTasksThatHaveEndedToo() throws Exception {
		TaskPool pool = pool(1);
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Signal end = signal(); // a callback of a task that is done would run here
		TaskFuture<Boolean> task = pool.submit(() -> end.await());
		task.thenRun(() -> {
			begun.countDown();
			try {
				release.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		end.raise();
		begun.await();
		pool.shutdown();
		await().until(pool::isTerminated);
		try {
			for (long time : NO_TIME) {
				assertThat(pool.awaitTermination(time, TimeUnit.NANOSECONDS)).isFalse();
			}
		}
		finally {
			release.countDown();
		}
		assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
	}

	/**
	 * The futures of what is handed back are cancelled already, so that nobody waits in
	 * vain; the JDK leaves them open. It can be run, once and here: also what was meant
	 * for a process.
	 */
	@Test
	void whatShutdownNowHandsBackIsInOrderAndCanBeRun() throws Exception {
		TaskPool pool = pool(1);
		Signal never = signal();
		Signal ran = signal();
		TaskFuture<Boolean> running = occupy(pool, never).get(0);
		TaskFuture<?> first = pool.submit(() -> ran.raise("first"));
		pool.execute(() -> ran.raise("second"));
		TaskFuture<?> cancelled = pool.submit(() -> ran.raise("cancelled before"));
		TaskFuture<?> third = pool.submit(() -> {
			ran.raise("third");
			Work.fail("of the third");
		});
		cancelled.cancel(false);
		List<Runnable> neverStarted = pool.shutdownNow();
		assertThat(neverStarted).hasSize(3);
		assertThat(List.of(first, third, running)).allMatch(TaskFuture::isCancelled);
		assertThat(ran.isRaised()).isFalse();
		neverStarted.forEach(Runnable::run);
		assertThat(ran.texts()).containsExactly("first", "second", "third");
		assertThat(List.of(first, third)).allMatch(TaskFuture::isCancelled);
		assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		PoolAssert.assertThat(pool).isConsistent();
	}

	@Test
	void shutdownNowWakesWhoeverWaitsForATask() {
		TaskPool pool = pool(1);
		Signal never = signal();
		TaskFuture<Boolean> running = occupy(pool, never).get(0);
		TaskFuture<Integer> waiting = pool.submit(() -> 1);
		List<Interruptible<?>> callers = List.of(Interruptible.start(running::get), Interruptible.start(waiting::get));
		pool.shutdownNow();
		assertThat(callers)
			.allSatisfy((caller) -> assertThat(caller.failure()).isInstanceOf(CancellationException.class));
	}

	/** A thread cannot be stopped; a process can, and is. */
	@Test
	void taskThatIgnoresShutdownNowHoldsUpThePoolOfAThreadOnly() throws Exception {
		TaskPool pool = pool(1);
		Signal begun = signal();
		Signal release = signal();
		TaskFuture<?> stubborn = pool.submit(() -> {
			begun.raise();
			release.awaitStubbornly();
		});
		await(begun);
		assertThat(pool.shutdownNow()).isEmpty();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(stubborn::get);
		if (kind().runsHere()) {
			assertThat(pool.awaitTermination(50, TimeUnit.MILLISECONDS)).isFalse();
			assertThat(pool.isTerminated()).isFalse();
			release.raise();
		}
		assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void closeOfAnEndedPoolKeepsTheInterruptOfItsCaller() {
		TaskPool pool = pool(1);
		pool.close();
		Thread.currentThread().interrupt();
		pool.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(pool.isTerminated()).isTrue();
	}

	@Test
	void shutdownByManyThreadsAtOnceEndsThePoolOnce() throws Exception {
		TaskPool pool = pool(1);
		TaskFuture<Integer> task = pool.submit(Work::square, 3);
		List<Interruptible<Boolean>> callers = Stream.generate(() -> Interruptible.start(() -> {
			pool.shutdown();
			return pool.awaitTermination(60, TimeUnit.SECONDS);
		})).limit(4).toList();
		assertThat(callers).allMatch(Interruptible::result);
		assertThat(task.get()).isEqualTo(9);
	}

}
