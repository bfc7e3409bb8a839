package dev.poolworks.spring.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import dev.poolworks.TaskAction;
import dev.poolworks.TaskPool;
import dev.poolworks.spring.PoolRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The endpoint, health and metrics over HTTP, in an application as users have it: pools
 * from properties, everything else auto-configured.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.endpoints.web.exposure.include=pools,health,metrics",
				"management.endpoint.health.show-details=always", "pool.defaults.task-timeout=90s",
				"pool.executors.mail.type=thread", "pool.executors.mail.max-size=2",
				"pool.executors.mail.queue-capacity=50", "pool.executors.render.type=process",
				"pool.executors.render.max-size=1", "pool.executors.render.worker.environment.LICENCE=abc",
				"pool.executors.render.worker.jvm-args=-Dlicence=abc,-XX:+UseSerialGC" })
class PoolsEndpointWebTests {

	private static final Duration HANGS = Duration.ofSeconds(30);

	@LocalServerPort
	private int port;

	@Autowired
	private PoolRegistry pools;

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void allPoolsAreListed() throws Exception {
		JsonContent json = get("/actuator/pools", 200);
		assertThat(json).extractingPath("$.pools.mail.type").isEqualTo("THREAD");
		assertThat(json).extractingPath("$.pools.mail.state").isEqualTo("RUNNING");
		assertThat(json).extractingPath("$.pools.mail.suspended").isEqualTo(false);
		assertThat(json).extractingPath("$.pools.mail.maxSize").isEqualTo(2);
		assertThat(json).extractingPath("$.pools.mail.queue.capacity").isEqualTo(50);
		assertThat(json).extractingPath("$.pools.mail.workers.busy").isNotNull();
		assertThat(json).extractingPath("$.pools.mail.tasks.submitted").isNotNull();
		assertThat(json).extractingPath("$.pools.render.type").isEqualTo("PROCESS");
		assertThat(json).doesNotHavePath("$.pools.render.brokenReason");
	}

	@Test
	void configurationOfAPoolIsShownWithoutItsSecrets() throws Exception {
		JsonContent json = get("/actuator/pools/render", 200);
		assertThat(json).extractingPath("$.name").isEqualTo("render");
		assertThat(json).extractingPath("$.configuration.type").isEqualTo("process");
		assertThat(json).extractingPath("$.configuration['task-timeout']").isEqualTo("90s");
		assertThat(json).extractingPath("$.configuration.worker.environment.LICENCE").isEqualTo("******");
		assertThat(json).extractingPath("$.configuration.worker['jvm-args']")
			.asArray()
			.containsExactly("-Dlicence=******", "-XX:+UseSerialGC");
		assertThat(json).extractingPath("$.workers").asArray().isEmpty();
	}

	@Test
	void workerAndItsTaskAreShown() throws Exception {
		TaskPool mail = this.pools.get("mail");
		CountDownLatch release = new CountDownLatch(1);
		mail.submit((TaskAction) () -> await().forever().until(() -> release.getCount() == 0));
		await().atMost(HANGS).until(() -> mail.snapshot().workers().busy() == 1);
		try {
			JsonContent json = get("/actuator/pools/mail", 200);
			assertThat(json).extractingPath("$.workers[0].name").isEqualTo("mail-1");
			assertThat(json).extractingPath("$.workers[0].state").isEqualTo("BUSY");
			assertThat(json).doesNotHavePath("$.workers[0].pid");
			assertThat(json).extractingPath("$.workers[0].task.runningMillis").isNotNull();
			assertThat(json).extractingPath("$.workers[0].task.stuck").isEqualTo(false);
			assertThat(json).extractingPath("$.events[0].type").isEqualTo("scaled");
			assertThat(json).extractingPath("$.events[0].time").asString().endsWith("Z");
			assertThat(json).extractingPath("$.events[0].description")
				.isEqualTo("grow 0 → 1: 1 queued, 0 busy, 0 starting");
			assertThat(json).extractingPath("$.events[1].type").isEqualTo("worker-started");
			assertThat(json).extractingPath("$.events[1].description").asString().startsWith("mail-1 started");
		}
		finally {
			release.countDown();
		}
	}

	@Test
	void unknownPoolIsNotFoundAndTheAnswerHasTheNames() throws Exception {
		JsonContent json = get("/actuator/pools/fax", 404);
		assertThat(json).extractingPath("$.error").isEqualTo("no pool is named 'fax'");
		assertThat(json).extractingPath("$.pools").asArray().containsExactly("mail", "render");
	}

	@ParameterizedTest
	@CsvSource({ "mail, 405", "mail/suspend, 404", "mail/resize, 404" })
	void nothingCanBeChangedUnlessItIsAllowed(String path, int status) throws Exception {
		HttpResponse<String> response = this.client
			.send(request("/actuator/pools/" + path).header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString("{\"maxSize\": 1}"))
				.build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(this.pools.get("mail").snapshot().suspended()).isFalse();
		assertThat(this.pools.get("mail").snapshot().maxSize()).isEqualTo(2);
	}

	@Test
	void healthOfAPoolIsBelowPools() throws Exception {
		JsonContent json = get("/actuator/health/pools", 200);
		assertThat(json).extractingPath("$.components.mail.status").isEqualTo("UP");
		assertThat(json).extractingPath("$.components.render.details.workers.idle").isEqualTo(0);
		assertThat(get("/actuator/health/pools/render", 200)).extractingPath("$.status").isEqualTo("UP");
	}

	@Test
	void metricsOfAPoolCanBeRead() throws Exception {
		JsonContent json = get("/actuator/metrics/executor.pool.max?tag=name:mail", 200);
		assertThat(json).extractingPath("$.measurements[0].value").isEqualTo(2.0);
		assertThat(get("/actuator/metrics/pool.worker.rss", 200)).extractingPath("$.baseUnit").isEqualTo("bytes");
	}

	private JsonContent get(String path, int status) throws IOException, InterruptedException {
		HttpResponse<String> response = this.client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		return new JsonContent(response.body());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path)).timeout(HANGS);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
