package dev.poolworks.thread;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.poolworks.PoolSnapshot;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskTimeoutException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ThreadPoolTests {

	@Test
	void hundredTasksRunInFiveThreads() {
		List<TaskFuture<Integer>> futures = new ArrayList<>();
		CountDownLatch allAtWork = new CountDownLatch(5);
		ThreadPool pool = ThreadPool.of(5);
		try (pool) {
			for (int i = 0; i < 100; i++) {
				futures.add(pool.submit((x) -> {
					allAtWork.countDown();
					allAtWork.await();
					return x * x;
				}, i));
			}
		}
		assertThat(futures).extracting(TaskFuture::result).startsWith(0, 1, 4, 9).hasSize(100);
		PoolSnapshot snapshot = pool.snapshot();
		assertThat(snapshot.tasks().succeeded()).isEqualTo(100);
		assertThat(snapshot.tasks().isConsistent()).isTrue();
		assertThat(snapshot.workers().started()).isEqualTo(5);
	}

	@Test
	void taskBeyondItsLimitFailsAndIsStuckUntilItReturns() {
		CountDownLatch release = new CountDownLatch(1);
		try (ThreadPool pool = ThreadPool.of(1)) {
			TaskFuture<?> future = pool.submit(() -> {
				boolean waiting = true;
				while (waiting) {
					try {
						release.await();
						waiting = false;
					}
					catch (InterruptedException ex) {
						// as a task that ignores interrupts
					}
				}
				return null;
			}, TaskOptions.defaults().timeout(Duration.ofMillis(50)));
			assertThatThrownBy(future::result).isInstanceOf(TaskTimeoutException.class);
			assertThat(pool.workers().get(0).stuck()).isTrue();
			release.countDown();
			assertThat(pool.submit(() -> "next").result()).isEqualTo("next");
		}
	}

}
