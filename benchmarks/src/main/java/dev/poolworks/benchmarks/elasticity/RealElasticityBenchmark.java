package dev.poolworks.benchmarks.elasticity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Runs a real pool under two loads, and the simulation of it under the same ones, and
 * prints what came of both in Markdown. First it measures, for the simulation, what a
 * start takes on this machine.
 *
 * <pre>
 *  --seconds n            for how long tasks arrive, in each load; 120
 *  --load name            one load only; a part of the name will do
 *  --policy name          adaptive, eager, spares or fixed; adaptive
 *  --idle-timeout n       seconds after which a worker that is not needed ends; 60
 *  --seed n               of arrivals and service times; 1
 *  --start-work millis    processor time that each worker needs before its first task; 500
 *  --plots directory      where to write one SVG for each load
 * </pre>
 */
public final class RealElasticityBenchmark {

	/** Simulations with other start times. */
	private static final int OTHERS = 50;

	private final RealArguments arguments;

	RealElasticityBenchmark(RealArguments arguments) {
		this.arguments = arguments;
	}

	/**
	 * Measures.
	 * @param arguments what
	 * @throws IOException if a plot cannot be written
	 * @throws InterruptedException if interrupted
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		new RealElasticityBenchmark(new RealArguments(List.of(arguments))).run();
	}

	/**
	 * Measures and prints.
	 * @return what came of it
	 * @throws IOException if a plot cannot be written
	 * @throws InterruptedException if interrupted
	 */
	List<RealTrial> run() throws IOException, InterruptedException {
		Calibration calibration = Calibration.measure(this.arguments.startWork());
		System.out.printf(Locale.ROOT, "seed %d; %s%n%n", this.arguments.seed(), calibration);
		List<RealTrial> trials = new ArrayList<>();
		for (Load load : RealLoads.all(this.arguments.seconds(), this.arguments.seed())) {
			if (this.arguments.wantsLoad(load.name())) {
				RealTrial trial = trial(load, calibration.machine());
				trials.add(trial);
				System.out.print(trial.report(this.arguments.policy().word()));
				plot(trial.trial());
			}
		}
		return trials;
	}

	private RealTrial trial(Load load, Machine machine) throws IOException, InterruptedException {
		RealPolicy policy = this.arguments.policy();
		Duration idleTimeout = this.arguments.idleTimeout();
		EnginePool simulation = new EnginePool("simulated", policy.scaling(), idleTimeout.toNanos());
		long seed = this.arguments.seed();
		RealRun run = new RealPool(policy, idleTimeout, this.arguments.startWork()).run(load);
		List<Outcome> outcomes = List.of(run.outcome(), simulation.run(load, machine, seed));
		List<Outcome> others = LongStream.rangeClosed(1, OTHERS)
			.mapToObj((other) -> simulation.run(load, machine, seed + other))
			.toList();
		return new RealTrial(new Trial(load, new Oracle(load, machine), outcomes, Set.of()), run, others);
	}

	private void plot(Trial trial) throws IOException {
		Path directory = this.arguments.plots();
		if (directory != null) {
			Files.createDirectories(directory);
			Files.writeString(directory.resolve("real-" + trial.load().fileName() + ".svg"),
					Plot.of(trial, trial.load().name() + ", " + this.arguments.policy().word()));
		}
	}

}
