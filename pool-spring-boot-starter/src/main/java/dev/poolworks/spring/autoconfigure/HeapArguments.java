package dev.poolworks.spring.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads the largest heap out of the arguments of a JVM. Stateless.
 */
final class HeapArguments {

	private static final Pattern BYTES = Pattern.compile("(?:-Xmx|-XX:MaxHeapSize=)(\\d{1,18})([kKmMgGtT]?)");

	private static final Pattern PERCENTAGE = Pattern.compile("-XX:MaxRAMPercentage=(\\d{1,3}(?:\\.\\d+)?)");

	private static final String UNITS = "kmgt";

	private HeapArguments() {
	}

	/**
	 * The heap that is said in bytes, which wins over everything else.
	 * @param arguments of a JVM
	 * @return bytes, of the last that says so, or {@code null}
	 */
	static @Nullable Long bytes(List<String> arguments) {
		Long bytes = null;
		for (String argument : arguments) {
			Matcher matcher = BYTES.matcher(argument);
			if (matcher.matches()) {
				int unit = UNITS.indexOf(matcher.group(2).toLowerCase(Locale.ROOT));
				int shift = matcher.group(2).isEmpty() ? 0 : 10 * (unit + 1);
				bytes = Long.parseLong(matcher.group(1)) << shift;
			}
		}
		return bytes;
	}

	/**
	 * The heap that is said as a share of the memory, which holds if it is not said in
	 * bytes.
	 * @param arguments of a JVM
	 * @param memory what the share is of, in bytes
	 * @return bytes, of the last that says so, or {@code null}
	 */
	static @Nullable Long share(List<String> arguments, long memory) {
		Long bytes = null;
		for (String argument : arguments) {
			Matcher matcher = PERCENTAGE.matcher(argument);
			if (matcher.matches()) {
				bytes = (long) (memory * Double.parseDouble(matcher.group(1)) / 100);
			}
		}
		return bytes;
	}

}
