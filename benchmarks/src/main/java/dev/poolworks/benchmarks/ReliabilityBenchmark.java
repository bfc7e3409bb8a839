package dev.poolworks.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.poolworks.benchmarks.mischief.Riot;

/**
 * What a process pool bears, and how soon it has got over it. Prints tables in Markdown;
 * the exit code is 1 if a promise was not kept.
 *
 * <pre>
 *  soak [tasks [seed [rate]]]   100,000 tasks of random kind; rate: how many in a thousand of each destructive kind
 *  limit [count]                from limit + grace to the end of an endless loop
 *  crash [count]                from the death of a worker to the failed future
 *  orphan [count]               from the death of a program to the death of its workers
 *  all                          all of them
 *  mischief [seconds [seed]]    half an hour of all deeds of the mischief suite, in random order, several at once
 * </pre>
 */
public final class ReliabilityBenchmark {

	private static final String USAGE = "usage: soak [tasks [seed [rate]]] | limit [count] | crash [count]"
			+ " | orphan [count] | all | mischief [seconds [seed]]";

	private final String[] arguments;

	private ReliabilityBenchmark(String[] arguments) {
		this.arguments = arguments;
	}

	/**
	 * Measures.
	 * @param arguments what
	 * @throws Exception if something cannot be measured
	 */
	public static void main(String[] arguments) throws Exception {
		System.exit(new ReliabilityBenchmark(arguments).run() ? 0 : 1);
	}

	private boolean run() throws Exception {
		String mode = (this.arguments.length > 0) ? this.arguments[0] : "";
		if (!List.of("soak", "limit", "crash", "orphan", "all", "mischief").contains(mode)) {
			System.err.println(USAGE);
			return false;
		}
		System.out.printf(Locale.ROOT, "JDK %s, %d processors%n%n", Runtime.version(),
				Runtime.getRuntime().availableProcessors());
		boolean all = mode.equals("all");
		List<Latencies> lines = new ArrayList<>();
		if (all || mode.equals("limit")) {
			lines.addAll(LimitLatency.measure(count(200), 1));
			lines.addAll(LimitLatency.measure(count(200), 4));
		}
		if (all || mode.equals("crash")) {
			lines.addAll(CrashLatency.measure(count(200)));
		}
		if (all || mode.equals("orphan")) {
			lines.addAll(OrphanLatency.measure(count(50)));
		}
		if (!lines.isEmpty()) {
			System.out.println(Latencies.HEAD);
			lines.forEach(System.out::println);
			System.out.println();
		}
		boolean soaked = !(all || mode.equals("soak")) || soak();
		boolean borne = !mode.equals("mischief") || mischief();
		return soaked && borne && lines.stream().allMatch(Latencies::isKept);
	}

	private boolean soak() throws Exception {
		int tasks = count(100_000);
		int seed = argument(2, 1);
		int rate = argument(3, 2);
		System.out.printf("soak %d %d %d%n%n", tasks, seed, rate);
		List<String> differences = new ChaosSoak(tasks, seed, rate).run();
		differences.forEach((difference) -> System.out.println("WRONG: " + difference));
		System.out.println(differences.isEmpty() ? "nothing lost, nothing left over" : "NOT as it must be");
		return differences.isEmpty();
	}

	private boolean mischief() throws Exception {
		int seconds = count(1800);
		int seed = argument(2, 1);
		System.out.printf("mischief %d %d%n%n", seconds, seed);
		List<String> wrong = new Riot(Duration.ofSeconds(seconds), seed).run();
		wrong.forEach((what) -> System.out.println("WRONG: " + what));
		System.out.println(wrong.isEmpty() ? "totals are exact, nothing left over" : "NOT as it must be");
		return wrong.isEmpty();
	}

	private int count(int otherwise) {
		return argument(1, otherwise);
	}

	private int argument(int place, int otherwise) {
		return (this.arguments.length > place) ? Integer.parseInt(this.arguments[place]) : otherwise;
	}

}
