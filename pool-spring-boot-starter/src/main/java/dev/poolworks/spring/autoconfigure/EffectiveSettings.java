package dev.poolworks.spring.autoconfigure;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import dev.poolworks.spring.autoconfigure.PoolProperties.Settings;
import dev.poolworks.spring.task.PoolNames;
import org.jspecify.annotations.Nullable;

/**
 * The values that hold for each pool at present: what is configured, what follows from
 * the memory budget, and what was changed since the start. Thread-safe.
 */
final class EffectiveSettings {

	/** By uniform name. */
	private final Map<String, Settings> settings = new ConcurrentHashMap<>();

	EffectiveSettings(Map<String, Settings> settings) {
		settings.forEach((name, values) -> this.settings.put(PoolNames.uniform(name), values));
	}

	@Nullable Settings find(String pool) {
		return this.settings.get(PoolNames.uniform(pool));
	}

	Settings get(String pool) {
		return Objects.requireNonNull(find(pool), () -> "no settings for pool " + pool);
	}

	void resized(String pool, int minSize, int maxSize) {
		this.settings.computeIfPresent(PoolNames.uniform(pool),
				(name, values) -> SettingsMerge.merge(values, Settings.ofSizes(minSize, maxSize, null)));
	}

}
