package dev.poolworks.benchmarks.elasticity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.poolworks.policy.ScalingPolicy;

/**
 * Runs scaling policies under all loads in virtual time and prints tables in Markdown.
 *
 * <pre>
 *  --load name        one load only; a part of the name will do
 *  --policy name      one policy only, likewise
 *  --seed n           of arrivals, service and start times; 1
 *  --seeds n          so many seeds, from that one on: means of our own policies only
 *  --cores n          how many starts make progress at full speed; 8
 *  --start millis     median time of a start; 800
 *  --busy-tasks       running tasks need the cores too
 *  --plots directory  where to write one SVG for each load
 * </pre>
 */
public final class ElasticityBenchmark {

	private static final List<String> PLOTTED = List.of("adaptive", "eager, idle 60 s", "php-fpm dynamic",
			"Celery autoscale", "uWSGI busyness", "Dask adaptive", "loky");

	private final Arguments arguments;

	private ElasticityBenchmark(Arguments arguments) {
		this.arguments = arguments;
	}

	/**
	 * Measures.
	 * @param arguments what
	 * @throws IOException if a plot cannot be written
	 */
	public static void main(String[] arguments) throws IOException {
		new ElasticityBenchmark(new Arguments(List.of(arguments))).run();
	}

	/**
	 * Our own policies, in the real engine.
	 * @return contestants
	 */
	static List<Contestant> own() {
		return List.of(new EnginePool("adaptive", ScalingPolicy.adaptive(), 60 * Timeline.SECOND),
				new EnginePool("eager, idle 5 s", ScalingPolicy.eager(), 5 * Timeline.SECOND),
				new EnginePool("eager, idle 30 s", ScalingPolicy.eager(), 30 * Timeline.SECOND),
				new EnginePool("eager, idle 60 s", ScalingPolicy.eager(), 60 * Timeline.SECOND));
	}

	/**
	 * Our own policies, and those of others.
	 * @return contestants
	 */
	static List<Contestant> contestants() {
		return Stream.concat(own().stream(), Peers.all().stream()).toList();
	}

	private void run() throws IOException {
		Machine machine = this.arguments.machine();
		System.out.printf(Locale.ROOT, "seed %d, %d cores, start %s (sigma %.2f)%s%n%n", this.arguments.seed(),
				machine.cores(), Report.millis((double) machine.startNanos() / Timeline.MILLI), machine.startNoise(),
				machine.busyTasks() ? ", tasks need cores" : "");
		if (this.arguments.seeds() > 1) {
			means(machine);
		}
		else {
			all(machine);
		}
	}

	private void means(Machine machine) {
		List<Contestant> wanted = wanted(own());
		List<Means> means = wanted.stream().map((contestant) -> new Means(contestant.name())).toList();
		for (long seed = this.arguments.seed(); seed < this.arguments.seed() + this.arguments.seeds(); seed++) {
			for (Load load : wantedLoads(seed)) {
				Trial trial = Trial.run(load, machine, seed, wanted);
				means.forEach((each) -> each.add(trial));
			}
		}
		means.forEach((each) -> System.out.print(each.table()));
	}

	private void all(Machine machine) throws IOException {
		List<Trial> trials = new ArrayList<>();
		for (Load load : wantedLoads(this.arguments.seed())) {
			Trial trial = Trial.run(load, machine, this.arguments.seed(), wanted(contestants()));
			trials.add(trial);
			System.out.print(Report.table(trial));
			plot(trial);
		}
		for (Contestant contestant : wanted(own())) {
			System.out.print(Report.summary(trials, contestant.name()));
		}
	}

	private List<Contestant> wanted(List<Contestant> contestants) {
		return contestants.stream().filter((contestant) -> this.arguments.wantsPolicy(contestant.name())).toList();
	}

	private List<Load> wantedLoads(long seed) {
		return Loads.all(seed).stream().filter((load) -> this.arguments.wantsLoad(load.name())).toList();
	}

	private void plot(Trial trial) throws IOException {
		Path directory = this.arguments.plots();
		if (directory != null) {
			Files.createDirectories(directory);
			Files.writeString(directory.resolve(trial.load().fileName() + ".svg"), Plot.of(trial, PLOTTED));
		}
	}

}
