package dev.poolworks.spring.diagnostics;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Finds the name somebody probably meant. Stateless.
 */
public final class DidYouMean {

	private DidYouMean() {
	}

	/**
	 * The known name that resembles the given one most.
	 * @param name what was written
	 * @param known what could have been meant
	 * @return one of the known names, or {@code null} if none differs in less than half
	 * of its letters
	 */
	public static @Nullable String closest(String name, Collection<String> known) {
		return known.stream()
			.filter((candidate) -> distance(name, candidate) <= Math.max(1, candidate.length() / 2))
			.min(Comparator.comparingInt((candidate) -> distance(name, candidate)))
			.orElse(null);
	}

	/**
	 * Levenshtein's distance without regard to case, by the usual two rows.
	 */
	private static int distance(String first, String second) {
		String a = first.toLowerCase(Locale.ROOT);
		String b = second.toLowerCase(Locale.ROOT);
		int[] previous = new int[b.length() + 1];
		int[] current = new int[b.length() + 1];
		for (int j = 0; j <= b.length(); j++) {
			previous[j] = j;
		}
		for (int i = 1; i <= a.length(); i++) {
			current[0] = i;
			for (int j = 1; j <= b.length(); j++) {
				int replace = previous[j - 1] + ((a.charAt(i - 1) == b.charAt(j - 1)) ? 0 : 1);
				current[j] = Math.min(replace, Math.min(previous[j], current[j - 1]) + 1);
			}
			int[] swap = previous;
			previous = current;
			current = swap;
		}
		return previous[b.length()];
	}

}
