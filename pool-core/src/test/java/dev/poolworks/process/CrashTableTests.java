package dev.poolworks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.poolworks.PayloadTooLargeException;
import dev.poolworks.PoolAssert;
import dev.poolworks.RemoteTaskException;
import dev.poolworks.Task;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskNotSerializableException;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.WorkerCrashedException;
import dev.poolworks.WorkerOutOfMemoryException;
import dev.poolworks.process.InWorker.Booby;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * What each failure of a task costs: its own exception, which says what happened and what
 * to do, and at most its worker. After each row the next task succeeds.
 */
class CrashTableTests extends ProcessPoolFixture {

	private static final UnaryOperator<ProcessPool.Builder> DEFAULTS = (builder) -> builder;

	/**
	 * Rows with the same settings share a pool: one failure must not matter to the next.
	 */
	private final Map<UnaryOperator<ProcessPool.Builder>, ProcessPool> pools = new IdentityHashMap<>();

	@TestFactory
	Stream<DynamicTest> failureCostsItsTaskAndNoMore() {
		Stream<DynamicTest> rows = Stream.of(exceptions(), encoding(), deaths(), memory(), time(), sizes())
			.flatMap(List::stream)
			.map((row) -> dynamicTest(row.name, () -> check(row)));
		return Stream.concat(rows, Stream.of(dynamicTest("nothing is left", this::closeAll)));
	}

	private void check(Row row) throws IOException {
		ProcessPool pool = this.pools.computeIfAbsent(row.settings, (settings) -> pool(settings.apply(builder())));
		long before = pid(pool);
		Throwable failure = failureOf(row.task.apply(pool));
		assertThat(failure).isExactlyInstanceOf(row.type);
		for (String part : row.message) {
			assertThat(failure.getMessage()).contains(part);
		}
		assertThat(pid(pool) == before).as("the worker is kept").isEqualTo(row.keepsWorker);
		if (failure instanceof WorkerCrashedException crash) {
			assertThat(crash.exit().pid()).isEqualTo(before);
			assertThat(crash.exit().tasksDone()).isPositive();
			deleteReport(crash.exit().crashReport());
		}
		assertServes(pool);
	}

	private void closeAll() {
		assertThat(this.pools).hasSizeGreaterThan(1);
		for (ProcessPool pool : this.pools.values()) {
			pool.close();
			PoolAssert.assertThat(pool).isConsistent().isGone();
		}
	}

	static List<Row> exceptions() {
		return List.of(row("checked exception", IOException.class, "disk full").atNoCost().runs(() -> {
			throw new IOException("disk full");
		}), row("unchecked exception", IllegalStateException.class, "boom").atNoCost().runs(() -> {
			throw new IllegalStateException("boom");
		}), row("error", AssertionError.class, "wrong").atNoCost().runs(() -> {
			throw new AssertionError("wrong");
		}), row("stack overflow", StackOverflowError.class).atNoCost().runs(() -> InWorker.recurse(0)),
				row("exception with a field that cannot travel", InWorker.Unsendable.class, "cannot travel").atNoCost()
					.runs(() -> {
						throw new InWorker.Unsendable();
					}),
				row("interrupted of its own accord", InterruptedException.class).atNoCost().runs(() -> {
					Thread.currentThread().interrupt();
					return InWorker.obey();
				}));
	}

	static List<Row> encoding() {
		Object offender = new Object();
		return List.of(
				row("argument that cannot travel", TaskNotSerializableException.class, "argument (java.lang.Object)",
						"make it Serializable")
					.atNoCost()
					.with((pool) -> pool.submit((x) -> x, new Object())),
				row("capture that cannot travel", TaskNotSerializableException.class, "task.captured0", "@PooledTask")
					.atNoCost()
					.runs(() -> String.valueOf(offender)),
				row("result that cannot travel", TaskNotSerializableException.class, "result (java.lang.Object)",
						"make it Serializable")
					.atNoCost()
					.runs(Object::new),
				row("argument whose reading throws", TaskNotSerializableException.class, "argument cannot be decoded",
						"sprung")
					.atNoCost()
					.with((pool) -> pool.submit((x) -> x, new Booby("read throws"))),
				row("argument whose reading throws an error", TaskNotSerializableException.class,
						"argument cannot be decoded", "sprung")
					.atNoCost()
					.with((pool) -> pool.submit((x) -> x, new Booby("read errs"))),
				row("argument whose reading ends the worker", WorkerCrashedException.class, "exit code 21")
					.with((pool) -> pool.submit((x) -> x, new Booby("read halts"))),
				row("result whose writing throws", TaskNotSerializableException.class, "sprung").atNoCost()
					.runs(() -> new Booby("write throws")),
				row("result whose writing ends the worker", WorkerCrashedException.class, "exit code 21")
					.runs(() -> new Booby("write halts")),
				row("result whose reading at home throws", TaskNotSerializableException.class,
						"result cannot be decoded", "sprung")
					.atNoCost()
					.runs(() -> new Booby("home throws")),
				row("result whose reading at home throws an error", TaskNotSerializableException.class,
						"result cannot be decoded", "sprung")
					.atNoCost()
					.runs(() -> new Booby("home errs")),
				row("result whose class cannot be initialized at home", TaskNotSerializableException.class,
						"result cannot be decoded", "Initializer")
					.atNoCost()
					.runs(() -> new Booby("home links")));
	}

