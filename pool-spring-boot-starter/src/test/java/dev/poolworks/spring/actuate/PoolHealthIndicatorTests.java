package dev.poolworks.spring.actuate;

import java.util.Map;

import dev.poolworks.PoolState;
import dev.poolworks.PoolType;
import dev.poolworks.TaskCounts;
import dev.poolworks.WorkerCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

class PoolHealthIndicatorTests {

	private final FakePool fake = new FakePool("render", PoolType.PROCESS);

	@Test
	void healthOfRunningPoolIsUpWithFigures() {
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("type", PoolType.PROCESS)
			.containsEntry("workers", Map.of("starting", 0, "idle", 1, "busy", 2, "stopping", 0))
			.containsEntry("stuck", 0)
			.containsEntry("queued", 3L)
			.containsEntry("queueCapacity", 100)
			.containsEntry("saturated", false)
			.doesNotContainKey("reason");
	}

	@Test
	void healthOfSaturatedPoolWithStuckWorkerIsUp() {
		this.fake.workerCounts = new WorkerCounts(0, 0, 4, 0, 1, 4, 0);
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("saturated", true).containsEntry("stuck", 1);
	}

	@Test
	void healthOfSuspendedPoolIsOutOfService() {
		this.fake.suspended = true;
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsEntry("reason", "pool is suspended");
	}

	@ParameterizedTest
	@EnumSource(names = { "SHUTDOWN", "STOP", "TERMINATED" })
	void healthOfPoolThatIsShutDownIsOutOfService(PoolState state) {
		this.fake.state = state;
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsEntry("reason", "pool is in state " + state);
	}

	@Test
	void healthOfBrokenPoolIsDownWithTheReason() {
		this.fake.brokenReason = "exit code 1: Could not create the Java Virtual Machine";
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("reason", this.fake.brokenReason);
	}

	@Test
	void healthOfBrokenPoolThatDrainsIsDown() {
		this.fake.brokenReason = "exit code 1";
		this.fake.state = PoolState.SHUTDOWN;
		assertThat(health().getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void healthOfBrokenPoolThatHealedIsUp() {
		this.fake.brokenReason = "exit code 1";
		health();
		this.fake.brokenReason = null;
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void healthDoesNotAskTheOperatingSystemForEachWorker() {
		health();
		verify(this.fake.pool, never()).workers();
	}

	@Test
	void healthOfPoolThatCannotTellIsDown() {
		given(this.fake.pool.snapshot()).willThrow(new IllegalStateException("planted"));
		assertThat(health().getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void healthOfIdlePoolIsUp() {
		this.fake.workerCounts = new WorkerCounts(0, 0, 0, 0, 0, 0, 0);
		this.fake.taskCounts = new TaskCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	private Health health() {
		return new PoolHealthIndicator(this.fake.pool).health();
	}

}
