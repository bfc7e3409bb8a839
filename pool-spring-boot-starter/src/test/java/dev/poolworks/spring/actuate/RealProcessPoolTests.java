package dev.poolworks.spring.actuate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.poolworks.PoolBrokenException;
import dev.poolworks.Task;
import dev.poolworks.TaskAction;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskPool;
import dev.poolworks.WorkerCrashedException;
import dev.poolworks.WorkerSnapshot;
import dev.poolworks.process.ProcessPool;
import dev.poolworks.process.WorkerOutput;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Health, metrics and endpoint of a pool of processes that works, crashes and cannot
 * start.
 */
class RealProcessPoolTests {

	private static final Duration HANGS = Duration.ofSeconds(60);

	private final PoolEventLog events = new PoolEventLog();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private TaskPool pool;

	@AfterEach
	void endPool() throws InterruptedException {
		this.pool.shutdownNow();
		assertThat(this.pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void workerProcessShowsItsPidMemoryAndStart() {
		start(builder());
		long pid = this.pool.submit(() -> ProcessHandle.current().pid()).result(HANGS);
		WorkerDescriptor worker = endpoint().pool("render").workers().get(0);
		assertThat(worker.pid()).isEqualTo(pid);
		assertThat(worker.rssBytes()).isGreaterThan(1_000_000);
		assertThat(worker.cpuMillis()).isNotNegative();
		assertThat(this.registry.get("pool.worker.rss").gauge().value()).isGreaterThan(1_000_000);
		await().atMost(HANGS).until(() -> this.registry.get("pool.worker.start").timer().count() == 1);
		assertThat(this.registry.get("pool.worker.start").timer().totalTime(TimeUnit.NANOSECONDS)).isPositive();
	}

	@Test
	void crashIsCountedAndLoggedWithItsExitCodeAndThePoolStaysUp() {
		start(builder());
		TaskAction crash = () -> Runtime.getRuntime().halt(7);
		assertThat(this.pool.submit(crash).exception(HANGS)).isInstanceOf(WorkerCrashedException.class);
		await().atMost(HANGS)
			.until(() -> this.registry.get("pool.worker.exits").tag("reason", "crashed").counter().count() == 1
					&& this.registry.get("pool.task").tag("outcome", "crashed").timer().count() == 1);
		assertThat(this.events.events("render")).extracting((entry) -> EventDescriptor.of(entry).description())
			.anyMatch((description) -> description.contains("gone: crashed, exit code 7"));
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void taskInAWorkerIsUnharmedByResizeSuspendAndResume() throws Exception {
		start(builder().maxSize(2));
		Path gate = Files.createTempFile("gate", null);
		String path = gate.toString();
		Task<Long> task = () -> {
			await().atMost(HANGS).until(() -> !Files.exists(Path.of(path)));
			return ProcessHandle.current().pid();
		};
		TaskFuture<Long> first = this.pool.submit(task);
		TaskFuture<Long> second = this.pool.submit(task);
		await().atMost(HANGS).until(() -> first.isRunning() && second.isRunning());
		List<Long> pids = this.pool.workers().stream().map(WorkerSnapshot::pid).toList();
		endpoint().change("render", "resize", 0, 1);
		endpoint().change("render", "suspend", null, null);
		endpoint().change("render", "resume", null, null);
		Files.delete(gate);
		assertThat(List.of(first.result(HANGS), second.result(HANGS))).containsExactlyInAnyOrderElementsOf(pids);
		await().atMost(HANGS).until(() -> this.pool.workers().size() == 1);
	}

	@Test
	void poolWhoseWorkersCannotStartIsDownWithTheReason() {
		start(builder().jvmArgs("-XX:NoSuchFlag=1").maxStarts(1).backoff(HANGS, HANGS));
		assertThat(this.pool.submit(() -> "never").exception(HANGS)).isInstanceOf(PoolBrokenException.class);
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails().get("reason")).asString().contains("exit code 1");
		assertThat(endpoint().pools().pools().get("render").brokenReason()).contains("exit code 1");
		await().atMost(HANGS)
			.until(() -> this.registry.get("pool.worker.exits").tag("reason", "start-failed").counter().count() == 1);
		List<String> types = this.events.events("render")
			.stream()
			.map(EventDescriptor::of)
			.map(EventDescriptor::type)
			.toList();
		assertThat(types).contains("worker-exited", "changed");
	}

	private static ProcessPool.Builder builder() {
		return ProcessPool.builder("render").maxSize(1).output(WorkerOutput.DISCARD);
	}

	private void start(ProcessPool.Builder builder) {
		PoolMetrics metrics = new PoolMetrics(() -> FakeRegistry.of(this.pool));
		this.pool = builder.listener(metrics).listener(this.events).build();
		metrics.bindTo(this.registry);
	}

	private Health health() {
		return new PoolHealthIndicator(this.pool).health();
	}

	private PoolsEndpoint endpoint() {
		return new PoolsEndpoint(FakeRegistry.of(this.pool), new PoolConfigurationView((name) -> null, new Sanitizer()),
				this.events, Show.NEVER, null);
	}

}
