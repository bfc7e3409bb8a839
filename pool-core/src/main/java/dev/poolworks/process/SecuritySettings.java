package dev.poolworks.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Properties of {@link Security}, such as {@code networkaddress.cache.ttl}, that a
 * program has set. A JVM does not tell their names; known are those that its file of
 * security properties mentions, as settings or in comments, and those of the file that
 * {@code java.security.properties} names. Immutable.
 */
final class SecuritySettings {

	private static final Logger logger = LoggerFactory.getLogger(SecuritySettings.class);

	private static final Pattern MENTIONED = Pattern.compile("^#?([A-Za-z][A-Za-z0-9._-]*)=.*", Pattern.MULTILINE);

	/** What the files say; empty for what they only mention. */
	private final Map<String, String> files = new TreeMap<>();

	private SecuritySettings(Path file, String further) {
		try {
			String text = Files.readString(file, StandardCharsets.ISO_8859_1);
			Matcher mentioned = MENTIONED.matcher(text);
			while (mentioned.find()) {
				this.files.put(mentioned.group(1), "");
			}
			try (InputStream in = Files.newInputStream(file)) {
				add(in);
			}
			if (!further.isEmpty()) {
				try (InputStream in = open(further)) {
					add(in);
				}
			}
		}
		catch (IOException ex) {
			logger.debug("a file of security properties cannot be read: settings are not passed to workers", ex);
		}
	}

	/**
	 * What was set since this JVM has read the files.
	 * @return name and value
	 */
	static Map<String, String> changed() {
		Map<String, String> changed = new TreeMap<>();
		OfThisJvm.settings.files.forEach((name, before) -> {
			String value = Security.getProperty(name);
			if (value != null && !value.equals(before)) {
				changed.put(name, value);
			}
		});
		return changed;
	}

	private void add(InputStream in) throws IOException {
		Properties properties = new Properties();
		properties.load(in);
		for (String name : properties.stringPropertyNames()) {
			this.files.put(name, properties.getProperty(name).trim());
		}
	}

	private static InputStream open(String fileOrUrl) throws IOException {
		String location = fileOrUrl.startsWith("=") ? fileOrUrl.substring(1) : fileOrUrl;
		try {
			return new URL(location).openStream();
		}
		catch (MalformedURLException ex) {
			return Files.newInputStream(Path.of(location));
		}
	}

	/** Read when it is first asked for. */
	private static final class OfThisJvm {

		static final SecuritySettings settings = new SecuritySettings(
				Path.of(System.getProperty("java.home"), "conf", "security", "java.security"),
				System.getProperty("java.security.properties", ""));

	}

}
