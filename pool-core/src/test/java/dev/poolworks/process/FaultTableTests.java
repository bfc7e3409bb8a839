package dev.poolworks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.poolworks.PoolEvent;
import dev.poolworks.Signal;
import dev.poolworks.TaskAction;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskNotSerializableException;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.WorkerCrashedException;
import dev.poolworks.WorkerExit;
import dev.poolworks.WorkerOutOfMemoryException;
import dev.poolworks.process.Fault.Carrier;
import dev.poolworks.process.Fault.Effect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every {@link Fault} in every phase of a worker's life: what it costs, and that nothing
 * of it stays. A fault while no task runs costs no task. After each row the next task
 * succeeds in a pool of the same size, and no process, thread or file is left over.
 * <p>
 * Nothing here knows how pool and worker are connected: the tests of another transport
 * extend this class and override {@link #newBuilder()}.
 */
@Tag("slow")
class FaultTableTests extends ProcessPoolFixture {

	/** Longer than a worker takes to start on a busy machine. */
	private static final Duration START_TIMEOUT = Duration.ofSeconds(4);

	private final List<WorkerExit> exits = Collections.synchronizedList(new ArrayList<>());

	ProcessPool.Builder newBuilder() {
		return builder();
	}

	private ProcessPool.Builder observed() {
		return newBuilder().listener((pool, event) -> {
			if (event instanceof PoolEvent.WorkerExited exited && exited.exit() != null) {
				this.exits.add(exited.exit());
			}
		});
	}

	@AfterEach
	void deleteCrashReports() throws IOException {
		for (WorkerExit exit : this.exits) {
			if (exit.crashReport() != null) {
				Files.deleteIfExists(Path.of(exit.crashReport()));
			}
		}
	}

	@ParameterizedTest
	@MethodSource("launches")
	void beforeTheJvmOfAWorkerRuns(String fault, String command) {
		Signal first = signal();
		String script = "if [ ! -e " + first.file() + " ]; then touch " + first.file() + "; " + command
				+ "; fi; exec \"$0\" \"$@\"";
		ProcessPool pool = pool(observed().startTimeout(START_TIMEOUT).commandPrefix("sh", "-c", script));
		assertStartsInTheEnd(pool, !fault.startsWith("junk"));
	}

	static Stream<Arguments> launches() {
		return Stream.of(Arguments.of("exit", "exit 11"), Arguments.of("abort", "kill -ABRT $$"),
				Arguments.of("segmentation fault", "kill -SEGV $$"), Arguments.of("terminated", "kill -TERM $$"),
				Arguments.of("killed", "kill -KILL $$"), Arguments.of("stopped", "kill -STOP $$"),
				Arguments.of("endless loop", "while :; do :; done"),
				Arguments.of("interrupt ignored", "trap '' TERM INT; sleep 600"),
				Arguments.of("junk on stdout", "head -c 100000 /dev/urandom"),
				Arguments.of("junk on stderr", "head -c 100000 /dev/urandom >&2"));
	}

	@ParameterizedTest
	@EnumSource
	void inAnInitializer(Fault fault) {
		Signal first = signal();
		ProcessPool pool = pool(observed().startTimeout(START_TIMEOUT).initializer(() -> {
			if (!first.isRaised()) {
				first.raise();
				fault.strike();
			}
		}));
		assertStartsInTheEnd(pool, fault.effect() != Effect.NONE);
	}

	@ParameterizedTest
	@EnumSource
	void whileItReadsAnArgument(Fault fault) {
		ProcessPool pool = pool(limited(fault));
		long before = pid(pool);
		TaskFuture<?> task = pool.submit(Carrier::hashCode, Carrier.striking(fault));
		assertEnds(task, fault, TaskNotSerializableException.class);
		assertServesWith(pool, before, fault);
	}

	@ParameterizedTest
	@EnumSource
	void inATask(Fault fault) {
		ProcessPool pool = pool(limited(fault));
		long before = pid(pool);
		TaskFuture<?> task = pool.submit((TaskAction) fault::strike);
		assertEnds(task, fault, fault.thrown());
		assertServesWith(pool, before, fault);
	}

	@ParameterizedTest
	@EnumSource
	void whileItWritesAResult(Fault fault) {
		ProcessPool pool = pool(limited(fault));
		long before = pid(pool);
		TaskFuture<?> task = pool.submit(() -> Carrier.strikingWhenWritten(fault));
		assertEnds(task, fault, TaskNotSerializableException.class);
		assertServesWith(pool, before, fault);
	}

	@ParameterizedTest
	@EnumSource
	void whileItIsIdle(Fault fault) {
		ProcessPool pool = pool(observed().startTimeout(START_TIMEOUT));
		Signal release = signal();
		Signal struck = signal();
		long before = pool.submit(() -> strikeLater(fault, release, struck)).result(LONG);
		release.raise();
		await(struck);
		if (fault.effect() == Effect.ENDS_THE_WORKER) {
			await().until(() -> !this.exits.isEmpty());
		}
		else if (fault.effect() == Effect.FREEZES_THE_WORKER) {
			await().until(() -> isStopped(before));
		}
		boolean kept = fault.effect() != Effect.ENDS_THE_WORKER && fault.effect() != Effect.FREEZES_THE_WORKER;
		assertThat(pid(pool) == before).as("the worker is kept").isEqualTo(kept);
		assertThat(pool.snapshot().tasks().succeeded()).isEqualTo(2);
		assertServes(pool);
	}

	@ParameterizedTest
	@EnumSource
	void inATaskOfAPoolThatDrains(Fault fault) throws InterruptedException {
		ProcessPool pool = pool(limited(fault));
		pid(pool);
		Signal draining = signal();
		TaskFuture<?> task = pool.submit(() -> {
			draining.awaitStubbornly();
			fault.strike();
		});
		List<TaskFuture<Long>> others = Stream.generate(() -> pool.submit(InWorker::pid)).limit(3).toList();
		pool.shutdown();
		draining.raise();
		assertEnds(task, fault, fault.thrown());
		assertThat(others).allSatisfy((other) -> assertThat(other.result(LONG)).isPositive());
		assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void whileItIsRecycled(Fault fault) {
		ProcessPool pool = pool(observed().maxTasksPerWorker(2));
		pid(pool);
		long before = pool.submit(() -> strikeAtTheEnd(fault)).result(LONG);
		assertThat(pid(pool)).isNotEqualTo(before);
		assertThat(pool.snapshot().tasks().succeeded()).isEqualTo(3);
		assertServes(pool);
	}

	@ParameterizedTest
	@EnumSource
	void whileItsPoolCloses(Fault fault) {
		ProcessPool pool = pool(observed().maxSize(2));
		Signal both = signal();
		List<TaskFuture<Long>> tasks = Stream.generate(() -> pool.submit(() -> {
			both.await();
			return strikeAtTheEnd(fault);
		})).limit(2).toList();
		both.raise();
		pool.close();
		assertThat(pool.isTerminated()).isTrue();
		assertThat(tasks).allSatisfy((task) -> assertThat(task.result()).isPositive());
	}

	@ParameterizedTest
	@EnumSource
	void inATaskThatIsToldThatItsPoolStops(Fault fault) throws InterruptedException {
		ProcessPool pool = pool(observed().killGrace(Duration.ofMillis(300)));
		Signal begun = signal();
		TaskFuture<?> task = pool.submit(() -> {
			begun.raise();
			try {
				InWorker.obey();
			}
			catch (InterruptedException ex) {
				fault.strike();
			}
		});
		await(begun);
		assertThat(pool.shutdownNow()).isEmpty();
		assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		assertThat(task.isCancelled()).isTrue();
	}

	/**
	 * Only faults that last until the limit need one, and only others may take their
	 * time.
	 */
	private ProcessPool.Builder limited(Fault fault) {
		boolean needed = fault.effect() == Effect.HANGS || fault.effect() == Effect.FREEZES_THE_WORKER;
		return needed ? observed().taskTimeout(Duration.ofMillis(500)).killGrace(Duration.ofMillis(200)) : observed();
	}

	private void assertStartsInTheEnd(ProcessPool pool, boolean firstFails) {
		assertThat(pid(pool)).isPositive();
		assertThat(pool.snapshot().workers().started()).isEqualTo(firstFails ? 2 : 1);
		assertThat(pool.snapshot().isBroken()).isFalse();
		assertServes(pool);
	}

	private static void assertEnds(TaskFuture<?> task, Fault fault, Class<? extends Throwable> whereItThrows) {
		Throwable failure = task.exception(LONG);
		switch (fault.effect()) {
			case THROWS -> assertThat(failure).isExactlyInstanceOf(whereItThrows);
			case ENDS_THE_WORKER -> assertThat(failure)
				.isExactlyInstanceOf((fault == Fault.OUT_OF_MEMORY) ? WorkerOutOfMemoryException.class
						: WorkerCrashedException.class)
				.hasMessageContaining(fault.ending());
			case HANGS, FREEZES_THE_WORKER -> assertThat(failure).isExactlyInstanceOf(TaskTimeoutException.class)
				.hasMessageContaining("granted were 500 ms");
			case NONE -> assertThat(failure).isNull();
		}
	}

	private static void assertServesWith(ProcessPool pool, long before, Fault fault) {
		boolean kept = fault.effect() == Effect.THROWS || fault.effect() == Effect.NONE;
		assertThat(pid(pool) == before).as("the worker is kept").isEqualTo(kept);
		assertThat(pool.snapshot().workers().alive()).isOne();
		assertServes(pool);
	}

	private static long strikeLater(Fault fault, Signal release, Signal struck) {
		Thread thread = new Thread(() -> {
			release.awaitStubbornly();
			struck.raise();
			fault.strike();
		});
		thread.setDaemon(true);
		thread.start();
		return InWorker.pid();
	}

	private static long strikeAtTheEnd(Fault fault) {
		Runtime.getRuntime().addShutdownHook(new Thread(fault::strike));
		return InWorker.pid();
	}

	private static boolean isStopped(long pid) throws IOException {
		return Files.readAllLines(Path.of("/proc/" + pid + "/status"))
			.stream()
			.anyMatch((line) -> line.startsWith("State:") && Arrays.asList(line.split("\\s+")).contains("T"));
	}

}
