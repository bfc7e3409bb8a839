package dev.poolworks.spring.actuate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.poolworks.PoolEvent;
import dev.poolworks.PoolListener;
import dev.poolworks.TaskPool;
import dev.poolworks.spring.PoolRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The metrics of all pools. It has two sides that meet late on purpose: the pools take it
 * as a listener when they are made, Spring Boot binds it to the registry when all
 * singletons are there. Neither has to exist for the other to be made. Events that come
 * before the binding are not recorded. Thread-safe.
 */
public final class PoolMetrics implements PoolListener, MeterBinder {

	private final Supplier<PoolRegistry> pools;

	private final Set<MeterRegistry> bound = ConcurrentHashMap.newKeySet();

	private final Map<String, PoolReading> readings = new ConcurrentHashMap<>();

	/** By pool, one for each registry: mostly one, since Spring Boot binds composites. */
	private final Map<String, List<PoolMeters>> meters = new ConcurrentHashMap<>();

	/**
	 * Makes the metrics; nothing is looked up yet.
	 * @param pools gives the pools, asked for when a registry is bound
	 */
	public PoolMetrics(Supplier<PoolRegistry> pools) {
		this.pools = pools;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		if (this.bound.add(registry)) {
			this.pools.get().pools().forEach((pool) -> bind(registry, pool));
		}
	}

	private void bind(MeterRegistry registry, TaskPool pool) {
		String name = pool.name();
		PoolReading reading = this.readings.computeIfAbsent(name, (key) -> new PoolReading(pool, System::nanoTime));
		ExecutorMeters.register(registry, name, reading);
		this.meters.merge(name, List.of(new PoolMeters(registry, pool, reading)),
				(some, more) -> Stream.concat(some.stream(), more.stream()).toList());
	}

	@Override
	public void onEvent(TaskPool pool, PoolEvent event) {
		for (PoolMeters each : this.meters.getOrDefault(pool.name(), List.of())) {
			if (event instanceof PoolEvent.TaskEnded ended) {
				each.record(ended);
			}
			else if (event instanceof PoolEvent.WorkerReady ready) {
				each.record(ready);
			}
			else if (event instanceof PoolEvent.WorkerExited exited) {
				each.record(exited);
			}
			else if (event instanceof PoolEvent.Scaled scaled) {
				each.record(scaled);
			}
		}
	}

}
