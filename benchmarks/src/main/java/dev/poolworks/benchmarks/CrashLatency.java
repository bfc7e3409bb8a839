package dev.poolworks.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import dev.poolworks.TaskFuture;
import dev.poolworks.TaskState;
import dev.poolworks.WorkerCrashedException;
import dev.poolworks.process.ProcessPool;
import org.jspecify.annotations.Nullable;

/**
 * How long after the death of a worker the future of its task has failed.
 */
final class CrashLatency {

	private static final int PROMISED = 100;

	private CrashLatency() {
	}

	/**
	 * Measures. A worker that halts is seen twice: from the call, and from the end of its
	 * process. Between the two lies HotSpot, which waits up to 310 ms for threads in
	 * native code, such as one that reads standard input, before it exits.
	 * @param count how many deaths of each kind
	 * @return three lines
	 * @throws Exception if it cannot be measured
	 */
	static List<Latencies> measure(int count) throws Exception {
		List<Long> kills = new ArrayList<>();
		List<Long> halts = new ArrayList<>();
		List<Long> ends = new ArrayList<>();
		Path file = Files.createTempFile("reliability", null);
		try (ProcessPool pool = Pools.builder("crash", 1).build()) {
			for (int i = 0; i < count; i++) {
				kills.add(kill(pool));
				halts.add(haltFromTheCall(pool, file));
				ends.add(haltFromTheEnd(pool));
			}
		}
		finally {
			Files.delete(file);
		}
		return List.of(new Latencies("SIGKILL of the worker to failed future", PROMISED, 0.99, kills),
				new Latencies("end of the process of a worker that halts to failed future", PROMISED, 0.99, ends),
				new Latencies("call of halt in the task to failed future", 0, 0.99, halts));
	}

	/** From just before the signal is sent. */
	private static long kill(ProcessPool pool) throws Exception {
		Pools.awaitIdle(pool, 1);
		TaskFuture<?> task = pool.submit(() -> LockSupport.parkUntil(Long.MAX_VALUE));
		while (task.taskState() != TaskState.RUNNING) {
			LockSupport.parkNanos(1_000_000);
		}
		ProcessHandle worker = ProcessHandle.of(Pools.pidOf(pool, task)).orElseThrow();
		long start = System.nanoTime();
		worker.destroyForcibly();
		Throwable failure = task.exception(Pools.PATIENCE);
		long end = System.nanoTime();
		requireCrash(failure);
		return end - start;
	}

	/** From the moment that the task writes to a file just before it halts. */
	private static long haltFromTheCall(ProcessPool pool, Path file) throws Exception {
		Pools.awaitIdle(pool, 1);
		Throwable failure = pool.submit(CrashLatency::haltNow, file).exception(Pools.PATIENCE);
		Instant end = Instant.now();
		requireCrash(failure);
		return Duration.between(Instant.parse(Files.readString(file)), end).toNanos();
	}

	/**
	 * From the moment that the process is seen to have ended, looked for all the time.
	 */
	private static long haltFromTheEnd(ProcessPool pool) throws Exception {
		Pools.awaitIdle(pool, 1);
		long pid = pool.workers().get(0).pid();
		TaskFuture<?> task = pool.submit(() -> Runtime.getRuntime().halt(1));
		CompletableFuture<Long> failed = CompletableFuture.supplyAsync(() -> {
			requireCrash(task.exception(Pools.PATIENCE));
			return System.nanoTime();
		});
		while (Pools.isAlive(pid)) {
			LockSupport.parkNanos(100_000);
		}
		long start = System.nanoTime();
		return Math.max(0, failed.join() - start);
	}

	private static int haltNow(Path file) throws Exception {
		Files.writeString(file, Instant.now().toString());
		Runtime.getRuntime().halt(1);
		return 0;
	}

	private static void requireCrash(@Nullable Throwable failure) {
		if (!(failure instanceof WorkerCrashedException)) {
			throw new IllegalStateException("the task ended otherwise", failure);
		}
	}

}
