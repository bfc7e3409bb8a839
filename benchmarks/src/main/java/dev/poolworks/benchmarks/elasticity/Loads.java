package dev.poolworks.benchmarks.elasticity;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

import static dev.poolworks.benchmarks.elasticity.Timeline.NEVER;

/**
 * The loads. Times are in seconds; tasks arrive from {@value #LEAD} s on, when the
 * workers of a pool of fixed size are ready.
 */
final class Loads {

	/** Seconds without a task before the first one. */
	static final int LEAD = 30;

	private static final int MAX_SIZE = 16;

	private Loads() {
	}

	static List<Load> all(long seed) {
		return List.of(steady(seed), square(seed), spike(seed), ramp(seed), diurnal(seed), poisson(seed), pareto(seed),
				onOff(seed), trickle(seed));
	}

	private static Load steady(long seed) {
		LoadBuilder builder = new LoadBuilder(seed ^ 1);
		builder.evenly(LEAD, LEAD + 600, 20, 0.1);
		builder.serveNormally(0.2, 0.1);
		return builder.build("steady", "20 tasks a second, evenly spaced (±10 %), for 10 min; service 200 ms ±10 %", 1,
				MAX_SIZE, begins(4));
	}

	private static Load square(long seed) {
		LoadBuilder builder = new LoadBuilder(seed ^ 2);
		builder.poisson(LEAD, LEAD + 1200, 40, (time) -> ((int) ((time - LEAD) / 60) % 2 == 0) ? 4 : 40);
		builder.serveNormally(0.2, 0.2);
		return builder.build("square wave",
				"60 s of 4 tasks a second, 60 s of 40, for 20 min; Poisson arrivals; service 200 ms ±20 %", 1, MAX_SIZE,
				step(LEAD + 60, 8));
	}

	private static Load spike(long seed) {
		LoadBuilder builder = new LoadBuilder(seed ^ 3);
		builder.poisson(LEAD, LEAD + 1200, 100,
				(time) -> ((time - LEAD) % 300 >= 150 && (time - LEAD) % 300 < 152) ? 100 : 2);
		builder.serveNormally(0.2, 0.2);
		return builder.build("spike ×50",
				"2 tasks a second, 100 for 2 s every 5 min, for 20 min; Poisson arrivals; service 200 ms ±20 %", 1,
				MAX_SIZE, step(LEAD + 150, MAX_SIZE));
	}

	private static Load ramp(long seed) {
		LoadBuilder builder = new LoadBuilder(seed ^ 4);
		builder.poisson(LEAD, LEAD + 1800, 60,
				(time) -> (time - LEAD < 1200) ? 1 + 59 * (time - LEAD) / 1200 : 60 - 59 * (time - LEAD - 1200) / 600);
		builder.serveNormally(0.2, 0.2);
		return builder.build("ramp",
				"from 1 task a second to 60 in 20 min, back in 10; Poisson arrivals; service 200 ms ±20 %", 1, MAX_SIZE,
				new LoadBuilder.Step(NEVER, 0));
	}

	private static Load diurnal(long seed) {
		LoadBuilder builder = new LoadBuilder(seed ^ 5);
		double[] noise = builder.noise(121, 0.3);
		DoubleUnaryOperator rate = (time) -> (1 + 39 * (1 - Math.cos(2 * Math.PI * (time - LEAD) / 3600)) / 2)
				* noise[(int) ((time - LEAD) / 60)];
		builder.poisson(LEAD, LEAD + 7200, 100, (time) -> Math.min(100, rate.applyAsDouble(time)));
		builder.serveExponentially(0.2);
		return builder.build("diurnal",
				"two days of an hour each, 1 to 40 tasks a second as a cosine, each minute's rate off by a lognormal "
						+ "factor (sigma 0.3); service exponential, mean 200 ms",
				1, MAX_SIZE, new LoadBuilder.Step(NEVER, 0));
	}

	private static Load poisson(long seed) {
		LoadBuilder builder = new LoadBuilder(seed ^ 6);
		builder.poisson(LEAD, LEAD + 1200, 20, (time) -> 20);
		builder.serveExponentially(0.2);
		return builder.build("Poisson", "Poisson arrivals, 20 a second, for 20 min; service exponential, mean 200 ms",
				1, MAX_SIZE, begins(4));
	}

	private static Load pareto(long seed) {
		LoadBuilder builder = new LoadBuilder(seed ^ 7);
		builder.poisson(LEAD, LEAD + 1800, 10, (time) -> 10);
		builder.servePareto(0.1, 1.5, 60);
		return builder.build("Pareto",
				"Poisson arrivals, 10 a second, for 30 min; service Pareto: at least 100 ms, alpha 1.5, cut at 60 s", 1,
				MAX_SIZE, begins(3));
	}

	private static Load onOff(long seed) {
		LoadBuilder builder = new LoadBuilder(seed ^ 8);
		double time = LEAD;
		while (time < LEAD + 2400) {
			double end = time + 10;
			builder.poisson(time, end, 30, (any) -> 30);
			time = end + 20 + builder.exponential(60);
		}
		builder.serveNormally(0.2, 0.2);
		return builder.build("on/off",
				"10 s of 30 tasks a second, then silence for 20 s and an exponential time, mean 60 s; 40 min; Poisson "
						+ "arrivals; service 200 ms ±20 %",
				0, MAX_SIZE, begins(6));
	}

	private static Load trickle(long seed) {
		LoadBuilder builder = new LoadBuilder(seed ^ 9);
		builder.poisson(LEAD, LEAD + 7200, 0.05, (time) -> 0.05);
		builder.serveNormally(0.5, 0.2);
		return builder.build("trickle", "Poisson arrivals, one in 20 s, for 2 h; service 500 ms ±20 %", 0, 4,
				begins(1));
	}

	static LoadBuilder.Step begins(int workers) {
		return new LoadBuilder.Step(LoadBuilder.FIRST_ARRIVAL, workers);
	}

	static LoadBuilder.Step step(double at, int workers) {
		return new LoadBuilder.Step((long) (at * Timeline.SECOND), workers);
	}

}
