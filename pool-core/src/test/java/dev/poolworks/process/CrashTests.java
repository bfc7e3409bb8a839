package dev.poolworks.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

import dev.poolworks.PoisonTaskException;
import dev.poolworks.Signal;
import dev.poolworks.TaskContext;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskState;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.WorkerCrashedException;
import dev.poolworks.WorkerExit;
import dev.poolworks.WorkerState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Crashes, limits and cancellation that need a story of their own.
 */
class CrashTests extends ProcessPoolFixture {

	private static final TaskOptions idempotent = TaskOptions.defaults().idempotent(true);

	@Test
	void workerKilledFromOutsideWhileBusyCostsItsTaskAlone() {
		ProcessPool pool = pool(builder().maxSize(2));
		Signal release = signal();
		List<Signal> begun = List.of(signal(), signal());
		List<TaskFuture<Boolean>> tasks = begun.stream().map((signal) -> pool.submit(() -> {
			signal.raise(InWorker.pid());
			return release.await();
		})).toList();
		begun.forEach(ProcessPoolFixture::await);
		await().until(() -> begun.get(0).texts().size() == 1);
		long victim = Long.parseLong(begun.get(0).texts().get(0));
		ProcessHandle.of(victim).orElseThrow().destroyForcibly();
		assertThat(failureOf(tasks.get(0))).isInstanceOfSatisfying(WorkerCrashedException.class, (crash) -> {
			assertThat(crash.exit().pid()).isEqualTo(victim);
			assertThat(crash.exit().signal()).isEqualTo("SIGKILL");
			assertThat(crash.exit().cause()).isNull();
			assertThat(crash.exit().worker()).startsWith(pool.name());
		}).hasMessageContaining("pid " + victim);
		release.raise();
		assertThat(tasks.get(1).result(LONG)).isTrue();
		assertServes(pool);
	}

	@Test
	void workerKilledFromOutsideWhileIdleCostsNothing() {
		ProcessPool pool = pool(builder().minSize(1));
		long victim = pid(pool);
		ProcessHandle.of(victim).orElseThrow().destroyForcibly();
		await().until(() -> pool.workers()
			.stream()
			.anyMatch((worker) -> worker.pid() != victim && worker.state() == WorkerState.IDLE));
		assertThat(pid(pool)).isNotEqualTo(victim);
		assertThat(pool.snapshot().tasks().crashed()).isZero();
		assertServes(pool);
	}

