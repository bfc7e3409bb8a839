package dev.poolworks.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;

import dev.poolworks.TaskCounts;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.WorkerCrashedException;
import dev.poolworks.WorkerOutOfMemoryException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tasks of all kinds in any order: each has its own end, and the counts are exact.
 */
class ChaosTests extends ProcessPoolFixture {

	private static final TaskOptions hurried = TaskOptions.defaults().timeout(Duration.ofMillis(400));

	private static final TaskOptions unhurried = TaskOptions.defaults().timeout(LONG);

	@Test
	void mixOfTasksEndsAsItMust() {
		run(30, 1);
	}

	@Tag("slow")
	@Test
	@Timeout(900)
	void longMixOfTasksEndsAsItMust() {
		for (int seed = 0; seed < 5; seed++) {
			run(200, seed);
		}
	}

	private void run(int count, int seed) {
		ProcessPool pool = pool(builder().maxSize(3).killGrace(Duration.ofMillis(100)).maxTasksPerWorker(10));
		Random random = new Random(seed);
		Map<Kind, Long> submitted = new EnumMap<>(Kind.class);
		List<Kind> kinds = new ArrayList<>();
		List<TaskFuture<Object>> tasks = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
			kinds.add(kind);
			submitted.merge(kind, 1L, Long::sum);
			tasks.add(pool.submit(ChaosTests::behave, kind, (kind == Kind.HANG) ? hurried : unhurried));
		}
		for (int i = 0; i < count; i++) {
			assertThat(end(tasks.get(i))).as("task %d of seed %d, to %s", i, seed, kinds.get(i))
				.isEqualTo(kinds.get(i));
		}
		TaskCounts counts = pool.snapshot().tasks();
		assertThat(counts.succeeded()).isEqualTo(submitted.getOrDefault(Kind.SUCCEED, 0L));
		assertThat(counts.failed())
			.isEqualTo(submitted.getOrDefault(Kind.THROW, 0L) + submitted.getOrDefault(Kind.OVERFLOW, 0L));
		assertThat(counts.timedOut()).isEqualTo(submitted.getOrDefault(Kind.HANG, 0L));
		assertThat(counts.crashed()).isEqualTo(submitted.getOrDefault(Kind.EXIT, 0L)
				+ submitted.getOrDefault(Kind.KILL, 0L) + submitted.getOrDefault(Kind.MEMORY, 0L));
		assertServes(pool);
		pool.close();
	}

	private static Object behave(Kind kind) throws Exception {
		return switch (kind) {
			case SUCCEED -> kind;
			case THROW -> throw new IllegalStateException("thrown");
			case OVERFLOW -> InWorker.recurse(0);
			case EXIT -> InWorker.halt(5);
			case KILL -> InWorker.signal("KILL");
			case MEMORY -> InWorker.fillHeap();
			case HANG -> InWorker.hang();
		};
	}

	private static Kind end(TaskFuture<Object> task) {
		try {
			return (Kind) task.result(LONG);
		}
		catch (WorkerOutOfMemoryException ex) {
			return Kind.MEMORY;
		}
		catch (WorkerCrashedException ex) {
			return ("SIGKILL".equals(ex.exit().signal())) ? Kind.KILL : Kind.EXIT;
		}
		catch (TaskTimeoutException ex) {
			return Kind.HANG;
		}
		catch (CancellationException ex) {
			throw new AssertionError("nobody cancelled it", ex);
		}
		catch (IllegalStateException ex) {
			return Kind.THROW;
		}
		catch (StackOverflowError ex) {
			return Kind.OVERFLOW;
		}
	}

	/**
	 * How a task ends.
	 */
	enum Kind {

		SUCCEED, THROW, OVERFLOW, EXIT, KILL, MEMORY, HANG

	}

}
