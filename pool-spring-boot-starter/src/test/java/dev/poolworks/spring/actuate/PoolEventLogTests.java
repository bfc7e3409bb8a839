package dev.poolworks.spring.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.poolworks.PoolEvent;
import dev.poolworks.PoolType;
import dev.poolworks.TaskState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PoolEventLogTests {

	private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

	private final FakePool render = new FakePool("render", PoolType.PROCESS);

	private final PoolEventLog log = new PoolEventLog(Clock.fixed(NOON, ZoneOffset.UTC));

	@Test
	void eventsAreKeptInTheirOrderWithTheirTime() {
		PoolEvent started = new PoolEvent.WorkerStarted("render-1", "a task waits");
		PoolEvent ready = new PoolEvent.WorkerReady("render-1", 4711, Duration.ofMillis(30));
		add(started);
		add(ready);
		assertThat(this.log.events("render")).containsExactly(new PoolEventLog.Entry(NOON, started, 1),
				new PoolEventLog.Entry(NOON, ready, 1));
	}

	@Test
	void eventsOfAnotherPoolAreApart() {
		add(new PoolEvent.Changed("suspended"));
		assertThat(this.log.events("mail")).isEmpty();
	}

	@Test
	void taskThatSucceededIsLeftOut() {
		add(ended(1, TaskState.SUCCEEDED));
		assertThat(this.log.events("render")).isEmpty();
	}

	@Test
	void tasksThatFailedAreKeptOneByOne() {
		add(ended(1, TaskState.FAILED));
		add(ended(2, TaskState.FAILED));
		assertThat(this.log.events("render")).hasSize(2);
	}

	@Test
	void rejectedTasksInARowAreOneEntryAndPushNothingOut() {
		add(new PoolEvent.Changed("broke: exit code 1"));
		for (int i = 0; i < 1000; i++) {
			add(ended(i, TaskState.REJECTED));
		}
		assertThat(this.log.events("render")).hasSize(2);
		assertThat(this.log.events("render").get(1))
			.isEqualTo(new PoolEventLog.Entry(NOON, ended(999, TaskState.REJECTED), 1000));
	}

	@Test
	void rejectedAndDiscardedTasksAreNotMixed() {
		add(ended(1, TaskState.REJECTED));
		add(ended(2, TaskState.DISCARDED));
		assertThat(this.log.events("render")).hasSize(2);
	}

	@Test
	void onlyTheLastHundredEventsAreKept() {
		for (int i = 0; i < 250; i++) {
			add(new PoolEvent.Changed("change " + i));
		}
		assertThat(this.log.events("render")).hasSize(100);
		assertThat(this.log.events("render").get(0).event()).isEqualTo(new PoolEvent.Changed("change 150"));
		assertThat(this.log.events("render").get(99).event()).isEqualTo(new PoolEvent.Changed("change 249"));
	}

	@Test
	void eventsMayComeFromSeveralThreadsWhileOthersRead() throws InterruptedException {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		CountDownLatch done = new CountDownLatch(4);
		for (int thread = 0; thread < 4; thread++) {
			threads.execute(() -> {
				for (int i = 0; i < 2000; i++) {
					add(ended(i, TaskState.REJECTED));
					assertThat(this.log.events("render")).isNotEmpty();
				}
				done.countDown();
			});
		}
		assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
		threads.shutdown();
		assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		assertThat(this.log.events("render")).singleElement().extracting(PoolEventLog.Entry::count).isEqualTo(8000L);
	}

	private void add(PoolEvent event) {
		this.log.onEvent(this.render.pool, event);
	}

	private static PoolEvent ended(long id, TaskState state) {
		return new PoolEvent.TaskEnded(id, "thumbnail", state, 1, 2);
	}

}
