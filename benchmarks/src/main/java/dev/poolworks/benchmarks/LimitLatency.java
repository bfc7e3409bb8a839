package dev.poolworks.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.poolworks.TaskFuture;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.process.ProcessPool;

/**
 * How long after limit and grace an endless loop that ignores interrupts has gone: its
 * future, and its process. The clock starts before the task is submitted, so that the way
 * to the worker is in the figure.
 */
final class LimitLatency {

	private static final Duration LIMIT = Duration.ofMillis(100);

	private static final Duration GRACE = Duration.ofMillis(100);

	private static final int PROMISED = 250;

	private final ProcessPool pool;

	private final int workers;

	private final List<Long> futures = Collections.synchronizedList(new ArrayList<>());

	private final List<Long> processes = Collections.synchronizedList(new ArrayList<>());

	private LimitLatency(ProcessPool pool, int workers) {
		this.pool = pool;
		this.workers = workers;
	}

	/**
	 * Measures.
	 * @param count how many loops in all
	 * @param workers how many of them at a time
	 * @return two lines
	 * @throws Exception if it cannot be measured
	 */
	static List<Latencies> measure(int count, int workers) throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(workers);
		try (ProcessPool pool = Pools.builder("limit", workers).taskTimeout(LIMIT).killGrace(GRACE).build()) {
			LimitLatency latency = new LimitLatency(pool, workers);
			while (latency.futures.size() < count) {
				latency.round(callers);
			}
			String where = workers + " at a time";
			return List.of(
					new Latencies("endless loop to failed future, beyond limit + grace, " + where, PROMISED, 0.99,
							latency.futures),
					new Latencies("endless loop to end of its process, beyond limit + grace, " + where, PROMISED, 0.99,
							latency.processes));
		}
		finally {
			callers.shutdown();
		}
	}

	private void round(ExecutorService callers) throws Exception {
		Pools.awaitIdle(this.pool, this.workers);
		CountDownLatch together = new CountDownLatch(this.workers);
		for (Future<Void> caller : callers
			.invokeAll(Collections.nCopies(this.workers, (Callable<Void>) () -> loop(together)))) {
			caller.get();
		}
	}

	@SuppressWarnings("NullAway") // Void has no other value
	private Void loop(CountDownLatch together) throws Exception {
		together.countDown();
		together.await();
		long due = System.nanoTime() + LIMIT.plus(GRACE).toNanos();
		TaskFuture<?> task = this.pool.submit(ChaosKind::spin);
		ProcessHandle worker = ProcessHandle.of(Pools.pidOf(this.pool, task)).orElseThrow();
		Future<Long> end = worker.onExit().thenApply((handle) -> System.nanoTime() - due);
		Throwable failure = task.exception(Pools.PATIENCE);
		this.futures.add(System.nanoTime() - due);
		this.processes.add(end.get(Pools.PATIENCE.toSeconds(), TimeUnit.SECONDS));
		if (!(failure instanceof TaskTimeoutException)) {
			throw new IllegalStateException("the loop ended otherwise", failure);
		}
		return null;
	}

}
