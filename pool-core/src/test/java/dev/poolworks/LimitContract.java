package dev.poolworks;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.poolworks.TaskTimeoutException.Phase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Limits on how long tasks wait and run.
 */
abstract class LimitContract extends PoolContract {

	private static final Duration LIMIT = Duration.ofMillis(200);

	@Test
	void taskBeyondItsLimitFailsAndIsInterrupted() {
		TaskPool pool = pool(1);
		Signal never = signal();
		Signal stopped = signal();
		TaskFuture<Boolean> future = pool.submit(() -> {
			try {
				return never.await();
			}
			finally {
				stopped.raise();
			}
		}, TaskOptions.defaults().timeout(LIMIT).name("slow one"));
		assertThatThrownBy(future::result).isInstanceOfSatisfying(TaskTimeoutException.class, (ex) -> {
			assertThat(ex.phase()).isEqualTo(Phase.RUN);
			assertThat(ex.granted()).isEqualTo(LIMIT);
			assertThat(ex.elapsed()).isGreaterThanOrEqualTo(LIMIT);
			assertThat(ex).hasMessageContaining("slow one").hasMessageContaining("task-timeout");
		});
		await(stopped);
		assertThat(future.taskState()).isEqualTo(TaskState.TIMED_OUT);
		assertThat(pool.submit(() -> "next").result()).isEqualTo("next");
		PoolAssert.assertThat(pool).isConsistent();
	}

	@Test
	void failureSaysWhereTheTaskWasAndWhoWaitedForIt() throws Exception {
		TaskPool pool = pool(1);
		Signal never = signal();
		String place = "it was stopped in dev.poolworks.";
		Throwable failure = withEnoughTime(
				(time) -> catchThrowable(
						pool.submit(() -> never.await(), TaskOptions.defaults().timeout(time))::result),
				(stopped) -> stopped.getMessage().contains(place));
		assertThat(failure).hasMessageContaining(place);
		List<String> frames = Stream.of(failure.getStackTrace()).map(StackTraceElement::toString).toList();
		int marker = indexOf(frames, "~~~ ran in " + pool.name() + "-1");
		int task = indexOf(frames, "LimitContract.lambda$failureSaysWhereTheTaskWas");
		assertThat(task).isBetween(1, marker - 1);
		assertThat(frames.subList(task + 1, marker)).allMatch((frame) -> frame.contains("LimitContract"));
		assertThat(frames.subList(marker + 1, frames.size())).anyMatch((frame) -> frame.contains("LimitContract"));
	}

	private static int indexOf(List<String> frames, String part) {
		int index = 0;
		while (index < frames.size() && !frames.get(index).contains(part)) {
			index++;
		}
		assertThat(index).as("%s in %s", part, frames).isLessThan(frames.size());
		return index;
	}

	@Test
	void limitOfThePoolHoldsForTasksThatHaveNone() {
		TaskPool pool = pool((spec) -> spec.maxSize(1).taskTimeout(LIMIT));
		Signal never = signal();
		assertThatThrownBy(pool.submit(() -> never.await())::result).isInstanceOf(TaskTimeoutException.class);
		Signal release = signal();
		TaskFuture<Boolean> longer = pool.submit(() -> release.await(), TaskOptions.defaults().timeout(LONG));
		assertThatThrownBy(() -> longer.result(LIMIT.multipliedBy(3))).isInstanceOf(WaitTimeoutException.class);
		release.raise();
		assertThat(longer.result()).isTrue();
	}

	@Test
	void clockOfTheLimitStartsWithTheTask() throws Exception {
		TaskPool pool = pool(1);
		TaskFuture<Integer> future = withEnoughTime((limit) -> {
			Signal release = signal();
			occupy(pool, release);
			TaskFuture<Integer> waiting = pool.submit(Work::square, 3, TaskOptions.defaults().timeout(limit));
			TaskFuture<Boolean> probe = pool.submit(() -> true, TaskOptions.defaults().priority(1));
			assertThatThrownBy(() -> probe.result(limit.plus(SHORT))).isInstanceOf(WaitTimeoutException.class);
			release.raise();
			return waiting;
		}, (waiting) -> !(waiting.exception(LONG) instanceof TaskTimeoutException));
		assertThat(future.result()).isEqualTo(9);
	}

	@Test
	void severalLimitsReachedAtTheSameTimeAllHold() {
		TaskPool pool = pool(3);
		Signal never = signal();
		List<TaskFuture<Boolean>> futures = Stream
			.generate(() -> pool.submit(() -> never.await(), TaskOptions.defaults().timeout(LIMIT)))
			.limit(6)
			.toList();
		assertThat(futures)
			.allSatisfy((future) -> assertThatThrownBy(future::result).isInstanceOf(TaskTimeoutException.class));
		assertThat(futures.stream().map((future) -> future.exception(LONG)).distinct()).hasSize(6);
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
		assertThat(pool.snapshot().tasks().timedOut()).isEqualTo(6);
	}

	@Test
	void taskThatWaitsTooLongFailsAndNamesTheLimit() {
		TaskPool pool = pool((spec) -> spec.maxSize(1).queueTimeout(LONG));
		Signal release = signal();
		Signal ran = signal();
		List<TaskFuture<Boolean>> running = occupy(pool, release);
		TaskFuture<?> waiting = pool.submit(() -> ran.raise(), TaskOptions.defaults().queueTimeout(LIMIT));
		assertThatThrownBy(waiting::result).isInstanceOfSatisfying(TaskTimeoutException.class, (ex) -> {
			assertThat(ex.phase()).isEqualTo(Phase.QUEUE);
			assertThat(ex.granted()).isEqualTo(LIMIT);
			assertThat(ex).hasMessageContaining("200 ms").hasMessageContaining(pool.name() + ".queue-timeout");
		});
		release.raise();
		assertThat(running.get(0).result()).isTrue();
		assertThat(pool.submit(() -> "next").result()).isEqualTo("next");
		assertThat(ran.isRaised()).isFalse();
	}

	@Test
	void limitOnTheWaitDoesNotConcernARunningTask() {
		TaskPool pool = pool(1);
		pool.submit(() -> 1).result();
		Signal release = signal();
		TaskFuture<Boolean> future = pool.submit(() -> release.await(), TaskOptions.defaults().queueTimeout(LIMIT));
		assertThatThrownBy(() -> future.result(LIMIT.multipliedBy(3))).isInstanceOf(WaitTimeoutException.class)
			.hasMessageContaining("goes on");
		release.raise();
		assertThat(future.result()).isTrue();
	}

	@Test
	void waitInVainDoesNotDisturbTheTask() {
		Signal release = signal();
		TaskFuture<Boolean> future = pool(1).submit(() -> release.await());
		assertThatThrownBy(() -> future.result(SHORT)).isInstanceOf(WaitTimeoutException.class)
			.hasMessageContaining("100 ms");
		assertThatThrownBy(() -> future.exception(SHORT)).isInstanceOf(WaitTimeoutException.class);
		assertThat(future.isDone()).isFalse();
		release.raise();
		assertThat(future.result(LONG)).isTrue();
	}

}
