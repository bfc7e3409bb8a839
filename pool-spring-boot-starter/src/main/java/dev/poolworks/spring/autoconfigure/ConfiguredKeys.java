package dev.poolworks.spring.autoconfigure;

import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The keys that the user wrote, with their values and where they are written.
 */
final class ConfiguredKeys {

	static final ConfigurationPropertyName EXECUTORS = ConfigurationPropertyName.of("pool.executors");

	static final ConfigurationPropertyName DEFAULTS = ConfigurationPropertyName.of("pool.defaults");

	private final Iterable<ConfigurationPropertySource> sources;

	ConfiguredKeys(Environment environment) {
		this.sources = ConfigurationPropertySources.get(environment);
	}

	/**
	 * All keys at or below one, but for environment variables: there, dashes and dots
	 * cannot be told apart.
	 * @param ancestor the key
	 * @return names, possibly several times
	 */
	Stream<ConfigurationPropertyName> below(ConfigurationPropertyName ancestor) {
		return StreamSupport.stream(this.sources.spliterator(), false)
			.filter((source) -> !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource))
			.filter(IterableConfigurationPropertySource.class::isInstance)
			.flatMap((source) -> ((IterableConfigurationPropertySource) source).stream())
			.filter(ancestor::isAncestorOf);
	}

	@Nullable ConfigurationProperty find(ConfigurationPropertyName name) {
		for (ConfigurationPropertySource source : this.sources) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	/**
	 * A key in words: with the file and line it is written in, where known.
	 * @param name the key
	 * @return such as
	 * {@code pool.defaults.max-size (class path resource [application.yml] - 3:15)}
	 */
	String describe(ConfigurationPropertyName name) {
		ConfigurationProperty property = find(name);
		if (property == null || property.getOrigin() == null) {
			return name.toString();
		}
		String origin = property.getOrigin().toString();
		String repeated = "\"" + name + "\" ";
		return name + " (" + (origin.startsWith(repeated) ? origin.substring(repeated.length()) : origin) + ")";
	}

	/**
	 * A value as it is written.
	 * @param name the key
	 * @param value the value as it was understood
	 * @return what is written, or the value if it is written below the key
	 */
	Object written(ConfigurationPropertyName name, Object value) {
		ConfigurationProperty property = find(name);
		return (property != null) ? property.getValue() : value;
	}

	/**
	 * The key under which a value of a pool is written: its own one, or that of the
	 * defaults if only they have it.
	 * @param pool the pool's name
	 * @param path the key below the pool's, such as {@code recycle.max-age}
	 * @return the key
	 */
	ConfigurationPropertyName ofPool(String pool, String path) {
		ConfigurationPropertyName own = executor(pool).append(path);
		ConfigurationPropertyName inherited = DEFAULTS.append(path);
		return (!isWritten(own) && isWritten(inherited)) ? inherited : own;
	}

	private boolean isWritten(ConfigurationPropertyName name) {
		return find(name) != null || below(name).findAny().isPresent();
	}

	/**
	 * The key of a pool; names with dots and other special characters are in brackets.
	 */
	static ConfigurationPropertyName executor(String pool) {
		return ConfigurationPropertyName.isValid(pool) && pool.indexOf('.') < 0 ? EXECUTORS.append(pool)
				: EXECUTORS.append("[" + pool + "]");
	}

}
