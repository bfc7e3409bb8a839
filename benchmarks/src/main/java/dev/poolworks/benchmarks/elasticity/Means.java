package dev.poolworks.benchmarks.elasticity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * One policy under the same loads with several seeds: what is not luck.
 */
final class Means {

	private final String policy;

	/** By load. */
	private final Map<String, List<Trial>> trials = new LinkedHashMap<>();

	Means(String policy) {
		this.policy = policy;
	}

	void add(Trial trial) {
		this.trials.computeIfAbsent(trial.load().name(), (load) -> new ArrayList<>()).add(trial);
	}

	/**
	 * The means, and the most flaps of a run.
	 * @return a table in Markdown
	 */
	String table() {
		StringBuilder text = new StringBuilder("### " + this.policy + "\n\n");
		text.append(
				"| mean of all seeds | wait p50 | p99 | worker-seconds | × oracle | flaps, most | runs without |\n|---|---|---|---|---|---|---|\n");
		double logs = 0;
		for (Map.Entry<String, List<Trial>> each : this.trials.entrySet()) {
			double log = mean(each.getValue(), (trial) -> Math.log(trial.timesOracle(trial.of(this.policy))));
			logs += log;
			text.append(String.format(Locale.ROOT, "| %s | %s | %s | %,.0f | %.2f | %,d | %d of %d |%n", each.getKey(),
					Report.millis(mean(each.getValue(), (trial) -> trial.of(this.policy).p50Millis())),
					Report.millis(mean(each.getValue(), (trial) -> trial.of(this.policy).p99Millis())),
					mean(each.getValue(), (trial) -> trial.of(this.policy).workerSeconds()), Math.exp(log),
					flaps(each.getValue()).max().orElse(0),
					flaps(each.getValue()).filter((flaps) -> flaps == 0).count(), each.getValue().size()));
		}
		return text
			.append(String.format(Locale.ROOT, "| geometric mean | | | | %.3f | | |%n%n",
					Math.exp(logs / this.trials.size())))
			.toString();
	}

	private IntStream flaps(List<Trial> trials) {
		return trials.stream().mapToInt((trial) -> trial.of(this.policy).flaps());
	}

	private static double mean(List<Trial> trials, ToDoubleFunction<Trial> figure) {
		return trials.stream().mapToDouble(figure).average().orElse(Double.NaN);
	}

}
