package dev.poolworks.benchmarks.elasticity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The loads of real pools: two of {@link Loads}, compressed to minutes and to a machine
 * of few cores. Times are in seconds.
 */
final class RealLoads {

	private static final int MAX_SIZE = 8;

	/** Seconds for which the phases are meant; in longer or shorter loads they scale. */
	private static final double MEANT = 120;

	/** A burst is no shorter, so that it has tasks. */
	private static final double SHORTEST_BURST = 1;

	private RealLoads() {
	}

	/**
	 * All of them.
	 * @param seconds for how long tasks arrive
	 * @param seed of all that is left to chance
	 * @return loads
	 */
	static List<Load> all(double seconds, long seed) {
		return List.of(square(seconds, seed), onOff(seconds, seed));
	}

	private static Load square(double seconds, long seed) {
		double lead = lead(seconds);
		double phase = seconds / 6;
		LoadBuilder builder = new LoadBuilder(seed ^ 10, tail(seconds));
		builder.poisson(lead, lead + seconds, 20, (time) -> ((int) ((time - lead) / phase) % 2 == 0) ? 2 : 20);
		builder.serveNormally(0.2, 0.2);
		return builder.build("square wave",
				String.format(Locale.ROOT,
						"%.3g s of 2 tasks a second, %.3g s of 20, for %.3g s; Poisson arrivals; service 200 ms ±20 %%",
						phase, phase, seconds),
				1, MAX_SIZE, Loads.step(lead + phase, 4));
	}

	private static Load onOff(double seconds, long seed) {
		double lead = lead(seconds);
		double burst = Math.max(SHORTEST_BURST, 5 * seconds / MEANT);
		double silence = 8 * seconds / MEANT;
		LoadBuilder builder = new LoadBuilder(seed ^ 11, tail(seconds));
		List<Double> bursts = new ArrayList<>();
		for (double time = lead; time < lead + seconds; time += burst + silence + builder.exponential(silence)) {
			bursts.add(time);
		}
		builder.poisson(lead, lead + seconds, 15,
				(time) -> bursts.stream().anyMatch((begin) -> time >= begin && time < begin + burst) ? 15 : 0);
		builder.serveNormally(0.2, 0.2);
		return builder.build("on/off",
				String.format(Locale.ROOT,
						"%.3g s of 15 tasks a second, then silence for %.3g s and an exponential time, mean %.3g s; "
								+ "%.3g s; Poisson arrivals; service 200 ms ±20 %%",
						burst, silence, silence, seconds),
				0, MAX_SIZE, Loads.begins(3));
	}

	/** Time for the first workers to start. */
	private static double lead(double seconds) {
		return 5 * seconds / MEANT;
	}

	private static double tail(double seconds) {
		return 15 * seconds / MEANT;
	}

}
