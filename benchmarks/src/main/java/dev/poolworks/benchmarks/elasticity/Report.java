package dev.poolworks.benchmarks.elasticity;

import java.util.List;
import java.util.Locale;

/**
 * The tables, in Markdown.
 */
final class Report {

	private Report() {
	}

	static String table(Trial trial) {
		return table(trial, "policy");
	}

	/**
	 * A load and what came of it.
	 * @param trial both
	 * @param heading what the names of the outcomes are
	 * @return a table with a heading
	 */
	static String table(Trial trial, String heading) {
		StringBuilder text = new StringBuilder();
		Load load = trial.load();
		text.append(String.format(Locale.ROOT, "### %s%n%n%s. %,d tasks, %.0f s of work, min %d, max %d.%n%n",
				load.name(), load.description(), load.tasks(), load.serviceSeconds(), load.minSize(), load.maxSize()));
		text.append("| " + heading
				+ " | wait p50 | p99 | max | worker-seconds | × oracle | starts | flaps | scale-out | peak |\n")
			.append("|---|---|---|---|---|---|---|---|---|---|\n");
		for (Outcome outcome : trial.outcomes()) {
			text.append(row(outcome, trial.timesOracle(outcome)));
		}
		return text.append('\n').toString();
	}

	private static String row(Outcome outcome, double timesOracle) {
		return String.format(Locale.ROOT, "| %s | %s | %s | %s | %,.0f | %s | %,d | %,d | %s | %d |%n",
				outcome.policy(), millis(outcome.p50Millis()), millis(outcome.p99Millis()), millis(outcome.maxMillis()),
				outcome.workerSeconds(), ratio(timesOracle), outcome.starts(), outcome.flaps(),
				seconds(outcome.scaleOutSeconds()), outcome.peak());
	}

	private static String ratio(double value) {
		return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.2f", value);
	}

	private static String seconds(double value) {
		return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.2f s", value);
	}

	/**
	 * Milliseconds, with no more digits than they deserve.
	 * @param millis a time
	 * @return the time in words
	 */
	static String millis(double millis) {
		if (millis == 0) {
			return "0";
		}
		if (millis < 10_000) {
			return String.format(Locale.ROOT, (millis < 10) ? "%.1f ms" : "%.0f ms", millis);
		}
		return String.format(Locale.ROOT, "%,.0f s", millis / 1000);
	}

	static String summary(List<Trial> trials, String policy) {
		StringBuilder text = new StringBuilder("### " + policy + "\n\n");
		for (Check check : Check.of(trials, policy)) {
			text.append(check).append('\n');
		}
		return text.append('\n').toString();
	}

}