	@Test
	void everyTaskLostHasAnExceptionOfItsOwn() {
		ProcessPool pool = pool(builder().maxSize(3));
		List<TaskFuture<?>> tasks = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			tasks.add(pool.submit(() -> InWorker.halt(3)));
		}
		assertThat(tasks.stream().map(ProcessPoolFixture::failureOf).distinct()).hasSize(6)
			.hasOnlyElementsOfType(WorkerCrashedException.class);
		assertThat(pool.snapshot().tasks().crashed()).isEqualTo(6);
		assertServes(pool);
	}

	@Test
	void idempotentTaskRunsAgainAfterACrash() {
		ProcessPool pool = pool(builder().retries(1));
		Signal crashed = signal();
		TaskFuture<Integer> task = pool.submit(() -> {
			if (!crashed.isRaised()) {
				crashed.raise();
				InWorker.halt(1);
			}
			return TaskContext.current().attempt();
		}, idempotent);
		assertThat(task.result(LONG)).isEqualTo(2);
		assertServes(pool);
	}

	@Test
	void taskThatMayNotRunTwiceDoesNot() {
		ProcessPool pool = pool(builder().retries(3));
		Signal runs = signal();
		assertThat(failureOf(pool.submit(() -> {
			runs.raise();
			return InWorker.halt(1);
		}))).isExactlyInstanceOf(WorkerCrashedException.class);
		assertServes(pool);
		assertThat(runs.count()).isEqualTo(1);
	}

	@Test
	void taskThatKillsWorkerAfterWorkerIsPoison() {
		ProcessPool pool = pool(builder().retries(10).poisonThreshold(2));
		assertThat(failureOf(pool.submit(() -> InWorker.halt(40 + TaskContext.current().attempt()), idempotent)))
			.isInstanceOfSatisfying(PoisonTaskException.class, (poison) -> {
				assertThat(poison.exits()).extracting(WorkerExit::exitCode).containsExactly(41, 42);
				assertThat(poison).hasMessageContaining("death of 2 workers")
					.hasMessageContaining("crash.poison-threshold");
			});
		assertServes(pool);
	}

	@Test
	void retriesAreBounded() {
		ProcessPool pool = pool(builder().retries(1).poisonThreshold(100));
		Signal runs = signal();
		assertThat(failureOf(pool.submit(() -> {
			runs.raise();
			return InWorker.halt(1);
		}, idempotent))).isInstanceOf(WorkerCrashedException.class);
		assertThat(runs.count()).isEqualTo(2);
		assertServes(pool);
	}

	@Test
	void cancelStopsATaskThatRunsAndItsWorkerIfNeedBe() {
		ProcessPool pool = pool(builder().killGrace(Duration.ofMillis(100)));
		long before = pid(pool);
		Signal begun = signal();
		TaskFuture<?> task = pool.submit(() -> {
			begun.raise();
			return InWorker.hang();
		});
		await(begun);
		assertThat(task.cancel(true)).isTrue();
		assertThat(task.isCancelled()).isTrue();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(task::result);
		assertThat(pid(pool)).isNotEqualTo(before);
		assertServes(pool);
	}

	@Test
	void cancelOfATaskThatObeysKeepsTheWorker() {
		ProcessPool pool = pool(builder().killGrace(LONG));
		long before = pid(pool);
		Signal begun = signal();
		TaskFuture<?> task = pool.submit(() -> {
			begun.raise();
			return InWorker.obey();
		});
		await(begun);
		assertThat(task.cancel(true)).isTrue();
		assertThat(pid(pool)).isEqualTo(before);
		assertServes(pool);
	}

	@Test
	void severalLimitsReachedAtOnceAreAllEnforced() {
		ProcessPool pool = pool(
				builder().maxSize(3).taskTimeout(Duration.ofMillis(300)).killGrace(Duration.ofMillis(50)));
		List<TaskFuture<?>> tasks = IntStream.range(0, 3)
			.<TaskFuture<?>>mapToObj((i) -> pool.submit(InWorker::spin))
			.toList();
		assertThat(tasks).allSatisfy((task) -> assertThat(failureOf(task)).isInstanceOf(TaskTimeoutException.class));
		assertServes(pool);
	}

	@Test
	void childrenOfAKilledTaskDieWithIt() {
		ProcessPool pool = pool(builder().killGrace(Duration.ZERO));
		Signal child = signal();
		TaskFuture<?> task = pool.submit(() -> {
			child.raise(InWorker.startChild());
			return InWorker.hang();
		});
		await().until(() -> !child.texts().isEmpty());
		assertThat(task.cancel(true)).isTrue();
		assertGone(child);
		assertServes(pool);
	}

	@Test
	void childrenOfACrashedTaskDieToo() {
		ProcessPool pool = pool();
		Signal child = signal();
		assertThat(failureOf(pool.submit(() -> {
			child.raise(InWorker.startChild());
			return InWorker.halt(1);
		}))).isInstanceOf(WorkerCrashedException.class);
		assertGone(child);
		assertServes(pool);
	}

	@Test
	void grandchildrenWhoseParentHasGoneDieToo() {
		ProcessPool pool = pool();
		Signal child = signal();
		assertThat(failureOf(pool.submit(() -> {
			new ProcessBuilder("sh", "-c", "sleep 600 & echo $! >> " + child.file()).start().waitFor();
			return InWorker.halt(1);
		}))).isInstanceOf(WorkerCrashedException.class);
		assertGone(child);
		assertServes(pool);
	}

	@Test
	void threadThatIsInterruptedSubmitsAllTheSame() {
		ProcessPool pool = pool();
		long before = pid(pool);
		Thread.currentThread().interrupt();
		TaskFuture<Long> task = pool.submit(InWorker::pid);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(task.result(LONG)).isEqualTo(before);
		assertServes(pool);
	}

	@Test
	void largeArgumentAndLargeResultTravel() {
		ProcessPool pool = pool(builder().heap(400L << 20).maxPayload(80L << 20));
		byte[] large = new byte[64 << 20];
		Arrays.fill(large, (byte) 9);
		byte[] result = pool.submit((bytes) -> {
			bytes[bytes.length - 1] = 10;
			return bytes;
		}, large).result(LONG);
		large[large.length - 1] = 10;
		assertThat(Arrays.equals(result, large)).isTrue();
		assertServes(pool);
	}

	@Test
	void resultOfTheLargestSizeTravelsAndOneMoreByteDoesNot() {
		ProcessPool pool = pool(builder().maxPayload(100_000));
		assertThat(pool.submit((size) -> new byte[size], 99_999).result(LONG)).hasSize(99_999);
		assertThat(failureOf(pool.submit((size) -> new byte[size], 100_000)))
			.isInstanceOf(dev.poolworks.PayloadTooLargeException.class);
		assertServes(pool);
	}

	@Test
	void smallestLimitOfThePayloadLeavesRoomForInitializers() {
		ProcessPool pool = pool(builder().maxPayload(1).initializer(() -> System.setProperty("x".repeat(500), "set")));
		assertThat(failureOf(pool.submit(InWorker::pid))).isInstanceOf(dev.poolworks.PayloadTooLargeException.class);
	}

	@Test
	void failureShowsRemoteFramesThenTheWorkerThenTheCaller() {
		ProcessPool pool = pool();
		long pid = pid(pool);
		TaskFuture<?> task = pool.submit(CrashTests::failInWorker);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(task::result).satisfies((failure) -> {
			List<String> frames = Arrays.stream(failure.getStackTrace()).map(StackTraceElement::toString).toList();
			assertThat(frames.get(0)).contains("CrashTests.failInWorker");
			int marker = frames
				.indexOf(frames.stream().filter((frame) -> frame.contains("~~~")).findFirst().orElseThrow());
			assertThat(frames.get(marker)).contains("~~~ ran in " + pool.name() + "-1 pid " + pid + " ~~~");
			assertThat(frames.subList(0, marker)).noneMatch((frame) -> frame.contains("dev.poolworks.worker."));
			assertThat(frames.subList(marker + 1, frames.size()))
				.anyMatch((frame) -> frame.contains("failureShowsRemoteFramesThenTheWorkerThenTheCaller"));
			assertThat(failure.getCause()).isInstanceOf(ArithmeticException.class).hasMessage("the cause");
		});
	}

	@Test
	void crashReportIsKeptAndItsHeadIsInTheException() throws Exception {
		ProcessPool pool = pool();
		WorkerCrashedException crash = (WorkerCrashedException) failureOf(pool.submit(() -> InWorker.signal("SEGV")));
		Path report = Path.of(crash.exit().crashReport());
		assertThat(report).exists();
		assertThat(crash.exit().crashReportHead()).anyMatch((line) -> line.contains("SIGSEGV"));
		Files.delete(report);
	}

	@Test
	void memoryOfAWorkerThatDiedIsTold() {
		ProcessPool pool = pool();
		await().ignoreExceptionsInstanceOf(IndexOutOfBoundsException.class).until(() -> {
			WorkerCrashedException crash = (WorkerCrashedException) failureOf(
					pool.submit(() -> InWorker.growThenDie(1_200)));
			List<WorkerExit.Memory> memory = crash.exit().memory();
			assertThat(memory).isSortedAccordingTo(Comparator.comparing(WorkerExit.Memory::uptime));
			assertThat(crash)
				.hasMessageContaining("the pool did not kill it: perhaps the kernel did, for lack of memory");
			return memory.get(memory.size() - 1).rssBytes() > memory.get(0).rssBytes() + (8L << 20)
					&& crash.getMessage().contains("its resident memory was ");
		});
		assertServes(pool);
	}

	@Test
	void statesOfALostTaskAreSeen() {
		ProcessPool pool = pool();
		TaskFuture<?> task = pool.submit(() -> InWorker.halt(1));
		failureOf(task);
		assertThat(task.taskState()).isEqualTo(TaskState.CRASHED);
		assertServes(pool);
	}

	private static Object failInWorker() {
		throw new IllegalStateException("boom", new ArithmeticException("the cause"));
	}

	private static void assertGone(Signal child) {
		await().until(() -> !child.texts().isEmpty());
		long pid = Long.parseLong(child.texts().get(0));
		await().untilAsserted(() -> assertThat(isAlive(pid)).as("child %d is alive", pid).isFalse());
	}

	/**
	 * Whether a process runs. One whose parent has not taken note of its end does not.
	 */
	static boolean isAlive(long pid) {
		try {
			String status = Files.readString(Path.of("/proc/" + pid + "/stat"));
			return status.charAt(status.lastIndexOf(')') + 2) != 'Z';
		}
		catch (java.io.IOException ex) {
			return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
		}
	}

}
