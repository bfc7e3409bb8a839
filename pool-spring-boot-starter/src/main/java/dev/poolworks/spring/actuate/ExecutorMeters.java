package dev.poolworks.spring.actuate;

import java.util.function.ToDoubleFunction;

import dev.poolworks.PoolSnapshot;
import dev.poolworks.TaskCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;

/**
 * The meters every Java executor has: names, units and the one tag {@code name} are those
 * Micrometer gives a {@link java.util.concurrent.ThreadPoolExecutor}, so that a dashboard
 * made for thread pools shows these pools too. A worker process counts as a thread there.
 */
final class ExecutorMeters {

	private final MeterRegistry registry;

	private final PoolReading reading;

	private final Tags tags;

	private ExecutorMeters(MeterRegistry registry, String pool, PoolReading reading) {
		this.registry = registry;
		this.reading = reading;
		this.tags = Tags.of("name", pool);
	}

	/**
	 * Registers the meters of a pool.
	 * @param registry where
	 * @param pool the pool's name
	 * @param reading the figures; referenced weakly, the caller has to keep it
	 */
	static void register(MeterRegistry registry, String pool, PoolReading reading) {
		ExecutorMeters meters = new ExecutorMeters(registry, pool, reading);
		meters.completed();
		meters.gauge("executor.active", BaseUnits.THREADS, "Workers that have a task",
				(snapshot) -> snapshot.workers().busy());
		meters.gauge("executor.queued", BaseUnits.TASKS, "Tasks that wait for a worker",
				(snapshot) -> snapshot.tasks().queued());
		meters.gauge("executor.queue.remaining", BaseUnits.TASKS, "Tasks the queue has room for",
				(snapshot) -> Math.max(0, snapshot.queueCapacity() - snapshot.tasks().queued()));
		meters.gauge("executor.pool.size", BaseUnits.THREADS, "Workers that exist",
				(snapshot) -> snapshot.workers().alive());
		meters.gauge("executor.pool.core", BaseUnits.THREADS, "Workers kept also without work", PoolSnapshot::minSize);
		meters.gauge("executor.pool.max", BaseUnits.THREADS, "Workers at most", PoolSnapshot::maxSize);
	}

	private void completed() {
		FunctionCounter.builder("executor.completed", this.reading, (read) -> completed(read.snapshot().tasks()))
			.tags(this.tags)
			.baseUnit(BaseUnits.TASKS)
			.description("Tasks that left the pool through a worker or were cancelled")
			.register(this.registry);
	}

	// A ThreadPoolExecutor counts neither what it dropped nor what it never accepted.
	private static double completed(TaskCounts tasks) {
		return tasks.completed() - tasks.discarded();
	}

	private void gauge(String name, String unit, String description, ToDoubleFunction<PoolSnapshot> value) {
		Gauge.builder(name, this.reading, (read) -> value.applyAsDouble(read.snapshot()))
			.tags(this.tags)
			.baseUnit(unit)
			.description(description)
			.register(this.registry);
	}

}
