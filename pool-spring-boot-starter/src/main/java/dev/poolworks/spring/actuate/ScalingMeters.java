package dev.poolworks.spring.actuate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.poolworks.PoolEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * Counts the decisions of a pool on the number of its workers, by direction and reason.
 * Thread-safe.
 */
final class ScalingMeters {

	private static final String GROW = "grow";

	private static final String SHRINK = "shrink";

	private static final String HELD = "held";

	private static final String OTHER = "other";

	/** The causes of {@link PoolEvent.Scaled}, a closed list: they are a tag. */
	private static final Map<String, List<String>> CAUSES = Map.of(GROW,
			List.of("min-size", "queued", "backlog", "queue-age", "spare", "fixed", "probe", "policy", OTHER), SHRINK,
			List.of("idle", "surplus", "silence", "resized", "budget", "policy", OTHER), HELD,
			List.of("max-size", "budget", OTHER));

	/** By direction and cause, with a space between. */
	private final Map<String, Counter> counters = new HashMap<>();

	ScalingMeters(MeterRegistry registry, Tags tags) {
		CAUSES.forEach((direction,
				causes) -> causes.forEach((cause) -> this.counters.put(direction + " " + cause,
						Counter.builder("pool.scaling")
							.tags(tags.and("direction", direction, "reason", cause))
							.baseUnit("decisions")
							.description("Decisions on the number of workers, by direction and reason")
							.register(registry))));
	}

	void record(PoolEvent.Scaled event) {
		String direction = direction(event);
		Counter counter = this.counters.getOrDefault(direction + " " + event.cause(),
				this.counters.get(direction + " " + OTHER));
		if (counter != null) {
			counter.increment();
		}
	}

	private static String direction(PoolEvent.Scaled event) {
		if (event.isHeld()) {
			return HELD;
		}
		return (event.to() > event.from()) ? GROW : SHRINK;
	}

}
