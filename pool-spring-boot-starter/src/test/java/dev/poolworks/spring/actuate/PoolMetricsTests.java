package dev.poolworks.spring.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.poolworks.PoolEvent;
import dev.poolworks.PoolType;
import dev.poolworks.TaskState;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

class PoolMetricsTests {

	private final FakePool render = new FakePool("render", PoolType.PROCESS);

	private final FakePool mail = new FakePool("mail", PoolType.THREAD);

	private final PoolMetrics metrics = new PoolMetrics(() -> FakeRegistry.of(this.render, this.mail));

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void namesOfAProcessPool() {
		this.metrics.bindTo(this.registry);
		assertThat(names("render")).containsExactly("executor.active", "executor.completed", "executor.pool.core",
				"executor.pool.max", "executor.pool.size", "executor.queue.remaining", "executor.queued",
				"pool.queue.bytes", "pool.rejections", "pool.scaling", "pool.task", "pool.task.wait",
				"pool.worker.exits", "pool.worker.rss", "pool.worker.start", "pool.workers", "pool.workers.started",
				"pool.workers.stuck");
	}

	@Test
	void namesOfAThreadPoolAreTheSameWithoutWhatOnlyProcessesHave() {
		this.metrics.bindTo(this.registry);
		Set<String> expected = names("render");
		expected.removeAll(Set.of("pool.worker.rss", "pool.queue.bytes"));
		assertThat(names("mail")).isEqualTo(expected);
	}

	@Test
	void everyMeterHasADescriptionAndAUnit() {
		this.metrics.bindTo(this.registry);
		assertThat(this.registry.getMeters()).isNotEmpty().allSatisfy((meter) -> {
			assertThat(meter.getId().getDescription()).isNotBlank();
			assertThat(meter.getId().getBaseUnit()).isNotBlank();
		});
	}

	@Test
	void executorMetersAreThoseOfAJdkPool() {
		this.metrics.bindTo(this.registry);
		MeterRegistry jdk = new SimpleMeterRegistry();
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
		new ExecutorServiceMetrics(executor, "render", List.of()).bindTo(jdk);
		executor.shutdown();
		assertThat(shapes(this.registry, "render")).containsAllEntriesOf(shapes(jdk, "render"));
	}

	@ParameterizedTest
	@CsvSource({ "executor.active,2", "executor.queued,3", "executor.queue.remaining,97", "executor.pool.size,3",
			"executor.pool.core,1", "executor.pool.max,4", "pool.queue.bytes,2048", "pool.workers.stuck,0" })
	void gaugeHasTheValueOfTheSnapshot(String name, double value) {
		this.metrics.bindTo(this.registry);
		assertThat(this.registry.get(name).tag(tag(name), "render").gauge().value()).isEqualTo(value);
	}

	@ParameterizedTest
	@CsvSource({ "executor.completed,20", "pool.rejections,4", "pool.workers.started,5" })
	void counterHasTheValueOfTheSnapshot(String name, double value) {
		this.metrics.bindTo(this.registry);
		assertThat(this.registry.get(name).tag(tag(name), "render").functionCounter().count()).isEqualTo(value);
	}

	@ParameterizedTest
	@CsvSource({ "starting,0", "idle,1", "busy,2", "stopping,0" })
	void workersAreCountedByState(String state, double value) {
		this.metrics.bindTo(this.registry);
		assertThat(this.registry.get("pool.workers").tags("pool", "render", "state", state).gauge().value())
			.isEqualTo(value);
	}

	@Test
	void rssIsTheSumOfTheWorkers() {
		this.render.workers.add(FakePool.process(1, 101, 3_000_000));
		this.render.workers.add(FakePool.process(2, 102, 4_000_000));
		this.metrics.bindTo(this.registry);
		assertThat(this.registry.get("pool.worker.rss").gauge().value()).isEqualTo(7_000_000);
	}

	@ParameterizedTest
	@CsvSource({ "2,4,backlog,grow,backlog", "0,1,made-up,grow,other", "4,3,surplus,shrink,surplus",
			"1,0,made-up,shrink,other", "4,4,max-size,held,max-size", "4,4,budget,held,budget" })
	void decisionOnTheNumberOfWorkersIsCountedByItsReason(int from, int to, String cause, String direction,
			String reason) {
		this.metrics.bindTo(this.registry);
		this.metrics.onEvent(this.render.pool, new PoolEvent.Scaled(from, to, cause, "the figures"));
		assertThat(this.registry.get("pool.scaling").counters()).filteredOn((counter) -> counter.count() > 0)
			.singleElement()
			.satisfies((counter) -> assertThat(counter.getId().getTags()).containsExactlyInAnyOrder(
					Tag.of("pool", "render"), Tag.of("direction", direction), Tag.of("reason", reason)));
	}

