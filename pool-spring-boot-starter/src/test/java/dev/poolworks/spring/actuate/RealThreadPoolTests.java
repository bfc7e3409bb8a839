package dev.poolworks.spring.actuate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.poolworks.TaskAction;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskRejectedException;
import dev.poolworks.thread.ThreadPool;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Health, metrics and events of a pool of threads that works.
 */
class RealThreadPoolTests {

	private static final Duration HANGS = Duration.ofSeconds(30);

	private final PoolEventLog events = new PoolEventLog();

	private ThreadPool pool;

	private final PoolMetrics metrics = new PoolMetrics(() -> FakeRegistry.of(this.pool));

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final CountDownLatch release = new CountDownLatch(1);

	@BeforeEach
	void makePool() {
		this.pool = ThreadPool.builder("mail")
			.maxSize(2)
			.queueCapacity(1)
			.listener(this.metrics)
			.listener(this.events)
			.build();
		this.metrics.bindTo(this.registry);
	}

	@AfterEach
	void endPool() throws InterruptedException {
		this.release.countDown();
		this.pool.shutdownNow();
		assertThat(this.pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void taskThatSucceedsIsTimedAndNotLogged() {
		this.pool.submit(() -> "sent").result(HANGS);
		await().atMost(HANGS).until(() -> outcome("succeeded").count() == 1);
		assertThat(this.registry.get("pool.task.wait").timer().count()).isOne();
		assertThat(types()).doesNotContain("task-succeeded").contains("scaled", "worker-started", "worker-ready");
	}

	@Test
	void taskThatFailsIsTimedAndLogged() {
		TaskFuture<?> future = this.pool.submit((TaskAction) () -> {
			throw new IllegalStateException("planted");
		});
		assertThat(future.exception(HANGS)).hasMessage("planted");
		await().atMost(HANGS).until(() -> outcome("failed").count() == 1 && types().contains("task-failed"));
	}

	@Test
	void fullPoolShowsInGaugesAndRejectionsAndStaysUp() {
		occupy();
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> this.pool.submit(this::hold));
		await().atMost(HANGS).untilAsserted(() -> {
			assertThat(gauge("executor.active")).isEqualTo(2);
			assertThat(gauge("executor.pool.size")).isEqualTo(2);
			assertThat(gauge("executor.queued")).isEqualTo(1);
			assertThat(gauge("executor.queue.remaining")).isZero();
			assertThat(this.registry.get("pool.rejections").functionCounter().count()).isEqualTo(1);
		});
		await().atMost(HANGS).until(() -> types().contains("task-rejected"));
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("saturated", true);
	}

	@Test
	void suspendedPoolIsOutOfServiceUntilResumed() {
		this.pool.suspend();
		assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		this.pool.resume();
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		await().atMost(HANGS).untilAsserted(() -> assertThat(types()).containsSubsequence("changed", "changed"));
	}

	@Test
	void poolThatEndsIsOutOfServiceAndItsWorkersAreCountedByReason() throws InterruptedException {
		this.pool.submit(() -> "sent").result(HANGS);
		this.pool.shutdown();
		assertThat(this.pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		await().atMost(HANGS)
			.until(() -> this.registry.get("pool.worker.exits").tag("reason", "shutdown").counter().count() == 1);
	}

	private void occupy() {
		for (int i = 0; i < 3; i++) {
			this.pool.submit(this::hold);
		}
		await().atMost(HANGS).until(() -> this.pool.snapshot().workers().busy() == 2);
	}

	private Void hold() throws InterruptedException {
		this.release.await();
		return null;
	}

	private Health health() {
		return new PoolHealthIndicator(this.pool).health();
	}

	private Timer outcome(String outcome) {
		return this.registry.get("pool.task").tag("outcome", outcome).timer();
	}

	private double gauge(String name) {
		return this.registry.get(name).gauge().value();
	}

	private List<String> types() {
		return this.events.events("mail").stream().map(EventDescriptor::of).map(EventDescriptor::type).toList();
	}

}
