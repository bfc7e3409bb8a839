package dev.poolworks.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.WorkerCrashedException;
import dev.poolworks.WorkerOutOfMemoryException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProcessPoolTests {

	@Test
	void hundredTasksRunInTwoProcesses() {
		List<TaskFuture<Integer>> futures = new ArrayList<>();
		ProcessPool pool = ProcessPool.of(2);
		try (pool) {
			for (int i = 0; i < 100; i++) {
				futures.add(pool.submit((x) -> x * x, i));
			}
		}
		assertThat(futures).extracting(TaskFuture::result).startsWith(0, 1, 4, 9).hasSize(100);
		assertThat(pool.snapshot().tasks().isConsistent()).isTrue();
	}

	@Test
	void crashCostsOnlyItsTask() {
		try (ProcessPool pool = ProcessPool.builder("crash").maxSize(1).heap(64 << 20).build()) {
			assertThatThrownBy(() -> pool.submit(() -> Runtime.getRuntime().halt(7)).result())
				.isInstanceOf(WorkerCrashedException.class)
				.hasMessageContaining("exit code 7");
			assertThatThrownBy(() -> pool.submit(() -> new byte[1 << 30].length).result())
				.isInstanceOf(WorkerOutOfMemoryException.class);
			assertThatThrownBy(() -> pool.submit(() -> {
				while (true) {
					Thread.onSpinWait();
				}
			}, TaskOptions.defaults().timeout(Duration.ofMillis(200))).result())
				.isInstanceOf(TaskTimeoutException.class);
			assertThatThrownBy(() -> pool.submit(() -> {
				throw new IllegalStateException("boom");
			}).result()).isInstanceOf(IllegalStateException.class).hasMessage("boom");
			assertThat(pool.submit(() -> "next").result()).isEqualTo("next");
		}
	}

}
