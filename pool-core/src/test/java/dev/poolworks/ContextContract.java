package dev.poolworks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a task knows of itself.
 */
abstract class ContextContract extends PoolContract {

	@Test
	void taskKnowsItsPoolItsWorkerAndItself() {
		TaskPool pool = pool(1);
		TaskFuture<List<String>> future = pool.submit(() -> {
			TaskContext context = TaskContext.current();
			return List.of(context.pool(), context.worker(), String.valueOf(context.taskId()),
					String.valueOf(context.attempt()), String.valueOf(context.deadline().isPresent()),
					String.valueOf(context.isCancelled()));
		});
		assertThat(future.result()).containsExactly(pool.name(), pool.name() + "-1", String.valueOf(future.id()), "1",
				"false", "false");
	}

	@Test
	void taskKnowsItsDeadline() {
		Instant before = Instant.now();
		Instant deadline = pool(1)
			.submit(() -> TaskContext.current().deadline().orElseThrow(), TaskOptions.defaults().timeout(LONG))
			.result();
		assertThat(deadline).isBetween(before.plus(LONG), Instant.now().plus(LONG).plusSeconds(1));
	}

	@Test
	void taskThatIsAskedToStopKnowsIt() {
		TaskPool pool = pool(1);
		Signal begun = signal();
		Signal known = signal();
		TaskFuture<?> future = pool.submit(() -> {
			begun.raise();
			while (!TaskContext.current().isCancelled()) {
				Thread.onSpinWait();
			}
			known.raise();
		});
		await(begun);
		future.cancel(true);
		await(known);
		assertThat(pool.submit(() -> TaskContext.current().isCancelled()).result()).isFalse();
	}

	@Test
	void taskBeyondItsLimitKnowsIt() {
		TaskPool pool = pool(1);
		Signal known = signal();
		TaskFuture<?> future = pool.submit(() -> {
			while (!TaskContext.current().isCancelled()) {
				Thread.onSpinWait();
			}
			known.raise();
		}, TaskOptions.defaults().timeout(Duration.ofMillis(100)));
		assertThat(future.exception(LONG)).isInstanceOf(TaskTimeoutException.class);
		await(known);
	}

	@Test
	void itemOfAChunkHasAContextToo() {
		TaskPool pool = pool(1);
		assertThat(pool.map((i) -> TaskContext.current().pool(), List.of(1, 2, 3), MapOptions.defaults().chunkSize(3))
			.toList()).containsOnly(pool.name()).hasSize(3);
	}

	@Test
	void outsideOfATaskThereIsNoContext() {
		assertThat(TaskContext.find()).isEmpty();
		assertThatIllegalStateException().isThrownBy(TaskContext::current).withMessageContaining("TaskContext.find()");
	}

}
