package dev.poolworks.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.poolworks.thread.ThreadPool;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A thread pool of two workers beside a raw
 * {@link java.util.concurrent.ThreadPoolExecutor} of two threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ThreadPoolBenchmark {

	private static final int BATCH = 1000;

	private static final int WORKERS = 2;

	/** What is measured. */
	@Param({ "raw", "poolworks" })
	public String executor = "raw";

	@SuppressWarnings("NullAway.Init") // set up before each trial
	private ExecutorService pool;

	@Setup(Level.Trial)
	public void open() {
		this.pool = this.executor.equals("raw") ? Executors.newFixedThreadPool(WORKERS)
				: ThreadPool.builder("benchmark").maxSize(WORKERS).queueCapacity(BATCH).build();
	}

	@TearDown(Level.Trial)
	public void close() {
		this.pool.shutdown();
	}

	/**
	 * One task at a time: submit, wait for the result.
	 * @return the result
	 * @throws ExecutionException never
	 * @throws InterruptedException if the benchmark is stopped
	 */
	@Benchmark
	public Integer roundTrip() throws ExecutionException, InterruptedException {
		return this.pool.submit(() -> 1).get();
	}

	/**
	 * A thousand tasks at a time: submit all, then wait for all.
	 * @return the sum of the results
	 * @throws ExecutionException never
	 * @throws InterruptedException if the benchmark is stopped
	 */
	@Benchmark
	@OperationsPerInvocation(BATCH)
	public int throughput() throws ExecutionException, InterruptedException {
		List<Future<Integer>> futures = new ArrayList<>(BATCH);
		for (int i = 0; i < BATCH; i++) {
			futures.add(this.pool.submit(() -> 1));
		}
		int sum = 0;
		for (Future<Integer> future : futures) {
			sum += future.get();
		}
		return sum;
	}

}
