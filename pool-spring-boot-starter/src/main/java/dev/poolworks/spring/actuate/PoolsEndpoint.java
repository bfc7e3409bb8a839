package dev.poolworks.spring.actuate;

import java.util.Map;
import java.util.TreeMap;

import dev.poolworks.TaskPool;
import dev.poolworks.spring.PoolRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * The endpoint {@code pools}: what every pool is and does, and all that is known of a
 * single one. Read-only. Thread-safe.
 */
@Endpoint(id = "pools", defaultAccess = Access.READ_ONLY)
public final class PoolsEndpoint {

	private final PoolRegistry pools;

	private final PoolConfigurationView configuration;

	private final PoolEventLog events;

	private final Show showValues;

	/**
	 * Makes the endpoint.
	 * @param pools the pools
	 * @param configuration gives the effective configuration
	 * @param events the events of the pools
	 * @param showValues when values of the configuration that may be secret are shown
	 */
	public PoolsEndpoint(PoolRegistry pools, PoolConfigurationView configuration, PoolEventLog events,
			Show showValues) {
		this.pools = pools;
		this.configuration = configuration;
		this.events = events;
		this.showValues = showValues;
	}

	/**
	 * All pools, by name.
	 * @return type, state, sizes and counts
	 */
	@ReadOperation
	public PoolsDescriptor pools() {
		Map<String, PoolSummary> summaries = new TreeMap<>();
		for (TaskPool pool : this.pools.pools()) {
			summaries.put(pool.name(), PoolSummary.of(pool.snapshot()));
		}
		return new PoolsDescriptor(summaries);
	}

	/**
	 * One pool.
	 * @param name its name
	 * @return its configuration, snapshot, workers and events; {@code null} if there is
	 * no such pool
	 */
	@ReadOperation
	public @Nullable PoolDescriptor pool(@Selector String name) {
		return pool(name, this.showValues.isShown(true));
	}

	@Nullable PoolDescriptor pool(String name, boolean showUnsanitized) {
		return this.pools.find(name).map((pool) -> describe(pool, showUnsanitized)).orElse(null);
	}

	private PoolDescriptor describe(TaskPool pool, boolean showUnsanitized) {
		return new PoolDescriptor(pool.name(), this.configuration.of(pool.name(), showUnsanitized),
				PoolSummary.of(pool.snapshot()), pool.workers().stream().map(WorkerDescriptor::of).toList(),
				this.events.events(pool.name()).stream().map(EventDescriptor::of).toList());
	}

	/**
	 * The answer to {@link #pools()}.
	 *
	 * @param pools the pools by name
	 */
	public record PoolsDescriptor(Map<String, PoolSummary> pools) implements OperationResponseBody {

	}

}
