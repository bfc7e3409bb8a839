package dev.poolworks.benchmarks.elasticity;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A real pool and the simulation under one load.
 *
 * @param trial the load, and the outcomes of both
 * @param run more of the real one
 * @param others the simulation with other start times of the same scatter: what is mere
 * chance
 */
record RealTrial(Trial trial, RealRun run, List<Outcome> others) {

	/**
	 * The load and what came of it, in Markdown.
	 * @param policy the name of the policy
	 * @return a table and what it does not say
	 */
	String report(String policy) {
		return Report.table(this.trial, policy) + this.run.details() + scatter();
	}

	private String scatter() {
		return String.format(Locale.ROOT,
				"Simulated with %d other draws of the start times: wait p50 %s, p99 %s, max %s; worker-seconds %s; "
						+ "starts %s; flaps %s.%n%n",
				this.others.size(), millis(Outcome::p50Millis), millis(Outcome::p99Millis), millis(Outcome::maxMillis),
				number(Outcome::workerSeconds), number(Outcome::starts), number(Outcome::flaps));
	}

	private String millis(ToDoubleFunction<Outcome> figure) {
		return Report.millis(least(figure)) + " to " + Report.millis(most(figure));
	}

	private String number(ToDoubleFunction<Outcome> figure) {
		return String.format(Locale.ROOT, "%,.0f to %,.0f", least(figure), most(figure));
	}

	private double least(ToDoubleFunction<Outcome> figure) {
		return this.others.stream().mapToDouble(figure).min().orElse(Double.NaN);
	}

	private double most(ToDoubleFunction<Outcome> figure) {
		return this.others.stream().mapToDouble(figure).max().orElse(Double.NaN);
	}

}
