package dev.poolworks.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.poolworks.Signal;
import dev.poolworks.TaskFuture;
import dev.poolworks.WorkerState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that come and go for other reasons than failure.
 */
class RecyclingTests extends ProcessPoolFixture {

	@Test
	void workerIsReplacedAfterItsNumberOfTasks() {
		ProcessPool pool = pool(builder().maxTasksPerWorker(3));
		List<Long> pids = new ArrayList<>();
		for (int i = 0; i < 9; i++) {
			pids.add(pid(pool));
		}
		assertThat(new LinkedHashSet<>(pids.subList(0, 3))).hasSize(1);
		assertThat(new LinkedHashSet<>(pids.subList(3, 6))).hasSize(1);
		assertThat(new LinkedHashSet<>(pids.subList(6, 9))).hasSize(1);
		assertThat(new LinkedHashSet<>(pids)).hasSize(3);
		assertServes(pool);
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "3, 1", "3, 2" })
	void noWorkerGetsMoreThanItsNumberOfTasksHoweverManyWait(int size, int limit) {
		ProcessPool pool = pool(builder().maxSize(size).maxTasksPerWorker(limit));
		Map<Long, Integer> tasks = new HashMap<>();
		List<TaskFuture<Long>> futures = Stream.generate(() -> pool.submit(InWorker::pid)).limit(20L * limit).toList();
		futures.forEach((future) -> tasks.merge(future.result(LONG), 1, Integer::sum));
		assertThat(tasks.values()).allMatch((count) -> count <= limit);
		assertThat(tasks.values().stream().filter((count) -> count < limit)).as("each does all its tasks")
			.hasSizeLessThanOrEqualTo(size + 1);
	}

	@Test
	void crashesDoNotLetAWorkerDoMoreThanItsNumberOfTasks() {
		ProcessPool pool = pool(builder().maxSize(3).maxTasksPerWorker(5));
		Map<Long, Integer> tasks = new HashMap<>();
		List<TaskFuture<Long>> futures = IntStream.range(0, 60)
			.mapToObj((i) -> pool.submit(RecyclingTests::pidOrDeath, i))
			.toList();
		for (TaskFuture<Long> future : futures) {
			if (future.exception(LONG) == null) {
				tasks.merge(future.result(LONG), 1, Integer::sum);
			}
		}
		assertThat(tasks.values()).allMatch((count) -> count <= 5);
		assertServes(pool);
	}

	static long pidOrDeath(int number) {
		if (number % 7 == 3) {
			Runtime.getRuntime().halt(number);
		}
		return InWorker.pid();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void workerWhoseMemoryGrowsIsReplaced() {
		ProcessPool pool = pool(builder().heap(300L << 20).maxWorkerMemory(150L << 20));
		LinkedHashSet<Long> pids = new LinkedHashSet<>();
		for (int i = 0; i < 20; i++) {
			pids.add(pool.submit(() -> {
				byte[] leak = new byte[20 << 20];
				java.util.Arrays.fill(leak, (byte) 1);
				InWorker.leak.add(leak);
				return InWorker.pid();
			}).result(LONG));
		}
		assertThat(pids).hasSizeBetween(2, 10);
		assertServes(pool);
	}

	@Test
	void oldWorkerIsReplaced() {
		ProcessPool pool = pool(builder().maxWorkerAge(Duration.ofMillis(200)));
		long first = pid(pool);
		await().until(() -> pid(pool) != first);
		assertServes(pool);
	}

	@Test
	void idleWorkersEndAndComeBackOnDemand() {
		ProcessPool pool = pool(builder().maxSize(2).idleTimeout(Duration.ofMillis(100)));
		LinkedHashSet<Long> pids = new LinkedHashSet<>();
		for (int round = 0; round < 3; round++) {
			TaskFuture<Long> one = pool.submit(InWorker::pid);
			TaskFuture<Long> two = pool.submit(InWorker::pid);
			pids.add(one.result(LONG));
			pids.add(two.result(LONG));
			await().until(() -> pool.snapshot().workers().alive() == 0);
			pids.forEach((pid) -> assertThat(ProcessHandle.of(pid)).isEmpty());
		}
		assertThat(pids).hasSizeGreaterThanOrEqualTo(3);
		assertServes(pool);
	}

	@Test
	void poolShrinksToItsMinimumAndNoFurther() {
		ProcessPool pool = pool(builder().minSize(1).maxSize(3).idleTimeout(Duration.ofMillis(100)));
		Signal release = signal();
		List<TaskFuture<Boolean>> tasks = List.of(pool.submit(release::await), pool.submit(release::await),
				pool.submit(release::await));
		await().until(() -> pool.snapshot().workers().busy() == 3);
		release.raise();
		tasks.forEach((task) -> assertThat(task.result(LONG)).isTrue());
		await().until(() -> pool.snapshot().workers().alive() == 1);
		long kept = pool.workers().get(0).pid();
		assertThat(pid(pool)).isEqualTo(kept);
		assertServes(pool);
	}

	@Test
	void spareWorkerIsKeptWarmBesideTheBusyOnes() {
		ProcessPool pool = pool(builder().maxSize(3).spare(1));
		Signal release = signal();
		TaskFuture<Boolean> task = pool.submit(release::await);
		await().until(() -> pool.snapshot().workers().busy() == 1 && pool.snapshot().workers().idle() == 1);
		release.raise();
		assertThat(task.result(LONG)).isTrue();
		assertServes(pool);
	}

	@Test
	void startStartsTheMinimumBeforeTheFirstTask() {
		ProcessPool pool = pool(builder().minSize(2).maxSize(3));
		assertThat(pool.workers()).isEmpty();
		pool.start();
		await()
			.until(() -> pool.workers().stream().filter((worker) -> worker.state() == WorkerState.IDLE).count() == 2);
		assertThat(pool.snapshot().tasks().submitted()).isZero();
		assertServes(pool);
	}

	@Test
	void workersThatAreBusyAreNeverMoreThanAllowed() {
		ProcessPool pool = pool(builder().maxSize(2));
		List<TaskFuture<Long>> tasks = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			tasks.add(pool.submit(InWorker::pid));
		}
		LinkedHashSet<Long> pids = new LinkedHashSet<>();
		tasks.forEach((task) -> pids.add(task.result(LONG)));
		assertThat(pids).hasSizeLessThanOrEqualTo(2);
		assertThat(pool.snapshot().workers().started()).isLessThanOrEqualTo(2);
		assertServes(pool);
	}

	@Test
	void replacedWorkerLeavesNoChildOfItsTasks() {
		ProcessPool pool = pool(builder().maxTasksPerWorker(1));
		long child = pool.submit(InWorker::startChild).result(LONG);
		pid(pool);
		await().until(() -> !CrashTests.isAlive(child));
		assertServes(pool);
	}

}
