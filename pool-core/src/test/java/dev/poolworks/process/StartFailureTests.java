package dev.poolworks.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.poolworks.PoolBrokenException;
import dev.poolworks.PoolEvent;
import dev.poolworks.Signal;
import dev.poolworks.TaskFuture;
import dev.poolworks.WorkerCrashedException;
import dev.poolworks.WorkerSnapshot;
import dev.poolworks.WorkerState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that do not start: what waits fails with the reason, the pool keeps trying, and
 * heals.
 */
class StartFailureTests extends ProcessPoolFixture {

	@ParameterizedTest
	@MethodSource("causes")
	void poolThatCannotStartWorkersSaysWhy(Cause cause) {
		ProcessPool pool = pool(cause.settings.apply(impatient().maxStarts(1)));
		TaskFuture<?> first = pool.submit(InWorker::pid);
		TaskFuture<?> second = pool.submit(InWorker::pid);
		Throwable failure = failureOf(first);
		assertThat(failure).isExactlyInstanceOf(PoolBrokenException.class)
			.hasMessageContaining("pool '" + pool.name() + "' cannot start workers")
			.hasMessageContaining("mend the cause");
		for (String part : cause.message) {
			assertThat(failure).hasMessageContaining(part);
		}
		assertThat(failureOf(second)).isExactlyInstanceOf(PoolBrokenException.class).isNotSameAs(failure);
		assertThat(failureOf(pool.submit(InWorker::pid))).isExactlyInstanceOf(PoolBrokenException.class);
		assertThat(pool.snapshot().brokenReason()).contains(cause.message);
	}

	static Stream<Cause> causes() {
		return Stream.of(
				new Cause("bad argument of the JVM", (builder) -> builder.jvmArgs("-XX:NoSuchOption=1"), "exit code 1",
						"Unrecognized VM option 'NoSuchOption=1'", "bin/java -"),
				new Cause("heap that is not to be had", (builder) -> builder.jvmArgs("-Xms2g", "-Xmx1g"), "exit code 1",
						"heap", "bin/java -"),
				new Cause("missing Java", (builder) -> builder.javaHome(Path.of("/no/such/java")),
						"could not be launched",
						"worker.java-home is /no/such/java, where /no/such/java/bin/java is missing"),
				new Cause("missing class", (builder) -> builder.commandPrefix("sh", "-c", "exec \"$0\" no.such.Main"),
						"exit code 1", "no.such.Main"),
				new Cause("address that nobody listens at",
						(builder) -> builder.commandPrefix("sh", "-c",
								"sed -i '$ s|.*|\"unix:/nowhere/s#\"|' ${1#@}; exec \"$0\" \"$1\""),
						"exit code 76", "NoSuchFileException: /nowhere/"),
				new Cause("program that is no Java", (builder) -> builder.commandPrefix("false"), "exit code 1",
						"false "),
				new Cause("initializer that throws", (builder) -> builder.initializer(() -> {
					throw new IllegalStateException("no model");
				}), "initializer failed", "java.lang.IllegalStateException: no model"),
				new Cause("initializer that exits", (builder) -> builder.initializer(() -> System.exit(33)),
						"exit code 33"),
				new Cause("initializer that runs out of memory", (builder) -> builder.initializer(InWorker::fillHeap),
						"out of memory"),
				new Cause("initializer that hangs",
						(builder) -> builder.startTimeout(Duration.ofMillis(1_500)).initializer(InWorker::hang),
						"it was not ready after 1500 ms", "raise start-timeout", "exit code 137 (SIGKILL)"),
				new Cause("worker that never connects",
						(builder) -> builder.startTimeout(Duration.ofMillis(500))
							.commandPrefix("sh", "-c", "exec sleep 600"),
						"it was not ready after 500 ms", "raise start-timeout", "launched as: sh -c exec sleep 600"));
	}

	@Test
	void poolHealsWhenTheCauseIsMended() throws Exception {
		Path javaHome = this.directory.resolve("java");
		ProcessPool pool = pool(impatient().javaHome(javaHome));
		assertThat(failureOf(pool.submit(InWorker::pid))).isInstanceOf(PoolBrokenException.class);
		assertThat(pool.snapshot().isBroken()).isTrue();
		Files.createSymbolicLink(javaHome, Path.of(System.getProperty("java.home")));
		await().until(() -> !pool.snapshot().isBroken());
		assertServes(pool);
	}

	@Test
	void initializerThatFailsOnceCostsNoTask() {
		Signal failed = signal();
		ProcessPool pool = pool(builder().initializer(() -> {
			if (!failed.isRaised()) {
				failed.raise();
				throw new IllegalStateException("not yet");
			}
		}));
		assertThat(pid(pool)).isPositive();
		assertServes(pool);
	}

