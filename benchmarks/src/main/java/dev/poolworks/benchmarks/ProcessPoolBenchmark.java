package dev.poolworks.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.poolworks.MapOptions;
import dev.poolworks.process.ProcessPool;
import dev.poolworks.process.WorkerOutput;
import dev.poolworks.thread.ThreadPool;

/**
 * Process pools as a whole, with a raw {@link java.util.concurrent.ThreadPoolExecutor} in
 * the same run. Passes are interleaved: peer, ours, peer, ours; the table has the median
 * of the passes and their range.
 */
public final class ProcessPoolBenchmark {

	private static final int WORKERS = 2;

	private static final int ROUND_TRIPS = 20_000;

	private static final int TASKS = 100_000;

	private static final int BIG = 64 << 20;

	private final int passes;

	private final List<Row> rows = new ArrayList<>();

	private ProcessPoolBenchmark(int passes) {
		this.passes = passes;
	}

	/**
	 * Measures and prints a table in Markdown.
	 * @param arguments the number of passes; default 7
	 * @throws Exception if a task fails
	 */
	public static void main(String[] arguments) throws Exception {
		int passes = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 7;
		new ProcessPoolBenchmark(passes).run();
	}

	private void run() throws Exception {
		ExecutorService raw = Executors.newFixedThreadPool(WORKERS);
		try (ProcessPool processes = ProcessPool.builder("processes")
			.minSize(WORKERS)
			.maxSize(WORKERS)
			.queueCapacity(TASKS)
			.maxPayload(BIG + 1024)
			.output(WorkerOutput.DISCARD)
			.build();
				ThreadPool threads = ThreadPool.builder("threads").maxSize(WORKERS).queueCapacity(TASKS).build()) {
			Row rawTrip = row("round trip, raw ThreadPoolExecutor", "µs");
			Row threadTrip = row("round trip, thread pool", "µs");
			Row processTrip = row("round trip, process pool, function and argument", "µs");
			Row lambdaTrip = row("round trip, process pool, lambda that captures an int", "µs");
			Row tasks = row("single no-op tasks, process pool", "tasks/s");
			Row mapOne = row("map, chunk size 1", "items/s");
			Row mapHundred = row("map, chunk size 100", "items/s");
			Row mapAuto = row("map, automatic chunk size", "items/s");
			Row big = row("64 MiB there and back", "ms");
			Row start = row("start of a worker, launch to first answer", "ms");
			for (int pass = 0; pass <= this.passes; pass++) {
				rawTrip.add(pass, roundTrip(() -> raw.submit(() -> 1).get()));
				processTrip.add(pass, roundTrip(() -> processes.submit(ProcessPoolBenchmark::noop, 1).get()));
				threadTrip.add(pass, roundTrip(() -> threads.submit(() -> 1).get()));
				int captured = pass;
				lambdaTrip.add(pass, roundTrip(() -> processes.submit(() -> captured).get()));
				tasks.add(pass, throughput(processes));
				mapOne.add(pass, map(processes, MapOptions.defaults().chunkSize(1), TASKS));
				mapHundred.add(pass, map(processes, MapOptions.defaults().chunkSize(100), TASKS));
				mapAuto.add(pass, map(processes, MapOptions.defaults(), TASKS));
				big.add(pass, bigPayload(processes));
				start.add(pass, start());
			}
			print(processTrip.median() / rawTrip.median());
		}
		raw.shutdown();
	}

	private Row row(String what, String unit) {
		Row row = new Row(what, unit, new ArrayList<>());
		this.rows.add(row);
		return row;
	}

	private void print(double ratio) {
		System.out.printf(Locale.ROOT, "JDK %s, %d processors, median of %d passes [range]%n%n",
				Runtime.version().feature(), Runtime.getRuntime().availableProcessors(), this.passes);
		System.out.println("| what | median | range | unit |");
		System.out.println("|---|---|---|---|");
		for (Row row : this.rows) {
			System.out.println(row);
		}
		System.out.printf(Locale.ROOT, "%nround trip of the process pool = %.2f × raw ThreadPoolExecutor%n", ratio);
	}

	private static int noop(int value) {
		return value;
	}

	private static byte[] echo(byte[] value) {
		return value;
	}

	/** The median round trip, in microseconds. */
	private static double roundTrip(Action action) throws ExecutionException, InterruptedException {
		long[] nanos = new long[ROUND_TRIPS];
		for (int i = 0; i < ROUND_TRIPS; i++) {
			long start = System.nanoTime();
			action.run();
			nanos[i] = System.nanoTime() - start;
		}
		Arrays.sort(nanos);
		return nanos[ROUND_TRIPS / 2] / 1e3;
	}

	private static double throughput(ProcessPool pool) throws ExecutionException, InterruptedException {
		long start = System.nanoTime();
		List<Future<Integer>> futures = new ArrayList<>(TASKS);
		for (int i = 0; i < TASKS; i++) {
			futures.add(pool.submit(ProcessPoolBenchmark::noop, i));
		}
		for (Future<Integer> future : futures) {
			future.get();
		}
		return TASKS / ((System.nanoTime() - start) / 1e9);
	}

	private static double map(ProcessPool pool, MapOptions options, int items) {
		List<Integer> numbers = IntStream.range(0, items).boxed().toList();
		long start = System.nanoTime();
		int results = pool.map(ProcessPoolBenchmark::noop, numbers, options).toList().size();
		return results / ((System.nanoTime() - start) / 1e9);
	}

	private static double bigPayload(ProcessPool pool) throws ExecutionException, InterruptedException {
		byte[] bytes = new byte[BIG];
		long start = System.nanoTime();
		pool.submit(ProcessPoolBenchmark::echo, bytes).get();
		return (System.nanoTime() - start) / 1e6;
	}

	private static double start() throws ExecutionException, InterruptedException {
		try (ProcessPool pool = ProcessPool.builder("start").maxSize(1).output(WorkerOutput.DISCARD).build()) {
			long start = System.nanoTime();
			pool.submit(ProcessPoolBenchmark::noop, 1).get();
			return (System.nanoTime() - start) / 1e6;
		}
	}

	/**
	 * What is timed.
	 */
	@FunctionalInterface
	private interface Action {

		void run() throws ExecutionException, InterruptedException;

	}

	/**
	 * The figures of one line of the table.
	 *
	 * @param what what was measured
	 * @param unit of the figures
	 * @param figures one for each pass
	 */
	private record Row(String what, String unit, List<Double> figures) {

		/** Keeps a figure; pass 0 is the warm-up. */
		void add(int pass, double figure) {
			if (pass > 0) {
				this.figures.add(figure);
			}
		}

		double median() {
			return this.figures.stream().sorted().skip(this.figures.size() / 2).findFirst().orElseThrow();
		}

		@Override
		public String toString() {
			double least = this.figures.stream().min(Double::compare).orElseThrow();
			double most = this.figures.stream().max(Double::compare).orElseThrow();
			String format = (most < 1000) ? "%.1f" : "%,.0f";
			return String.format(Locale.ROOT, "| %s | " + format + " | " + format + " to " + format + " | %s |",
					this.what, median(), least, most, this.unit);
		}

	}

}
