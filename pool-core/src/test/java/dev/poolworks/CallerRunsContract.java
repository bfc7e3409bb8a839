package dev.poolworks;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.poolworks.policy.RejectionPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tasks that the submitting thread runs, since the pool is full: all that holds for a
 * task in a worker holds for them. Process pools have none.
 */
abstract class CallerRunsContract extends PoolContract {

	@Test
	void taskKnowsItsContext() {
		TaskPool pool = fullPool();
		TaskFuture<List<Object>> here = pool.submit(() -> {
			TaskContext context = TaskContext.current();
			return List.of(context.pool(), context.worker(), context.taskId(), context.attempt(),
					context.deadline().isPresent(), context.isCancelled());
		}, TaskOptions.defaults().timeout(LONG));
		assertThat(here).isDone();
		assertThat(here.result()).containsExactly(pool.name(), "caller", here.id(), 1, true, false);
		assertThat(TaskContext.find()).isEmpty();
	}

	@Test
	void limitHoldsAndTheTaskIsInterruptedNotItsThread() {
		TaskPool pool = fullPool();
		Signal never = signal();
		TaskFuture<Boolean> here = pool.submit(() -> never.await(), TaskOptions.defaults().timeout(SHORT));
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		assertThatThrownBy(here::result).isInstanceOfSatisfying(TaskTimeoutException.class, (ex) -> {
			assertThat(ex.phase()).isEqualTo(TaskTimeoutException.Phase.RUN);
			assertThat(ex.granted()).isEqualTo(SHORT);
			assertThat(ex).hasMessageContaining("Signal.await");
		});
		assertThat(pool.snapshot().tasks().timedOut()).isOne();
	}

	@Test
	void futureFailsAtTheLimitThoughTheTaskGoesOn() {
		TaskPool pool = fullPool();
		TaskFuture<String> here = pool.submit(() -> {
			await().until(() -> pool.snapshot().tasks().timedOut() == 1);
			return "too late";
		}, TaskOptions.defaults().timeout(SHORT));
		assertThat(here.exception(LONG)).isInstanceOf(TaskTimeoutException.class);
	}

	@Test
	void shutdownNowStopsTheTask() throws InterruptedException {
		TaskPool pool = fullPool();
		CountDownLatch begun = new CountDownLatch(1);
		Thread other = new Thread(() -> {
			try {
				begun.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			pool.shutdownNow();
		});
		other.start();
		Signal never = signal();
		TaskFuture<Boolean> here = pool.submit(() -> {
			begun.countDown();
			return never.await();
		});
		assertThatThrownBy(here::result).isInstanceOf(CancellationException.class);
		other.join();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void interruptOfTheThreadIsKeptForTheThread() {
		TaskPool pool = fullPool();
		Thread.currentThread().interrupt();
		assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).result()).isFalse();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(pool.submit(() -> {
			Thread.currentThread().interrupt();
			return "left it";
		}).result()).isEqualTo("left it");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void countsAreRight() {
		TaskPool pool = fullPool();
		pool.submit(() -> 1);
		pool.submit(() -> Work.fail("x"));
		assertThat(pool.snapshot().tasks().succeeded()).isOne();
		assertThat(pool.snapshot().tasks().failed()).isOne();
		PoolAssert.assertThat(pool).isConsistent();
	}

	private TaskPool fullPool() {
		assumeTrue(kind().runsHere());
		TaskPool pool = pool((spec) -> spec.maxSize(1).queueCapacity(0).rejection(RejectionPolicy.callerRuns()));
		Signal never = signal();
		occupy(pool, never);
		return pool;
	}

}
