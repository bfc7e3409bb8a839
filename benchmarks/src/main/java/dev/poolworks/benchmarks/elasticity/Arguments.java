package dev.poolworks.benchmarks.elasticity;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param options the command line
 */
record Arguments(Options options) {

	private static final List<String> WITH_VALUE = List.of("--load", "--policy", "--seed", "--seeds", "--cores",
			"--start", "--plots");

	private static final String BUSY_TASKS = "--busy-tasks";

	Arguments(List<String> words) {
		this(new Options(words, WITH_VALUE, List.of(BUSY_TASKS)));
	}

	boolean wantsLoad(String name) {
		return this.options.wants("--load", name);
	}

	boolean wantsPolicy(String name) {
		return this.options.wants("--policy", name);
	}

	long seed() {
		return this.options.seed();
	}

	/**
	 * Several runs, of which only means are of interest.
	 * @return how many; 1: a run of which all is told
	 */
	int seeds() {
		return Integer.parseInt(this.options.text("--seeds", "1"));
	}

	Machine machine() {
		long start = (long) (Double.parseDouble(this.options.text("--start", "800")) * Timeline.MILLI);
		return new Machine(Integer.parseInt(this.options.text("--cores", "8")), start, Machine.DEFAULT.startNoise(),
				this.options.has(BUSY_TASKS));
	}

	@Nullable Path plots() {
		return this.options.plots();
	}

}
