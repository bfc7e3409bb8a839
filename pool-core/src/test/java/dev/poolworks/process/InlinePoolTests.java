package dev.poolworks.process;

import java.util.concurrent.TimeUnit;

import dev.poolworks.TaskContext;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InlinePoolTests {

	private final ProcessPool pool = ProcessPool.builder("inline").inline().build();

	@AfterEach
	void close() {
		this.pool.close();
		assertThat(this.pool.snapshot().tasks().isConsistent()).isTrue();
	}

	@Test
	void taskRunsInTheSubmittingThread() {
		Thread caller = Thread.currentThread();
		TaskFuture<Boolean> task = this.pool.submit(() -> Thread.currentThread() == caller);
		assertThat(task.isDone()).isTrue();
		assertThat(task.result()).isTrue();
	}

	@Test
	void taskKnowsItsPool() {
		assertThat(this.pool.submit(() -> TaskContext.current().pool()).result()).isEqualTo("inline");
	}

	@Test
	void taskMaySubmitAndWait() {
		assertThat(this.pool.submit(() -> this.pool.submit(() -> this.pool.submit(() -> 3).result() + 1).result())
			.result()).isEqualTo(4);
	}

	@Test
	void failureIsTheTasksOwn() {
		TaskFuture<Object> task = this.pool.submit(() -> {
			throw new IllegalStateException("broken");
		});
		assertThatIllegalStateException().isThrownBy(task::result).withMessage("broken");
		assertThat(task.taskState()).isEqualTo(TaskState.FAILED);
	}

}
