package dev.poolworks.process;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The system properties of this JVM that its workers have as well. They go over the
 * connection when a worker starts, with the values that they have then.
 */
final class ApplicationProperties {

	/** Those that a JVM sets itself, or that are about this JVM alone. */
	private static final List<String> OWN_PREFIXES = List.of("java.class.", "java.runtime.", "java.specification.",
			"java.vendor", "java.version", "java.vm.", "jdk.module.", "sun.arch.", "sun.boot.", "sun.cpu.", "sun.io.",
			"sun.java.", "sun.jnu.", "sun.management.", "sun.os.", "sun.stderr.", "sun.stdout.", "stdout.", "stderr.",
			"stdin.", "com.sun.management.", "surefire.", "loader.", "jacoco-");

	private static final Set<String> OWN = Set.of("java.home", "java.io.tmpdir", "java.library.path",
			"java.system.class.loader", "java.awt.headless", "java.awt.graphicsenv", "java.awt.printerjob",
			"awt.toolkit", "jdk.debug", "os.name", "os.arch", "os.version", "user.dir", "file.encoding",
			"file.separator", "path.separator", "native.encoding", "spring.devtools.restart.enabled", "basedir",
			"localRepository");

	private ApplicationProperties() {
	}

	/**
	 * The properties as they are now.
	 * @return name and value
	 */
	static Map<String, String> now() {
		Map<String, String> properties = new TreeMap<>();
		for (String name : System.getProperties().stringPropertyNames()) {
			String value = System.getProperty(name);
			if (value != null && !OWN.contains(name) && !JvmDefaults.isAbout(name)
					&& OWN_PREFIXES.stream().noneMatch(name::startsWith)) {
				properties.put(name, value);
			}
		}
		return properties;
	}

}