	@Test
	void initializerThatLeavesItsThreadInterruptedCostsNothing() {
		ProcessPool pool = pool(builder().initializer(() -> Thread.currentThread().interrupt()));
		assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).result(LONG)).isFalse();
		assertThat(pool.snapshot().workers().started()).isOne();
		assertServes(pool);
	}

	@Test
	void replacementThatCannotStartFailsWhatWaitsWithTheReason() throws Exception {
		Path javaHome = this.directory.resolve("java");
		Files.createSymbolicLink(javaHome, Path.of(System.getProperty("java.home")));
		ProcessPool pool = pool(impatient().javaHome(javaHome));
		Signal begun = signal();
		Signal release = signal();
		TaskFuture<?> last = pool.submit(() -> {
			begun.raise();
			release.await();
			return InWorker.halt(1);
		});
		await(begun);
		List<TaskFuture<Long>> waiting = Stream.generate(() -> pool.submit(InWorker::pid)).limit(3).toList();
		Files.delete(javaHome);
		release.raise();
		assertThat(failureOf(last)).isInstanceOf(WorkerCrashedException.class);
		assertThat(waiting).allSatisfy((task) -> assertThat(failureOf(task)).isInstanceOf(PoolBrokenException.class)
			.hasMessageContaining("could not be launched")
			.hasMessageContaining(javaHome.toString()));
	}

	@Test
	void workerKilledFromOutsideWhileItStartsCostsNoTask() {
		Signal started = signal();
		Signal release = signal();
		ProcessPool pool = pool(builder().initializer(() -> {
			started.raise(InWorker.pid());
			release.await();
		}));
		TaskFuture<Long> task = pool.submit(InWorker::pid);
		await(started);
		WorkerSnapshot worker = pool.workers().get(0);
		assertThat(worker.state()).isEqualTo(WorkerState.STARTING);
		assertThat(ProcessHandle.of(worker.pid())).hasValueSatisfying(ProcessHandle::destroyForcibly);
		release.raise();
		assertThat(task.result(LONG)).isPositive().isNotEqualTo(worker.pid());
		assertServes(pool);
	}

	@ParameterizedTest
	@ValueSource(strings = { "HUP", "INT", "TERM" })
	void signalsToAllThatCatchAWorkerInItsStartBreakNoPool(String signal) {
		Signal starts = signal();
		ProcessPool pool = pool(impatient().maxStarts(1)
			.commandPrefix("sh", "-c", "echo >> '" + starts.file() + "'; if [ $(wc -l < '" + starts.file()
					+ "') -le 3 ]; then kill -" + signal + " $$; fi; exec \"$0\" \"$@\""));
		assertThat(pid(pool)).isPositive();
		assertThat(starts.count()).isEqualTo(4);
		assertThat(pool.snapshot().isBroken()).isFalse();
		assertServes(pool);
	}

	@Test
	void workerThatDiesBeforeItConnectsIsNoticedThoughTheCommonPoolIsBlocked() {
		Signal release = signal();
		int parallelism = ForkJoinPool.getCommonPoolParallelism();
		for (int i = 0; i < parallelism; i++) {
			ForkJoinPool.commonPool().execute(release::awaitStubbornly);
		}
		try {
			ProcessPool pool = pool(
					impatient().maxStarts(1).startTimeout(Duration.ofMillis(500)).commandPrefix("false"));
			assertThat(failureOf(pool.submit(InWorker::pid))).isInstanceOf(PoolBrokenException.class);
		}
		finally {
			release.raise();
		}
	}

	@Test
	void initializersRunInOrderBeforeTheFirstTask() {
		Signal trace = signal();
		ProcessPool pool = pool(builder().initializer(() -> trace.raise("first"))
			.initializer(() -> trace.raise("second"))
			.initializer(() -> System.setProperty("initialized", "yes")));
		assertThat(pool.submit(() -> System.getProperty("initialized")).result(LONG)).isEqualTo("yes");
		assertThat(trace.texts()).containsExactly("first", "second");
	}

	@Test
	void tasksBrokenByOneCauseHaveExceptionsOfTheirOwn() {
		ProcessPool pool = pool(impatient().javaHome(Path.of("/no/such/java")));
		List<TaskFuture<Long>> tasks = Stream.generate(() -> pool.submit(InWorker::pid)).limit(5).toList();
		assertThat(tasks.stream().map(ProcessPoolFixture::failureOf).distinct()).hasSize(5);
	}

	@Test
	void burstOfCrashingTasksDoesNotBreakThePool() {
		Signal broken = signal();
		ProcessPool pool = pool(impatient().listener((aPool, event) -> {
			if (event instanceof PoolEvent.Changed changed && changed.describe().contains("broken")) {
				broken.raise();
			}
		}));
		for (int i = 0; i < 3; i++) {
			failureOf(pool.submit(() -> InWorker.halt(1)));
		}
		assertServes(pool);
		assertThat(broken.isRaised()).isFalse();
	}

	@Test
	void poolWhoseWorkersHangInTheirStartEndsAtOnceWhenItIsKilled() throws Exception {
		Signal started = signal();
		ProcessPool pool = pool(builder().initializer(() -> {
			started.raise();
			InWorker.hang();
		}));
		TaskFuture<?> task = pool.submit(InWorker::pid);
		await(started);
		pool.shutdownNow();
		assertThat(pool.awaitTermination(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
		assertThat(task.isCancelled()).isTrue();
	}

	private static ProcessPool.Builder impatient() {
		return builder().maxStarts(2).backoff(Duration.ofMillis(10), Duration.ofMillis(100));
	}

	/**
	 * Why workers do not start.
	 *
	 * @param name what is wrong
	 * @param settings of the pool
	 * @param message what the exception says, among other things
	 */
	record Cause(String name, UnaryOperator<ProcessPool.Builder> settings, String... message) {

		@Override
		public String toString() {
			return this.name;
		}

	}

}
