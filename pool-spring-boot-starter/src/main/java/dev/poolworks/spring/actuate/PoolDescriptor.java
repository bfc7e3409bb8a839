package dev.poolworks.spring.actuate;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All that the endpoint tells of one pool.
 *
 * @param name its name
 * @param configuration the effective configuration, in the words of the YAML file, or
 * {@code null} for a pool that was not configured there
 * @param budget what the workers of all process pools share; {@code null} for no limit
 * and for a pool of threads
 * @param snapshot what the pool is and does
 * @param workers the workers alive, in the order of their start
 * @param events the last events, the oldest first
 */
public record PoolDescriptor(String name, @Nullable Map<String, @Nullable Object> configuration,
		@Nullable BudgetSummary budget, PoolSummary snapshot, List<WorkerDescriptor> workers,
		List<EventDescriptor> events) implements OperationResponseBody {

}
