package dev.poolworks.spring.worker;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * What a worker needs to know of the application to build a context like its own. Travels
 * to the worker over the pool's connection: it may hold secrets, and never appears on a
 * command line.
 *
 * @param sources names of classes and packages, locations of XML files: what
 * {@link SpringApplication#setSources} takes
 * @param profiles the active profiles
 * @param properties property sources, the one of highest precedence first, that a worker
 * cannot read by itself: command line, those of tests
 * @param defaultProperties properties below those of the configuration files
 * @param missing what the application has and a worker will not have, in words
 */
record WorkerApplication(List<String> sources, List<String> profiles, List<Properties> properties,
		Map<String, Object> defaultProperties, List<String> missing) implements Serializable {

	/** The name of the bean that has this. */
	static final String BEAN_NAME = "dev.poolworks.spring.worker.WorkerApplication";

	private static final String DEFAULT_PROPERTIES = "defaultProperties";

	/**
	 * Property sources that a worker has of its own: it inherits the environment and
	 * reads the configuration files.
	 */
	private static final Set<String> OWN = Set.of(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
			StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, "random", "configurationProperties",
			"server.ports", "applicationInfo", "servletConfigInitParams", "servletContextInitParams",
			"spring.application.pid");

	/**
	 * Takes down what there is when the context is prepared: the property sources are
	 * complete, and no bean exists.
	 * @param application the application
	 * @param environment its environment
	 * @param hasParent whether its context has a parent context
	 * @return what a worker needs
	 */
	static WorkerApplication of(SpringApplication application, ConfigurableEnvironment environment, boolean hasParent) {
		List<String> missing = new ArrayList<>();
		List<String> sources = new ArrayList<>();
		for (Object source : application.getAllSources()) {
			String name = sourceName(source);
			if (name != null) {
				sources.add(name);
			}
			else {
				missing.add("the source " + source + ", because it is neither a class, a package nor a location");
			}
		}
		if (hasParent) {
			missing.add("the parent context");
		}
		List<Properties> properties = new ArrayList<>();
		Map<String, Object> defaults = new LinkedHashMap<>();
		boolean belowFiles = false;
		for (PropertySource<?> source : environment.getPropertySources()) {
			belowFiles = belowFiles || isFile(source);
			if (!isFile(source) && !OWN.contains(source.getName())
					&& source instanceof EnumerablePropertySource<?> enumerable) {
				Map<String, Object> values = values(enumerable, missing);
				if (belowFiles || source.getName().equals(DEFAULT_PROPERTIES)) {
					values.forEach(defaults::putIfAbsent);
				}
				else {
					properties.add(new Properties(source.getName(), values));
				}
			}
		}
		return new WorkerApplication(sources, List.of(environment.getActiveProfiles()), properties, defaults, missing);
	}

	/** Sources below the files must not come to lie above those that the worker reads. */
	private static boolean isFile(PropertySource<?> source) {
		return source.getName().startsWith("Config resource ");
	}

	/**
	 * Without the values: they may be secrets, and this may be logged.
	 */
	@Override
	public String toString() {
		return "WorkerApplication" + this.sources + this.properties;
	}

	private static @Nullable String sourceName(Object source) {
		if (source instanceof Class<?> type) {
			return type.getName();
		}
		if (source instanceof Package sourcePackage) {
			return sourcePackage.getName();
		}
		return (source instanceof CharSequence text) ? text.toString() : null;
	}

	private static Map<String, Object> values(EnumerablePropertySource<?> source, List<String> missing) {
		Map<String, Object> values = new LinkedHashMap<>();
		for (String name : source.getPropertyNames()) {
			Object value = source.getProperty(name);
			if (value instanceof String || value instanceof Number || value instanceof Boolean) {
				values.put(name, value);
			}
			else if (value instanceof CharSequence || value instanceof Enum<?>) {
				values.put(name, value.toString());
			}
			else if (value != null) {
				missing.add("the property " + name + ", because a value of " + value.getClass().getName()
						+ " does not travel");
			}
		}
		return values;
	}

	/**
	 * One property source.
	 *
	 * @param name its name
	 * @param values its values: strings, numbers and booleans
	 */
	record Properties(String name, Map<String, Object> values) implements Serializable {

		@Override
		public String toString() {
			return this.name;
		}

	}

}
