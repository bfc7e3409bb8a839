package dev.poolworks.spring.actuate;

import java.util.Map;
import java.util.TreeMap;

import dev.poolworks.PoolType;
import dev.poolworks.TaskPool;
import dev.poolworks.process.MemoryBudget;
import dev.poolworks.spring.PoolRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The endpoint {@code pools}: what every pool is and does, all that is known of a single
 * one, and what can be done to it. Without {@code management.endpoint.pools.access} it
 * can only be read. Thread-safe.
 */
@Endpoint(id = "pools", defaultAccess = Access.READ_ONLY)
public final class PoolsEndpoint {

	private final PoolRegistry pools;

	private final PoolConfigurationView configuration;

	private final PoolEventLog events;

	private final Show showValues;

	private final @Nullable MemoryBudget budget;

	/**
	 * Makes the endpoint.
	 * @param pools the pools
	 * @param configuration gives the effective configuration
	 * @param events the events of the pools
	 * @param showValues when values of the configuration that may be secret are shown
	 * @param budget what the workers of all process pools share, or {@code null}
	 */
	public PoolsEndpoint(PoolRegistry pools, PoolConfigurationView configuration, PoolEventLog events, Show showValues,
			@Nullable MemoryBudget budget) {
		this.pools = pools;
		this.configuration = configuration;
		this.events = events;
		this.showValues = showValues;
		this.budget = budget;
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
		return new PoolsDescriptor(summaries, BudgetSummary.of(this.budget));
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

	/**
	 * Changes a pool. Tasks that run are not disturbed.
	 * @param name its name
	 * @param action {@code resize}, {@code suspend} or {@code resume}
	 * @param minSize for {@code resize}: workers kept also without work; {@code null}: as
	 * it is
	 * @param maxSize for {@code resize}: workers at most; {@code null}: as it is
	 * @return what the pool is and does afterwards; {@code null} if there is no such pool
	 */
	@WriteOperation
	public @Nullable PoolChange change(@Selector String name, @Selector String action, @Nullable Integer minSize,
			@Nullable Integer maxSize) {
		return change(name, action, new PoolChanges.Sizes(minSize, maxSize));
	}

	@Nullable PoolChange change(String name, String action, PoolChanges.Sizes sizes) {
		return this.pools.find(name).map((pool) -> PoolChanges.apply(pool, action, sizes)).orElse(null);
	}

	@Nullable PoolDescriptor pool(String name, boolean showUnsanitized) {
		return this.pools.find(name).map((pool) -> describe(pool, showUnsanitized)).orElse(null);
	}

	private PoolDescriptor describe(TaskPool pool, boolean showUnsanitized) {
		BudgetSummary budget = (pool.type() == PoolType.PROCESS) ? BudgetSummary.of(this.budget) : null;
		return new PoolDescriptor(pool.name(), this.configuration.of(pool.name(), showUnsanitized), budget,
				PoolSummary.of(pool.snapshot()), pool.workers().stream().map(WorkerDescriptor::of).toList(),
				this.events.events(pool.name()).stream().map(EventDescriptor::of).toList());
	}

	/**
	 * The answer to {@link #pools()}.
	 *
	 * @param pools the pools by name
	 * @param budget what the workers of all process pools share, or {@code null} for no
	 * limit
	 */
	public record PoolsDescriptor(Map<String, PoolSummary> pools,
			@Nullable BudgetSummary budget) implements OperationResponseBody {

	}

}
