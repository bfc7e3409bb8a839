package dev.poolworks.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Default zone and locale of this JVM as arguments for another, whether they were set by
 * an option, by the environment or by a program.
 */
final class JvmDefaults {

	private static final Pattern PROPERTIES = Pattern
		.compile("user\\.timezone|user\\.(language|script|country|region|variant|extensions)(\\.(display|format))?");

	private JvmDefaults() {
	}

	/**
	 * Whether a system property is about them.
	 * @param property its name
	 * @return whether its value is none that a worker needs beside the defaults
	 */
	static boolean isAbout(String property) {
		return PROPERTIES.matcher(property).matches();
	}

	/**
	 * The defaults as they are now. A zone that no identifier stands for, a program's own
	 * subclass for example, is left out.
	 * @return arguments for {@code java}
	 */
	static List<String> now() {
		List<String> arguments = new ArrayList<>();
		TimeZone zone = TimeZone.getDefault();
		if (TimeZone.getTimeZone(zone.getID()).hasSameRules(zone)) {
			arguments.add("-Duser.timezone=" + zone.getID());
		}
		Locale locale = Locale.getDefault();
		addLocale(arguments, locale, "");
		for (Locale.Category category : Locale.Category.values()) {
			if (!Locale.getDefault(category).equals(locale)) {
				addLocale(arguments, Locale.getDefault(category), "." + category.name().toLowerCase(Locale.ROOT));
			}
		}
		return arguments;
	}

	/** What is empty is said as well: else a JVM takes it from the environment. */
	private static void addLocale(List<String> arguments, Locale locale, String category) {
		arguments.add("-Duser.language" + category + "=" + locale.getLanguage());
		arguments.add("-Duser.script" + category + "=" + locale.getScript());
		arguments.add("-Duser.country" + category + "=" + locale.getCountry());
		arguments.add("-Duser.variant" + category + "=" + locale.getVariant());
		if (locale.hasExtensions()) {
			arguments.add("-Duser.extensions" + category + "="
					+ locale.getExtensionKeys()
						.stream()
						.map((key) -> key + "-" + locale.getExtension(key))
						.collect(Collectors.joining("-")));
		}
	}

}
