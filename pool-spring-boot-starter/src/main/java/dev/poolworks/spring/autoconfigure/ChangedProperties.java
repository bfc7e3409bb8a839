package dev.poolworks.spring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.poolworks.TaskPool;
import dev.poolworks.spring.PoolRegistry;
import dev.poolworks.spring.autoconfigure.PoolProperties.Settings;
import dev.poolworks.spring.task.PoolNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Follows the properties of an application whose environment changes while it runs:
 * {@code min-size} and {@code max-size} are applied, everything else waits for a restart.
 * All or nothing: as long as anything in the new configuration is wrong, all pools stay
 * as they are.
 * <p>
 * Such environments are those of Spring Cloud, which says so with an event. It is known
 * by its name, because only its arrival matters: what has changed is seen by comparison,
 * however the key is written and whether a pool has it of its own or from
 * {@code pool.defaults}. A size that somebody has set by hand since then is kept until
 * the properties say something else than before.
 */
final class ChangedProperties implements SmartApplicationListener {

	/** The event's class, which exists with Spring Cloud only. */
	static final String EVENT = "org.springframework.cloud.context.environment.EnvironmentChangeEvent";

	private static final Logger logger = LoggerFactory.getLogger(ChangedProperties.class);

	private static final List<String> LIVE = List.of("min-size", "max-size");

	private final Environment environment;

	private final PoolRegistry pools;

	private final ProcessBudget budget;

	private final EffectiveSettings effective;

	/** What the pools were made with, with the sizes applied since. */
	private PoolDefinitions running;

	/** What the log has been told already. */
	private List<String> told = List.of();

	ChangedProperties(Environment environment, PoolRegistry pools, ProcessBudget budget, EffectiveSettings effective,
			PoolDefinitions running) {
		this.environment = environment;
		this.pools = pools;
		this.budget = budget;
		this.effective = effective;
		this.running = running;
	}

	@Override
	public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
		return type.getName().equals(EVENT);
	}

	@Override
	public synchronized void onApplicationEvent(ApplicationEvent event) {
		PoolDefinitions changed;
		Map<String, Settings> sized;
		try {
			changed = PoolDefinitions.read(this.environment);
			sized = this.budget.apply(changed);
		}
		catch (RuntimeException ex) {
			logger.error("the changed properties are wrong: {} All pools stay as they are. Correct the value and"
					+ " refresh again.", describe(ex));
			return;
		}
		List<String> restart = new ArrayList<>();
		if (!Objects.equals(this.running.budget(), changed.budget())) {
			restart.add("pool.budget.memory");
		}
		this.running = new PoolDefinitions(follow(changed, sized, restart), this.running.budget());
		if (!restart.isEmpty() && !restart.equals(this.told)) {
			logger.warn("changed properties that hold after a restart only: {}", String.join(", ", restart));
		}
		this.told = restart;
	}

	private List<PoolDefinition> follow(PoolDefinitions changed, Map<String, Settings> sized, List<String> restart) {
		Map<String, PoolDefinition> byName = new LinkedHashMap<>();
		changed.all().forEach((definition) -> byName.put(PoolNames.uniform(definition.name()), definition));
		List<PoolDefinition> followed = new ArrayList<>();
		for (PoolDefinition before : this.running.all()) {
			PoolDefinition after = byName.remove(PoolNames.uniform(before.name()));
			if (after == null) {
				restart.add(ConfiguredKeys.executor(before.name()).toString());
				followed.add(before);
			}
			else {
				followed.add(follow(before, after, Objects.requireNonNull(sized.get(after.name())), restart));
			}
		}
		byName.values().forEach((added) -> restart.add(ConfiguredKeys.executor(added.name()).toString()));
		return followed;
	}

	private PoolDefinition follow(PoolDefinition before, PoolDefinition after, Settings sized, List<String> restart) {
		List<String> different = SettingsDifference.between(before.settings(), after.settings());
		different.stream()
			.filter((path) -> !LIVE.contains(path))
			.forEach((path) -> restart.add(ConfiguredKeys.executor(before.name()) + "." + path));
		if (different.stream().noneMatch(LIVE::contains)) {
			return before;
		}
		int minSize = Objects.requireNonNullElse(sized.minSize(), 0);
		int maxSize = PoolFactory.maxSize(sized);
		this.effective.resized(before.name(), minSize, maxSize);
		TaskPool pool = this.pools.get(before.name());
		pool.resize(minSize, maxSize);
		logger.info("pool '{}': changed properties: min-size is {}, max-size is {}", before.name(), minSize, maxSize);
		Settings settings = before.settings().withSizes(after.settings().minSize(), after.settings().maxSize());
		return new PoolDefinition(before.name(), before.type(), settings);
	}

	/** The message, and that of the cause, which has the value if it cannot be bound. */
	private static String describe(RuntimeException ex) {
		Throwable root = ex;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return (root == ex) ? String.valueOf(ex.getMessage()) : ex.getMessage() + ": " + root.getMessage() + ".";
	}

}
