package dev.poolworks.spring.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.poolworks.PoolSnapshot;
import dev.poolworks.PoolState;
import dev.poolworks.TaskPool;
import dev.poolworks.WorkerCounts;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The health of one pool, from one snapshot: no I/O, no waiting. Thread-safe.
 * <ul>
 * <li>DOWN: no worker can be started at present, {@code reason} says why;</li>
 * <li>OUT_OF_SERVICE: suspended or shut down;</li>
 * <li>UP: everything else. A pool that is saturated or has stuck workers does what it was
 * made for, so that both are details only.</li>
 * </ul>
 */
final class PoolHealthIndicator extends AbstractHealthIndicator {

	private final TaskPool pool;

	PoolHealthIndicator(TaskPool pool) {
		super("Health of pool '" + pool.name() + "' cannot be told");
		this.pool = pool;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		PoolSnapshot snapshot = this.pool.snapshot();
		if (snapshot.brokenReason() != null && snapshot.state() != PoolState.TERMINATED) {
			builder.down().withDetail("reason", snapshot.brokenReason());
		}
		else if (snapshot.state() != PoolState.RUNNING) {
			builder.outOfService().withDetail("reason", "pool is in state " + snapshot.state());
		}
		else if (snapshot.suspended()) {
			builder.outOfService().withDetail("reason", "pool is suspended");
		}
		else {
			builder.up();
		}
		builder.withDetail("type", snapshot.type())
			.withDetail("workers", workers(snapshot.workers()))
			.withDetail("stuck", snapshot.workers().stuck())
			.withDetail("queued", snapshot.tasks().queued())
			.withDetail("queueCapacity", snapshot.queueCapacity())
			.withDetail("saturated", snapshot.isSaturated());
	}

	private static Map<String, Integer> workers(WorkerCounts counts) {
		Map<String, Integer> workers = new LinkedHashMap<>();
		workers.put("starting", counts.starting());
		workers.put("idle", counts.idle());
		workers.put("busy", counts.busy());
		workers.put("stopping", counts.stopping());
		return workers;
	}

}
