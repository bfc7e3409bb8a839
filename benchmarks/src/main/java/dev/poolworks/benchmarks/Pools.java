package dev.poolworks.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import dev.poolworks.TaskFuture;
import dev.poolworks.WorkerSnapshot;
import dev.poolworks.process.ProcessPool;
import dev.poolworks.process.WorkerOutput;

/**
 * Pools whose workers are to be killed, and what must be known of those.
 */
final class Pools {

	/** Longer than anything takes: bounds hangs. */
	static final Duration PATIENCE = Duration.ofMinutes(1);

	private Pools() {
	}

	static ProcessPool.Builder builder(String name, int workers) {
		return ProcessPool.builder(name).minSize(workers).maxSize(workers).heap(64L << 20).output(WorkerOutput.DISCARD);
	}

	/**
	 * Waits until all workers are there and have nothing to do.
	 * @param pool the pool
	 * @param workers how many it has
	 */
	static void awaitIdle(ProcessPool pool, int workers) {
		pool.start();
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (pool.snapshot().workers().idle() < workers) {
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException("no workers after a minute: " + pool.snapshot());
			}
			LockSupport.parkNanos(2_000_000);
		}
	}

	static long pidOf(ProcessPool pool, TaskFuture<?> task) {
		return pool.workers()
			.stream()
			.filter((worker) -> worker.taskId() == task.id())
			.mapToLong(WorkerSnapshot::pid)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("no worker has " + task));
	}

	/**
	 * Whether a process runs; one whose end nobody has taken note of does not.
	 * @param pid its id
	 * @return whether it runs
	 */
	static boolean isAlive(long pid) {
		try {
			String status = Files.readString(Path.of("/proc/" + pid + "/stat"));
			return status.charAt(status.lastIndexOf(')') + 2) != 'Z';
		}
		catch (IOException ex) {
			return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
		}
	}

}
