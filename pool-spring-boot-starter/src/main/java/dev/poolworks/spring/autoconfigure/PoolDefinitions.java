package dev.poolworks.spring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.poolworks.spring.autoconfigure.PoolProperties.Settings;
import dev.poolworks.spring.diagnostics.PoolConfigurationException;
import dev.poolworks.spring.task.PoolNames;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * The configured pools, checked, in the order of the configuration.
 *
 * @param all the definitions
 * @param budget memory for all process pools together; 0 for no limit, {@code null} for
 * what there is
 */
record PoolDefinitions(List<PoolDefinition> all, @Nullable DataSize budget) {

	/** Names of beans that Spring or Spring Boot itself looks up. */
	private static final Set<String> RESERVED = Set.of("applicationTaskExecutor", "taskExecutor", "taskScheduler",
			"bootstrapExecutor");

	PoolDefinitions {
		all = List.copyOf(all);
	}

	/**
	 * Reads the pools from the environment: binds, joins names that are one, merges the
	 * defaults and checks.
	 * @param environment what to read
	 * @return the definitions
	 * @throws PoolConfigurationException if something is wrong
	 */
	static PoolDefinitions read(Environment environment) {
		ConfiguredKeys keys = new ConfiguredKeys(environment);
		UnknownKeys.refuse(keys);
		PoolProperties properties = Binder.get(environment).bindOrCreate("pool", PoolProperties.class);
		SettingsCheck.checkCommon(properties, keys);
		List<PoolDefinition> definitions = new ArrayList<>();
		for (String name : names(properties.executors())) {
			refuseReserved(name);
			definitions.add(new SettingsCheck(name, properties.effective(name), keys).check());
		}
		return new PoolDefinitions(definitions, (properties.budget() != null) ? properties.budget().memory() : null);
	}

	/**
	 * One name for each pool. Several spellings of a name come from several property
	 * sources, the one of highest precedence first, and are bound to equal values; the
	 * source of lowest precedence is the one that defines the pool and knows its name (an
	 * environment variable has no way to write {@code my-pool}).
	 */
	private static List<String> names(Map<String, Settings> executors) {
		Map<String, String> names = new LinkedHashMap<>();
		executors.keySet().forEach((name) -> names.put(PoolNames.uniform(name), name));
		return List.copyOf(names.values());
	}

	private static void refuseReserved(String name) {
		if (RESERVED.contains(name)) {
			throw new PoolConfigurationException(
					"The pool name '" + name + "' (pool.executors." + name
							+ ") is reserved: Spring looks up a bean of this name.",
					"Give the pool another name. To replace Spring Boot's own executor, define a bean named '" + name
							+ "' in your configuration.");
		}
	}

}