	static List<Row> deaths() {
		String cure = "submit the task again if it may run twice";
		return List.of(row("System.exit", WorkerCrashedException.class, "exit code 11", "tasks done", cure).runs(() -> {
			System.exit(11);
			return null;
		}), row("System.exit(0)", WorkerCrashedException.class, "exit code 0", cure).runs(() -> {
			System.exit(0);
			return null;
		}), row("exit in another thread", WorkerCrashedException.class, "exit code 12").runs(() -> {
			new Thread(() -> System.exit(12)).start();
			return InWorker.hang();
		}), row("halt", WorkerCrashedException.class, "exit code 13").runs(() -> InWorker.halt(13)),
				row("halt with last words", WorkerCrashedException.class, "exit code 14", "last on stderr: giving up")
					.runs(() -> {
						System.err.println("giving up");
						return InWorker.halt(14);
					}),
				row("abort", WorkerCrashedException.class, "exit code 134 (SIGABRT)", cure)
					.runs(() -> InWorker.signal("ABRT")),
				row("segmentation fault", WorkerCrashedException.class, "exit code 134 (SIGABRT)", "crash report: ")
					.runs(() -> InWorker.signal("SEGV")),
				row("SIGKILL", WorkerCrashedException.class, "exit code 137 (SIGKILL)", cure)
					.runs(() -> InWorker.signal("KILL")));
	}

	static List<Row> memory() {
		String cure = ".worker.heap or give it less to do";
		return List.of(row("heap", WorkerOutOfMemoryException.class, "out of memory", cure).runs(InWorker::fillHeap),
				row("heap in another thread", WorkerOutOfMemoryException.class, "out of memory", cure)
					.runs(InWorker::fillHeapInAnotherThread),
				row("array that no heap has room for", WorkerOutOfMemoryException.class, cure)
					.runs(() -> new long[Integer.MAX_VALUE]),
				row("direct memory", WorkerOutOfMemoryException.class, cure).runs(InWorker::fillDirectMemory),
				row("thrown by hand", WorkerOutOfMemoryException.class, cure).runs(() -> {
					throw new OutOfMemoryError("no handles left");
				}));
	}

	static List<Row> time() {
		UnaryOperator<ProcessPool.Builder> limit = (builder) -> builder.taskTimeout(Duration.ofMillis(300))
			.killGrace(Duration.ofMillis(200));
		UnaryOperator<ProcessPool.Builder> longGrace = (builder) -> builder.taskTimeout(Duration.ofMillis(300))
			.killGrace(LONG);
		String cure = ".task-timeout if it needs longer";
		return List.of(
				row("endless loop", TaskTimeoutException.class, "granted were 300 ms", cure).given(limit)
					.runs(InWorker::spin),
				row("task that ignores interrupts", TaskTimeoutException.class, cure).given(limit).runs(InWorker::hang),
				row("no grace", TaskTimeoutException.class, cure)
					.given((builder) -> limit.apply(builder).killGrace(Duration.ZERO))
					.runs(InWorker::spin),
				row("task that obeys", TaskTimeoutException.class, cure).given(longGrace)
					.atNoCost()
					.runs(InWorker::obey),
				row("task that returns when asked", TaskTimeoutException.class, cure).given(longGrace)
					.atNoCost()
					.runs(InWorker::finishWhenAsked));
	}

	static List<Row> sizes() {
		UnaryOperator<ProcessPool.Builder> small = (builder) -> builder.maxPayload(10_000);
		String cure = "raise max-payload";
		return List.of(
				row("result above the limit", PayloadTooLargeException.class, "result takes", cure).given(small)
					.atNoCost()
					.runs(() -> new byte[10_000]),
				row("structured result above the limit", PayloadTooLargeException.class, "result takes", cure)
					.given(small)
					.atNoCost()
					.runs(() -> new ArrayList<>(List.of(new long[2_000]))),
				row("argument above the limit", PayloadTooLargeException.class, "argument takes", cure).given(small)
					.atNoCost()
					.with((pool) -> pool.submit((x) -> x, new byte[10_000])),
				row("exception above the limit", RemoteTaskException.class, "xxx").given(small).atNoCost().runs(() -> {
					throw new IllegalStateException("x".repeat(100_000));
				}));
	}

	private static Row row(String name, Class<? extends Throwable> type, String... message) {
		return new Row(name, DEFAULTS, (pool) -> pool.submit(InWorker::pid), type, false, message);
	}

	private static void deleteReport(String file) throws IOException {
		if (file != null) {
			assertThat(Files.deleteIfExists(Path.of(file))).isTrue();
		}
	}

	/**
	 * One row of the table.
	 *
	 * @param name what happens
	 * @param settings of the pool
	 * @param task submits the task that fails
	 * @param type the exception
	 * @param keepsWorker whether the worker survives
	 * @param message what the exception says, among other things
	 */
	record Row(String name, UnaryOperator<ProcessPool.Builder> settings, Function<ProcessPool, TaskFuture<?>> task,
			Class<? extends Throwable> type, boolean keepsWorker, String... message) {

		Row atNoCost() {
			return new Row(this.name, this.settings, this.task, this.type, true, this.message);
		}

		Row given(UnaryOperator<ProcessPool.Builder> settings) {
			return new Row(this.name, settings, this.task, this.type, this.keepsWorker, this.message);
		}

		Row with(Function<ProcessPool, TaskFuture<?>> task) {
			return new Row(this.name, this.settings, task, this.type, this.keepsWorker, this.message);
		}

		Row runs(Task<Object> task) {
			return with((pool) -> pool.submit(task));
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