	@ParameterizedTest
	@CsvSource({ "SUCCEEDED,succeeded", "FAILED,failed", "TIMED_OUT,timed-out", "CANCELLED,cancelled",
			"CRASHED,crashed", "DISCARDED,discarded" })
	void taskIsTimedByItsOutcome(TaskState state, String outcome) {
		this.metrics.bindTo(this.registry);
		ended(state);
		Timer timer = this.registry.get("pool.task").tags("pool", "render", "outcome", outcome).timer();
		assertThat(timer.count()).isOne();
		assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(40);
		Timer wait = this.registry.get("pool.task.wait").tag("pool", "render").timer();
		assertThat(wait.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(7);
	}

	@Test
	void rejectedTaskIsNotTimed() {
		this.metrics.bindTo(this.registry);
		ended(TaskState.REJECTED);
		assertThat(this.registry.find("pool.task").timers()).allMatch((timer) -> timer.count() == 0);
		assertThat(this.registry.find("pool.task.wait").timers()).allMatch((timer) -> timer.count() == 0);
	}

	@Test
	void startOfWorkerIsTimed() {
		this.metrics.bindTo(this.registry);
		event(new PoolEvent.WorkerReady("render-1", 4711, Duration.ofMillis(35)));
		assertThat(
				this.registry.get("pool.worker.start").tag("pool", "render").timer().totalTime(TimeUnit.MILLISECONDS))
			.isEqualTo(35);
	}

	@ParameterizedTest
	@CsvSource({ "idle,idle", "out-of-memory,out-of-memory", "something new,other" })
	void exitOfWorkerIsCountedByReason(String reason, String tag) {
		this.metrics.bindTo(this.registry);
		event(new PoolEvent.WorkerExited("render-1", 4711, reason, null));
		assertThat(this.registry.get("pool.worker.exits").tags("pool", "render", "reason", tag).counter().count())
			.isOne();
	}

	@Test
	void eventsMakeNoMeterThatWasNotThereFromTheStart() {
		this.metrics.bindTo(this.registry);
		int before = this.registry.getMeters().size();
		for (TaskState state : TaskState.values()) {
			ended(state);
		}
		event(new PoolEvent.WorkerExited("render-1", 4711, "something new", null));
		event(new PoolEvent.Changed("resized"));
		assertThat(this.registry.getMeters()).hasSize(before);
	}

	@Test
	void eventBeforeTheBindingIsIgnored() {
		ended(TaskState.SUCCEEDED);
		this.metrics.bindTo(this.registry);
		assertThat(this.registry.find("pool.task").timers()).allMatch((timer) -> timer.count() == 0);
	}

	@Test
	void eventIsRecordedInEveryRegistryOnce() {
		MeterRegistry second = new SimpleMeterRegistry();
		this.metrics.bindTo(this.registry);
		this.metrics.bindTo(second);
		this.metrics.bindTo(second);
		ended(TaskState.FAILED);
		for (MeterRegistry each : List.of(this.registry, second)) {
			assertThat(each.get("pool.task").tags("pool", "render", "outcome", "failed").timer().count()).isOne();
		}
	}

	@Test
	void bindingTakesNoSnapshot() {
		this.metrics.bindTo(this.registry);
		verify(this.render.pool, never()).snapshot();
		verify(this.render.pool, never()).workers();
	}

	private void ended(TaskState state) {
		event(new PoolEvent.TaskEnded(1, "thumbnail", state, 7_000_000, 40_000_000));
	}

	private void event(PoolEvent event) {
		this.metrics.onEvent(this.render.pool, event);
	}

	private Set<String> names(String pool) {
		Set<String> names = new TreeSet<>();
		for (Meter meter : this.registry.getMeters()) {
			if (pool.equals(meter.getId().getTag(tag(meter.getId().getName())))) {
				names.add(meter.getId().getName());
			}
		}
		return names;
	}

	private static String tag(String meter) {
		return meter.startsWith("executor.") ? "name" : "pool";
	}

	// What a back end makes a series of: type, unit and tags.
	private static Map<String, String> shapes(MeterRegistry registry, String name) {
		Map<String, String> shapes = new TreeMap<>();
		for (Meter meter : registry.getMeters()) {
			Meter.Id id = meter.getId();
			if (id.getTags().contains(Tag.of("name", name))) {
				shapes.put(id.getName(), id.getType() + " " + id.getBaseUnit() + " " + id.getTags());
			}
		}
		return shapes;
	}

}
