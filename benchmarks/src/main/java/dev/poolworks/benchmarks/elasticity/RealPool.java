package dev.poolworks.benchmarks.elasticity;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.poolworks.Shutdown;
import dev.poolworks.TaskCounts;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOptions;
import dev.poolworks.benchmarks.Leftovers;
import dev.poolworks.process.ProcessPool;
import dev.poolworks.process.WorkerOutput;

/**
 * A pool of processes that bears a load: tasks are submitted when the load says, by one
 * thread, and wait in the worker for as long as the load says.
 *
 * @param policy how many workers
 * @param idleTimeout after which at the latest one that is not needed ends
 * @param startWork what each does before its first task
 */
record RealPool(RealPolicy policy, Duration idleTimeout, StartWork startWork) {

	/** Longer than anything takes: bounds hangs. */
	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final String NAME = "elastic";

	/**
	 * Bears a load.
	 * @param load the load
	 * @return what came of it
	 * @throws InterruptedException if interrupted
	 * @throws IOException if the temporary directory cannot be read
	 * @throws IllegalStateException if a task did not succeed, a worker ended that should
	 * not, or something is left over
	 */
	RealRun run(Load load) throws InterruptedException, IOException {
		ProcessorTime before = ProcessorTime.now();
		Recording recording = new Recording(load.tasks());
		ProcessPool pool = pool(load, recording);
		long late;
		try {
			late = bear(load, pool, recording);
		}
		finally {
			recording.end();
			pool.shutdown(Shutdown.kill());
		}
		awaitEnd(pool);
		return RealRun.of(load, recording, late, ProcessorTime.now().othersSince(before));
	}

	private long bear(Load load, ProcessPool pool, Recording recording) throws InterruptedException {
		pool.start();
		List<TaskFuture<Long>> futures = new ArrayList<>();
		long late = submit(load, pool, recording, futures);
		settle(futures, recording);
		recording.awaitTime(load.durationNanos());
		recording.awaitWorkers(this.policy.restingSize(load), this.idleTimeout.plus(PATIENCE));
		TaskCounts counts = pool.snapshot().tasks();
		if (counts.succeeded() != load.tasks() || !counts.isConsistent()) {
			throw new IllegalStateException("of " + load.tasks() + " tasks: " + counts);
		}
		return late;
	}

	private ProcessPool pool(Load load, Recording recording) {
		return ProcessPool.builder(NAME)
			.minSize(load.minSize())
			.maxSize(load.maxSize())
			.queueCapacity(load.tasks())
			.scaling(this.policy.scaling())
			.idleTimeout(this.idleTimeout)
			.initializer(this.startWork)
			.heap(64L << 20)
			.output(WorkerOutput.DISCARD)
			.listener(recording)
			.build();
	}

	/** Submits all tasks in time; tells by how much the most belated one was not. */
	private static long submit(Load load, ProcessPool pool, Recording recording, List<TaskFuture<Long>> futures)
			throws InterruptedException {
		long late = 0;
		for (int task = 0; task < load.tasks(); task++) {
			recording.awaitTime(load.arrivals()[task]);
			late = Math.max(late, recording.now() - load.arrivals()[task]);
			TaskOptions options = TaskOptions.defaults().name(Integer.toString(task));
			futures.add(pool.submit(Nap::take, load.services()[task], options));
		}
		return late;
	}

	private static void settle(List<TaskFuture<Long>> futures, Recording recording) throws InterruptedException {
		recording.awaitTasks(PATIENCE);
		for (TaskFuture<Long> future : futures) {
			Throwable failure = future.exception(PATIENCE);
			if (failure != null) {
				throw new IllegalStateException("task " + future.id() + " has failed", failure);
			}
		}
	}

	private static void awaitEnd(ProcessPool pool) throws InterruptedException, IOException {
		if (!pool.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			throw new IllegalStateException("the pool has not ended: " + pool.snapshot());
		}
		List<String> left = Leftovers.await(NAME, PATIENCE);
		if (!left.isEmpty()) {
			throw new IllegalStateException(String.join("; ", left));
		}
	}

}
