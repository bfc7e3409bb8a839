package dev.poolworks.benchmarks.elasticity;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What was asked of a real pool.
 *
 * @param options the command line
 */
record RealArguments(Options options) {

	private static final List<String> WITH_VALUE = List.of("--seconds", "--seed", "--load", "--policy",
			"--idle-timeout", "--start-work", "--plots");

	RealArguments(List<String> words) {
		this(new Options(words, WITH_VALUE, List.of()));
	}

	double seconds() {
		return Double.parseDouble(this.options.text("--seconds", "120"));
	}

	long seed() {
		return this.options.seed();
	}

	boolean wantsLoad(String name) {
		return this.options.wants("--load", name);
	}

	RealPolicy policy() {
		return RealPolicy.of(this.options.text("--policy", "adaptive"));
	}

	Duration idleTimeout() {
		return Duration.ofMillis((long) (Double.parseDouble(this.options.text("--idle-timeout", "60")) * 1000));
	}

	StartWork startWork() {
		return new StartWork((long) (Double.parseDouble(this.options.text("--start-work", "500")) * Timeline.MILLI));
	}

	@Nullable Path plots() {
		return this.options.plots();
	}

}
