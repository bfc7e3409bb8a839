package dev.poolworks.benchmarks.elasticity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something promised of a policy, and whether it is so. Waits count as equal that differ
 * by 1 ms or 1 %.
 *
 * @param kept whether it is
 * @param text the promise, with figures
 */
record Check(boolean kept, String text) {

	private static final double MOST_OF_PEER = 0.70;

	private static final double MOST_OF_ORACLE = 1.30;

	@Override
	public String toString() {
		return "- " + (this.kept ? "kept: " : "NOT KEPT: ") + this.text;
	}

	static List<Check> of(List<Trial> trials, String policy) {
		List<Check> checks = new ArrayList<>();
		for (Trial trial : trials) {
			checks.add(noWorseThanAsCheap(trial, trial.of(policy)));
		}
		checks.add(cheaperThanAsQuick(trials, policy));
		checks.add(nearOracle(trials, policy));
		trials.stream()
			.filter((trial) -> trial.load().name().equals("square wave"))
			.forEach((trial) -> checks.add(new Check(trial.of(policy).flaps() == 0,
					"no flaps on the square wave: " + trial.of(policy).flaps())));
		checks.add(nowhereWorst(trials, policy));
		return checks;
	}

	private static boolean noLonger(double millis, double other) {
		return millis <= Math.max(other + 1, other * 1.01);
	}

	private static Check noWorseThanAsCheap(Trial trial, Outcome ours) {
		Optional<Outcome> best = trial.ofPeers()
			.stream()
			.filter((peer) -> peer.workerSeconds() <= ours.workerSeconds())
			.min(Comparator.comparingDouble(Outcome::p99Millis));
		String text = String.format(Locale.ROOT, "%s: p99 %s with %,.0f worker-seconds; ", trial.load().name(),
				Report.millis(ours.p99Millis()), ours.workerSeconds());
		return best
			.map((peer) -> new Check(noLonger(ours.p99Millis(), peer.p99Millis()),
					text + String.format(Locale.ROOT, "best peer as cheap: %s, %s with %,.0f", peer.policy(),
							Report.millis(peer.p99Millis()), peer.workerSeconds())))
			.orElseGet(() -> new Check(true, text + "no peer is as cheap"));
	}

	private static Check cheaperThanAsQuick(List<Trial> trials, String policy) {
		double logs = 0;
		StringBuilder each = new StringBuilder();
		for (Trial trial : trials) {
			Outcome ours = trial.of(policy);
			Outcome peer = trial.ofPeers()
				.stream()
				.filter((other) -> noLonger(other.p99Millis(), ours.p99Millis()))
				.min(Comparator.comparingDouble(Outcome::workerSeconds))
				.orElse(ours);
			double ratio = ours.workerSeconds() / peer.workerSeconds();
			logs += Math.log(ratio);
			each.append(String.format(Locale.ROOT, "%s%s %.2f (%s)", each.isEmpty() ? "" : ", ", trial.load().name(),
					ratio, peer.policy()));
		}
		double mean = Math.exp(logs / trials.size());
		return new Check(mean <= MOST_OF_PEER,
				String.format(Locale.ROOT,
						"worker-seconds beside the cheapest peer as quick, geometric mean %.2f " + "(at most %.2f): %s",
						mean, MOST_OF_PEER, each));
	}

	private static Check nearOracle(List<Trial> trials, String policy) {
		double logs = 0;
		int count = 0;
		StringBuilder each = new StringBuilder();
		for (Trial trial : trials) {
			double ratio = trial.timesOracle(trial.of(policy));
			if (!Double.isNaN(ratio)) {
				logs += Math.log(ratio);
				count++;
			}
			each.append(
					String.format(Locale.ROOT, "%s%s %.2f", each.isEmpty() ? "" : ", ", trial.load().name(), ratio));
		}
		double mean = Math.exp(logs / Math.max(1, count));
		return new Check(mean <= MOST_OF_ORACLE,
				String.format(Locale.ROOT,
						"worker-seconds beside the oracle at the same p99, geometric mean %.2f (at most %.2f): %s",
						mean, MOST_OF_ORACLE, each));
	}

	private static Check nowhereWorst(List<Trial> trials, String policy) {
		List<String> worst = new ArrayList<>();
		for (Trial trial : trials) {
			Outcome ours = trial.of(policy);
			if (trial.ofPeers().stream().noneMatch((peer) -> noLonger(ours.p99Millis(), peer.p99Millis()))) {
				worst.add(trial.load().name() + " (p99)");
			}
			if (trial.ofPeers().stream().noneMatch((peer) -> ours.workerSeconds() <= peer.workerSeconds())) {
				worst.add(trial.load().name() + " (worker-seconds)");
			}
		}
		return new Check(worst.isEmpty(), "worst on no load" + (worst.isEmpty() ? "" : ", but: " + worst));
	}

}
