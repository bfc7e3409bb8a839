package dev.poolworks.spring.actuate;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import dev.poolworks.PoolEvent;
import dev.poolworks.PoolSnapshot;
import dev.poolworks.PoolType;
import dev.poolworks.TaskPool;
import dev.poolworks.TaskState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * The {@code pool.*} meters of one pool in one registry. All of them exist from the
 * start, with 0: a counter that appears only with its first event hides that event from a
 * rate. Thread-safe.
 */
final class PoolMeters {

	/** The reasons of {@link PoolEvent.WorkerExited}, a closed list: they are a tag. */
	private static final List<String> EXIT_REASONS = List.of("idle", "recycled", "timeout", "cancelled", "crashed",
			"out-of-memory", "start-failed", "resized", "budget", "unresponsive", "shutdown");

	private static final String OTHER_REASON = "other";

	private static final String WORKERS = "workers";

	private final MeterRegistry registry;

	private final PoolReading reading;

	private final Tags tags;

	private final Map<TaskState, Timer> outcomes = new EnumMap<>(TaskState.class);

	private final Map<String, Counter> exits = new HashMap<>();

	private final Counter otherExits;

	private final ScalingMeters scaling;

	private final Timer wait;

	private final Timer start;

	/**
	 * Registers the meters.
	 * @param registry where
	 * @param pool the pool
	 * @param reading its figures; referenced weakly, the caller has to keep it
	 */
	PoolMeters(MeterRegistry registry, TaskPool pool, PoolReading reading) {
		this.registry = registry;
		this.reading = reading;
		this.tags = Tags.of("pool", pool.name());
		for (TaskState state : TaskState.values()) {
			if (state.isDone() && state != TaskState.REJECTED) {
				this.outcomes.put(state, outcome(state));
			}
		}
		this.wait = timer("pool.task.wait", "Time that tasks waited for a worker", this.tags);
		this.start = timer("pool.worker.start", "Time from the start of a worker until it was ready", this.tags);
		EXIT_REASONS.forEach((reason) -> this.exits.put(reason, exit(reason)));
		this.otherExits = exit(OTHER_REASON);
		this.scaling = new ScalingMeters(registry, this.tags);
		counter("pool.rejections", BaseUnits.TASKS, "Tasks never accepted", (snapshot) -> snapshot.tasks().rejected());
		counter("pool.workers.started", WORKERS, "Workers started", (snapshot) -> snapshot.workers().started());
		workers();
		if (pool.type() == PoolType.PROCESS) {
			processes();
		}
	}

	/**
	 * Records a task that was accepted and is done.
	 * @param event its end
	 */
	void record(PoolEvent.TaskEnded event) {
		Timer timer = this.outcomes.get(event.state());
		if (timer != null) {
			timer.record(event.ranNanos(), NANOSECONDS);
			this.wait.record(event.queuedNanos(), NANOSECONDS);
		}
	}

	void record(PoolEvent.WorkerReady event) {
		this.start.record(event.took());
	}

	void record(PoolEvent.WorkerExited event) {
		this.exits.getOrDefault(event.reason(), this.otherExits).increment();
	}

	void record(PoolEvent.Scaled event) {
		this.scaling.record(event);
	}

	private Timer outcome(TaskState state) {
		String outcome = state.name().toLowerCase(Locale.ROOT).replace('_', '-');
		return timer("pool.task", "Time that tasks ran, by outcome", this.tags.and("outcome", outcome));
	}

	private Timer timer(String name, String description, Tags tags) {
		return Timer.builder(name).tags(tags).description(description).register(this.registry);
	}

	private Counter exit(String reason) {
		return Counter.builder("pool.worker.exits")
			.tags(this.tags.and("reason", reason))
			.baseUnit(WORKERS)
			.description("Workers gone, by reason")
			.register(this.registry);
	}

	private void workers() {
		workers("starting", (snapshot) -> snapshot.workers().starting());
		workers("idle", (snapshot) -> snapshot.workers().idle());
		workers("busy", (snapshot) -> snapshot.workers().busy());
		workers("stopping", (snapshot) -> snapshot.workers().stopping());
		// Not a state: a stuck worker is a busy one, and the states must add up.
		gauge("pool.workers.stuck", WORKERS, "Busy workers whose task should have stopped and has not", this.tags,
				(snapshot) -> snapshot.workers().stuck());
	}

	private void workers(String state, ToDoubleFunction<PoolSnapshot> value) {
		gauge("pool.workers", WORKERS, "Workers that exist, by state", this.tags.and("state", state), value);
	}

	private void processes() {
		gauge("pool.queue.bytes", BaseUnits.BYTES, "Encoded size of the tasks that wait", this.tags,
				PoolSnapshot::queuedBytes);
		Gauge.builder("pool.worker.rss", this.reading, PoolReading::rssBytes)
			.tags(this.tags)
			.baseUnit(BaseUnits.BYTES)
			.description("Resident memory of all worker processes")
			.register(this.registry);
	}

	private void gauge(String name, String unit, String description, Tags tags, ToDoubleFunction<PoolSnapshot> value) {
		Gauge.builder(name, this.reading, (read) -> value.applyAsDouble(read.snapshot()))
			.tags(tags)
			.baseUnit(unit)
			.description(description)
			.register(this.registry);
	}

	private void counter(String name, String unit, String description, ToDoubleFunction<PoolSnapshot> value) {
		FunctionCounter.builder(name, this.reading, (read) -> value.applyAsDouble(read.snapshot()))
			.tags(this.tags)
			.baseUnit(unit)
			.description(description)
			.register(this.registry);
	}

}
