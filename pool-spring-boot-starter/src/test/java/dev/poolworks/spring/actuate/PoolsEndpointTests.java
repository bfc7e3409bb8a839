package dev.poolworks.spring.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.poolworks.PoolEvent;
import dev.poolworks.PoolState;
import dev.poolworks.PoolType;
import dev.poolworks.TaskState;
import dev.poolworks.WorkerSnapshot;
import dev.poolworks.WorkerState;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import static org.assertj.core.api.Assertions.assertThat;

class PoolsEndpointTests {

	private final FakePool render = new FakePool("render", PoolType.PROCESS);

	private final FakePool mail = new FakePool("mail", PoolType.THREAD);

	private final PoolEventLog events = new PoolEventLog();

	@Test
	void poolsAreListedByName() {
		assertThat(endpoint(Show.NEVER).pools().pools()).containsOnlyKeys("mail", "render");
	}

	@Test
	void summaryHasTheFiguresOfTheSnapshot() {
		this.render.brokenReason = "exit code 1";
		PoolSummary summary = endpoint(Show.NEVER).pools().pools().get("render");
		assertThat(summary.type()).isEqualTo(PoolType.PROCESS);
		assertThat(summary.state()).isEqualTo(PoolState.RUNNING);
		assertThat(summary.brokenReason()).isEqualTo("exit code 1");
		assertThat(summary.queue()).isEqualTo(new PoolSummary.Queue(3, 100, 2048));
		assertThat(summary.workers()).containsEntry("busy", 2L).containsEntry("started", 5L);
	}

	@Test
	void everySubmittedTaskIsInOneOfTheOtherFigures() {
		Map<String, Long> tasks = endpoint(Show.NEVER).pools().pools().get("render").tasks();
		long others = tasks.entrySet()
			.stream()
			.filter((entry) -> !"submitted".equals(entry.getKey()))
			.mapToLong(Map.Entry::getValue)
			.sum();
		assertThat(tasks).hasSize(12).containsEntry("submitted", others);
	}

	@Test
	void workerProcessHasPidMemoryTimeAndTask() {
		this.render.workers.add(FakePool.process(1, 4711, 3_000_000));
		WorkerDescriptor worker = endpoint(Show.NEVER).pool("render").workers().get(0);
		assertThat(worker).isEqualTo(new WorkerDescriptor(1, "render-1", 4711L, WorkerState.BUSY, 90_000, 7,
				new WorkerDescriptor.Task(42, "thumbnail", 1500L, false), 3_000_000L, 2500L));
	}

	@Test
	void workerThreadWithoutTaskHasNoneOfThese() {
		this.mail.workers.add(new WorkerSnapshot(1, "mail-1", 0, WorkerState.IDLE, Duration.ofSeconds(1), 0, 0, null,
				null, false, 0, null));
		WorkerDescriptor worker = endpoint(Show.NEVER).pool("mail").workers().get(0);
		assertThat(worker)
			.isEqualTo(new WorkerDescriptor(1, "mail-1", null, WorkerState.IDLE, 1000, 0, null, null, null));
	}

	@Test
	void eventsHaveATypeAndWords() {
		this.events.onEvent(this.render.pool, new PoolEvent.WorkerStarted("render-1", "a task waits"));
		this.events.onEvent(this.render.pool, new PoolEvent.WorkerReady("render-1", 7, Duration.ofMillis(30)));
		this.events.onEvent(this.render.pool, new PoolEvent.TaskEnded(1, "ocr", TaskState.TIMED_OUT, 0, 0));
		this.events.onEvent(this.render.pool, new PoolEvent.WorkerExited("render-1", 7, "timeout", null));
		this.events.onEvent(this.render.pool, new PoolEvent.Changed("resized"));
		this.events.onEvent(this.render.pool, new PoolEvent.StateChanged(PoolState.SHUTDOWN, "shutdown()"));
		List<EventDescriptor> events = endpoint(Show.NEVER).pool("render").events();
		assertThat(events).extracting(EventDescriptor::type)
			.containsExactly("worker-started", "worker-ready", "task-timed-out", "worker-exited", "changed",
					"state-changed");
		assertThat(events.get(0).description()).isEqualTo("render-1 started: a task waits");
	}

	@Test
	void unknownPoolIsNull() {
		assertThat(endpoint(Show.NEVER).pool("fax")).isNull();
	}

	@Test
	void unknownPoolIsNotFoundOverHttpAndTheAnswerHasTheNames() {
		WebEndpointResponse<?> response = web(Show.NEVER).pool(SecurityContext.NONE, "fax");
		assertThat(response.getStatus()).isEqualTo(404);
		assertThat(response.getBody())
			.isEqualTo(new PoolsEndpointWebExtension.UnknownPool("no pool is named 'fax'", List.of("render", "mail")));
	}

	@Test
	void valuesAreShownWhenConfigured() {
		assertThat(environment(endpoint(Show.NEVER).pool("render"))).isEqualTo("******");
		assertThat(environment(endpoint(Show.ALWAYS).pool("render"))).isEqualTo("1");
	}

	@Test
	void valuesAreNotShownOverHttpToThoseWhoAreNotAuthorized() {
		WebEndpointResponse<?> response = web(Show.WHEN_AUTHORIZED).pool(SecurityContext.NONE, "render");
		assertThat(environment((PoolDescriptor) response.getBody())).isEqualTo("******");
	}

	private PoolsEndpoint endpoint(Show show) {
		PoolConfigurationView view = new PoolConfigurationView((name) -> new Settings(Map.of("THREADS", "1")),
				new Sanitizer());
		return new PoolsEndpoint(FakeRegistry.of(this.render, this.mail), view, this.events, show, null);
	}

	private PoolsEndpointWebExtension web(Show show) {
		return new PoolsEndpointWebExtension(endpoint(show), FakeRegistry.of(this.render, this.mail), show, Set.of());
	}

	private static Object environment(PoolDescriptor pool) {
		return ((Map<?, ?>) pool.configuration().get("environment")).get("THREADS");
	}

	record Settings(Map<String, String> environment) {

	}

}
