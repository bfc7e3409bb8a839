package dev.poolworks.benchmarks.elasticity;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A command line of options, most of them with a value.
 *
 * @param words the command line
 * @param withValue options that a value follows
 * @param flags options without one
 */
record Options(List<String> words, List<String> withValue, List<String> flags) {

	Options {
		for (int i = 0; i < words.size(); i++) {
			if (withValue.contains(words.get(i)) && i + 1 < words.size()) {
				i++;
			}
			else if (!flags.contains(words.get(i))) {
				throw new IllegalArgumentException("not an option, or without its value: " + words.get(i));
			}
		}
	}

	long seed() {
		return Long.parseLong(text("--seed", "1"));
	}

	@Nullable Path plots() {
		String directory = value("--plots");
		return (directory != null) ? Path.of(directory) : null;
	}

	boolean has(String flag) {
		return this.words.contains(flag);
	}

	/**
	 * Whether an option asks for something, as all do that are not given.
	 * @param option its value is a part of a name
	 * @param name the name
	 * @return whether the name has that part
	 */
	boolean wants(String option, String name) {
		return name.toLowerCase(Locale.ROOT).contains(text(option, "").toLowerCase(Locale.ROOT));
	}

	String text(String option, String otherwise) {
		String value = value(option);
		return (value != null) ? value : otherwise;
	}

	private @Nullable String value(String option) {
		int index = this.words.indexOf(option);
		return (index >= 0) ? this.words.get(index + 1) : null;
	}

}
