package dev.poolworks.process;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import dev.poolworks.MapOptions;
import dev.poolworks.Signal;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskPool;
import dev.poolworks.WorkerSnapshot;
import dev.poolworks.thread.ThreadPool;

/**
 * A program with a pool, to be ended in various ways. Tells the process ids of its
 * workers, and when it is ready for what is to come.
 */
final class PoolProgram {

	private static final int WORKERS = 2;

	private static final Duration LONG = Duration.ofSeconds(60);

	private PoolProgram() {
	}

	public static void main(String[] arguments) throws Exception {
		Signal signal = new Signal(arguments[1]);
		switch (arguments[0]) {
			case "idle" -> idle();
			case "busy" -> busy(signal);
			case "starting" -> starting();
			case "child" -> child(signal);
			case "returns" -> submitAndReturn(signal);
			case "throws" -> {
				submitAndReturn(signal);
				throw new IllegalStateException("main has failed");
			}
			case "exits" -> {
				busy(signal);
				System.exit(3);
			}
			case "exits while starting" -> {
				starting();
				System.exit(3);
			}
			case "exits at once" -> {
				pool().submit(InWorker::pid);
				System.exit(3);
			}
			case "exits in a callback" -> pool().submit(InWorker::pid).onDone((task) -> System.exit(3));
			case "exits in a slow callback" -> pool().submit(InWorker::pid).onDone((task) -> {
				LockSupport.parkNanos(500_000_000L);
				System.exit(3);
			});
			case "exits in order" -> {
				drainAtExit(signal);
				System.exit(3);
			}
			case "drains" -> drainAtExit(signal);
			case "options" -> options();
			case "limited processes" -> limited(pool(), signal);
			case "limited threads" -> limited(ThreadPool.of(WORKERS), signal);
			case "small heap" -> takeTooMuch();
			default -> throw new IllegalArgumentException(arguments[0]);
		}
		if (!arguments[0].equals("returns") && !arguments[0].startsWith("limited") && !arguments[0].startsWith("exits")
				&& !arguments[0].equals("options") && !arguments[0].equals("small heap")) {
			System.out.println("ready");
			LockSupport.parkUntil(Long.MAX_VALUE);
		}
	}

	private static ProcessPool pool() {
		return builder().build();
	}

	private static ProcessPool.Builder builder() {
		return ProcessPool.builder("program").maxSize(WORKERS).heap(64L << 20).jvmArgs("-XX:TieredStopAtLevel=1");
	}

	private static void idle() {
		ProcessPool pool = builder().minSize(WORKERS).build();
		pool.start();
		await(() -> pool.snapshot().workers().idle() >= WORKERS);
		tell(pool);
	}

	private static void busy(Signal signal) {
		ProcessPool pool = pool();
		for (int i = 0; i < WORKERS + 5; i++) {
			pool.submit(() -> {
				signal.raise("begun");
				return InWorker.spin();
			});
		}
		await(() -> signal.count() >= WORKERS);
		tell(pool);
	}

	private static void starting() {
		ProcessPool pool = builder().initializer(InWorker::hang).build();
		pool.submit(InWorker::pid);
		pool.submit(InWorker::pid);
		await(() -> pool.workers().stream().filter((worker) -> worker.pid() > 0).count() >= WORKERS);
		tell(pool);
	}

	private static void child(Signal signal) {
		ProcessPool pool = pool();
		pool.submit(() -> {
			new ProcessBuilder("sh", "-c", "sleep 600 & echo $! >> " + signal.file()).start().waitFor();
			signal.raise(InWorker.startChild());
			return InWorker.spin();
		});
		await(() -> signal.count() >= 2);
		signal.texts().forEach((pid) -> System.out.println("worker " + pid));
		tell(pool);
	}

	private static void submitAndReturn(Signal signal) {
		submitTwenty(pool(), signal, 0);
	}

	private static void submitTwenty(ProcessPool pool, Signal signal, long taskNanos) {
		for (int i = 0; i < 20; i++) {
			int number = i;
			pool.submit(() -> {
				LockSupport.parkNanos(taskNanos);
				signal.raise(number);
			});
		}
	}

	private static void drainAtExit(Signal signal) {
		ProcessPool pool = builder().shutdownHook(false).build();
		Runtime.getRuntime().addShutdownHook(new Thread(pool::close));
		submitTwenty(pool, signal, 20_000_000L);
		await(() -> signal.count() > 0);
		tell(pool);
	}

	private static void options() {
		ProcessPool pool = pool();
		System.out.println("heap here " + Runtime.getRuntime().maxMemory());
		System.out.println("options " + pool.submit(() -> String.valueOf(System.getenv("JAVA_TOOL_OPTIONS"))).result());
		System.out.println("arguments "
				+ pool.submit(() -> ManagementFactory.getRuntimeMXBean().getInputArguments().toString()).result());
	}

	/** Tasks of a second each with a limit of three. */
	private static void limited(TaskPool pool, Signal signal) {
		List<TaskFuture<?>> tasks = new ArrayList<>();
		try (pool) {
			for (int i = 0; i < 6; i++) {
				tasks.add(pool.submit(() -> {
					signal.raise("begun");
					for (int part = 0; part < 20; part++) {
						LockSupport.parkNanos(50_000_000L);
					}
					return "done";
				}, TaskOptions.defaults().timeout(Duration.ofSeconds(3))));
			}
			await(() -> signal.count() >= WORKERS);
			System.out.println("running");
		}
		System.out
			.println("done " + tasks.stream().filter((task) -> !task.isCompletedExceptionally()).count() + " of 6");
	}

	/** A result for which this program has no memory, by itself and as one of several. */
	private static void takeTooMuch() {
		try (ProcessPool pool = builder().maxSize(1).heap(512L << 20).maxPayload(200L << 20).build()) {
			long pid = pool.submit(InWorker::pid).result();
			for (int i = 0; i < 3; i++) {
				System.out.println("failed with " + pool.submit((bytes) -> new byte[bytes], 100 << 20).exception(LONG));
			}
			pool.map((bytes) -> new byte[bytes], List.of(1, 100 << 20, 2), MapOptions.defaults().chunkSize(3))
				.outcomes()
				.forEach((outcome) -> System.out.println("item "
						+ ((outcome.failure() == null) ? outcome.value().length : outcome.failure().getMessage())));
			System.out.println("same worker " + (pid == pool.submit(InWorker::pid).result()));
		}
	}

	private static void await(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			LockSupport.parkNanos(5_000_000L);
		}
	}

	private static void tell(ProcessPool pool) {
		for (WorkerSnapshot worker : pool.workers()) {
			System.out.println("worker " + worker.pid());
		}
	}

}
