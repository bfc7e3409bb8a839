package dev.poolworks.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.poolworks.PoolEvent;
import dev.poolworks.Signal;
import dev.poolworks.TaskContext;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskTimeoutException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that are asked to end: those that do are left to it, those that do not are
 * killed.
 */
class WorkerStopTests extends ProcessPoolFixture {

	private final List<PoolEvent.WorkerExited> exits = new CopyOnWriteArrayList<>();

	@Test
	void workerThatEndsWhenAskedIsNotKilled() {
		ProcessPool pool = pool(listened(builder().killGrace(LONG)));
		Signal tidied = signal();
		pool.submit(() -> Runtime.getRuntime().addShutdownHook(new Thread(() -> tidied.raise()))).result(LONG);
		pool.close();
		assertThat(tidied.isRaised()).isTrue();
		assertThat(this.exits).singleElement().satisfies((exited) -> {
			assertThat(exited.reason()).isEqualTo("shutdown");
			assertThat(exited.exit().exitCode()).isZero();
			assertThat(exited.exit().signal()).isNull();
		});
	}

	@Test
	void workerThatDoesNotEndWhenAskedIsKilled() {
		ProcessPool pool = pool(listened(builder().killGrace(Duration.ofMillis(200))));
		Signal asked = signal();
		pool.submit(() -> Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			asked.raise();
			InWorker.hang();
		}))).result(LONG);
		pool.close();
		assertThat(asked.isRaised()).isTrue();
		assertThat(this.exits).singleElement()
			.satisfies((exited) -> assertThat(exited.exit().signal()).isEqualTo("SIGKILL"));
	}

	@Test
	void taskThatKeepsReportingAndPrintingIsStoppedAtItsLimitAllTheSame() {
		ProcessPool pool = pool(builder().killGrace(Duration.ofMillis(100)));
		long before = pid(pool);
		Signal reported = signal();
		assertThat(failureOf(pool.submit(() -> {
			for (long i = 0; i < Long.MAX_VALUE; i++) {
				TaskContext.current().progress(i, Long.MAX_VALUE, "still at it");
				System.out.println("still at it");
			}
			return null;
		}, TaskOptions.defaults().timeout(Duration.ofMillis(500))).onProgress((progress) -> reported.raise())))
			.isInstanceOf(TaskTimeoutException.class);
		assertThat(reported.isRaised()).isTrue();
		assertThat(pid(pool)).isNotEqualTo(before);
		assertServes(pool);
	}

	private ProcessPool.Builder listened(ProcessPool.Builder builder) {
		return builder.listener((pool, event) -> {
			if (event instanceof PoolEvent.WorkerExited exited) {
				this.exits.add(exited);
			}
		});
	}

}
