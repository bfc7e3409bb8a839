package dev.poolworks.benchmarks.elasticity;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param words the command line
 */
record Arguments(List<String> words) {

	private static final List<String> WITH_VALUE = List.of("--load", "--policy", "--seed", "--cores", "--start",
			"--plots");

	Arguments {
		for (int i = 0; i < words.size(); i++) {
			if (WITH_VALUE.contains(words.get(i)) && i + 1 < words.size()) {
				i++;
			}
			else if (!words.get(i).equals("--busy-tasks")) {
				throw new IllegalArgumentException("not an option, or without its value: " + words.get(i));
			}
		}
	}

	boolean wantsLoad(String name) {
		return fits("--load", name);
	}

	boolean wantsPolicy(String name) {
		return fits("--policy", name);
	}

	long seed() {
		return Long.parseLong(text("--seed", "1"));
	}

	Machine machine() {
		long start = (long) (Double.parseDouble(text("--start", "800")) * Timeline.MILLI);
		return new Machine(Integer.parseInt(text("--cores", "8")), start, Machine.DEFAULT.startNoise(),
				this.words.contains("--busy-tasks"));
	}

	@Nullable Path plots() {
		String directory = value("--plots");
		return (directory != null) ? Path.of(directory) : null;
	}

	private boolean fits(String option, String name) {
		return name.toLowerCase(Locale.ROOT).contains(text(option, "").toLowerCase(Locale.ROOT));
	}

	private String text(String option, String otherwise) {
		String value = value(option);
		return (value != null) ? value : otherwise;
	}

	private @Nullable String value(String option) {
		int index = this.words.indexOf(option);
		return (index >= 0) ? this.words.get(index + 1) : null;
	}

}
