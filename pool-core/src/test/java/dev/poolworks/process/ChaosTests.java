package dev.poolworks.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;

import dev.poolworks.TaskCounts;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.WorkerCrashedException;
import dev.poolworks.WorkerOutOfMemoryException;
import dev.poolworks.WorkerSnapshot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tasks of all kinds in any order: each has its own end, and the counts are exact.
 */
class ChaosTests extends ProcessPoolFixture {

	private static final int EXIT_CODE = 5;

	private static final int HUGE_BYTES = 3 << 20;

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

	/**
	 * Most tasks are fine, as in life; workers are killed from outside and recycled, the
	 * size changes and the pool is suspended meanwhile; half of the tasks may run again;
	 * the end finds 500 of them pending. The same with 100,000 tasks:
	 * ReliabilityBenchmark.
	 */
	@Tag("slow")
	@Test
	@Timeout(900)
	void soakLosesNothing() {
		ProcessPool pool = pool(builder().maxSize(4)
			.queueCapacity(5_000)
			.killGrace(Duration.ofMillis(100))
			.maxStarts(50)
			.maxTasksPerWorker(100)
			.retries(1)
			.poisonThreshold(3));
		Random random = new Random(5);
		Set<Long> killed = new HashSet<>();
		Map<Kind, Long> ended = new EnumMap<>(Kind.class);
		Queue<Submitted> window = new ArrayDeque<>();
		for (int i = 0; i < 5_000; i++) {
			int chance = random.nextInt(250);
			Kind kind = (chance < Kind.values().length) ? Kind.values()[chance] : Kind.SUCCEED;
			window.add(new Submitted(i, kind, pool.submit(ChaosTests::behave, kind,
					(kind == Kind.HANG) ? hurried : unhurried.idempotent(i % 2 == 0))));
			if (i % 500 == 200) {
				pool.suspend();
			}
			if (i % 100 == 50) {
				pool.resume();
				killOne(pool, random, killed);
				int maxSize = 1 + random.nextInt(4);
				pool.resize(random.nextInt(maxSize + 1), maxSize);
				assertThat(pool.snapshot().tasks().isConsistent()).isTrue();
			}
			while (window.size() > 500 && !pool.snapshot().suspended()) {
				settle(window.remove(), killed, ended);
			}
		}
		pool.resume();
		pool.shutdown();
		window.forEach((task) -> settle(task, killed, ended));
		assertCounts(pool, ended);
		pool.close();
	}

	private static void killOne(ProcessPool pool, Random random, Set<Long> killed) {
		List<WorkerSnapshot> workers = pool.workers();
		int victim = random.nextInt(4);
		if (victim < workers.size() && workers.get(victim).pid() > 0) {
			killed.add(workers.get(victim).pid());
			ProcessHandle.of(workers.get(victim).pid()).ifPresent(ProcessHandle::destroyForcibly);
		}
	}

	private static void settle(Submitted task, Set<Long> killed, Map<Kind, Long> ended) {
		Kind end = end(task.future);
		boolean lost = end == Kind.KILL && failureOf(task.future) instanceof WorkerCrashedException crash
				&& killed.contains(crash.exit().pid());
		if (!lost) {
			assertThat(end).as("task %d, to %s", task.number, task.kind).isEqualTo(task.kind);
		}
		ended.merge(end, 1L, Long::sum);
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
		assertCounts(pool, submitted);
		assertServes(pool);
		pool.close();
	}

	private static void assertCounts(ProcessPool pool, Map<Kind, Long> ended) {
		TaskCounts counts = pool.snapshot().tasks();
		assertThat(counts.succeeded()).isEqualTo(sum(ended, Kind.SUCCEED, Kind.SLOW, Kind.HUGE));
		assertThat(counts.failed()).isEqualTo(sum(ended, Kind.THROW, Kind.OVERFLOW));
		assertThat(counts.timedOut()).isEqualTo(sum(ended, Kind.HANG));
		assertThat(counts.crashed()).isEqualTo(sum(ended, Kind.EXIT, Kind.HALT, Kind.KILL, Kind.MEMORY));
		assertThat(counts.submitted()).isEqualTo(sum(ended, Kind.values()));
	}

	private static long sum(Map<Kind, Long> ended, Kind... kinds) {
		return Arrays.stream(kinds).mapToLong((kind) -> ended.getOrDefault(kind, 0L)).sum();
	}

	private static Object behave(Kind kind) throws Exception {
		return switch (kind) {
			case SUCCEED -> kind;
			case SLOW -> {
				Thread.sleep(20);
				yield kind;
			}
			case HUGE -> new byte[HUGE_BYTES];
			case THROW -> throw new IllegalStateException("thrown");
			case OVERFLOW -> InWorker.recurse(0);
			case EXIT -> {
				System.exit(EXIT_CODE);
				yield null;
			}
			case HALT -> InWorker.halt(EXIT_CODE + 1);
			case KILL -> InWorker.signal("KILL");
			case MEMORY -> InWorker.fillHeap();
			case HANG -> InWorker.hang();
		};
	}

	private static Kind end(TaskFuture<Object> task) {
		try {
			Object result = task.result(LONG);
			return (result instanceof byte[] bytes && bytes.length == HUGE_BYTES) ? Kind.HUGE : (Kind) result;
		}
		catch (WorkerOutOfMemoryException ex) {
			return Kind.MEMORY;
		}
		catch (WorkerCrashedException ex) {
			if ("SIGKILL".equals(ex.exit().signal())) {
				return Kind.KILL;
			}
			return (ex.exit().exitCode() == EXIT_CODE) ? Kind.EXIT : Kind.HALT;
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

		SUCCEED, SLOW, HUGE, THROW, OVERFLOW, EXIT, HALT, KILL, MEMORY, HANG

	}

	/**
	 * A task whose future is not looked at yet.
	 *
	 * @param number from 0
	 * @param kind how it ends if its worker is left alone
	 * @param future its future
	 */
	record Submitted(int number, Kind kind, TaskFuture<Object> future) {

	}

}
