package dev.poolworks.spring.actuate;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import dev.poolworks.TaskFuture;
import dev.poolworks.TaskPool;
import dev.poolworks.spring.PoolRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Pools changed while they run, over HTTP and JMX, in an application that allows it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.endpoints.web.exposure.include=pools",
				"management.endpoints.jmx.exposure.include=pools", "management.endpoint.pools.access=unrestricted",
				"spring.jmx.enabled=true", "spring.jmx.default-domain=pool-control-test",
				"pool.executors.mail.type=thread", "pool.executors.mail.max-size=2", "pool.executors.fax.type=thread" })
@DirtiesContext
class PoolControlWebTests {

	private static final Duration HANGS = Duration.ofSeconds(30);

	@LocalServerPort
	private int port;

	@Autowired
	private PoolRegistry pools;

	private final HttpClient client = HttpClient.newHttpClient();

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void asItWas() {
		this.release.countDown();
		this.pools.get("mail").resume();
		this.pools.get("mail").resize(0, 2);
	}

	@Test
	void resizeSetsBothSizes() throws Exception {
		JsonContent json = post("mail/resize", "{\"minSize\": 1, \"maxSize\": 5}", 200);
		assertThat(json).extractingPath("$.name").isEqualTo("mail");
		assertThat(json).extractingPath("$.action").isEqualTo("resize");
		assertThat(json).extractingPath("$.snapshot.minSize").isEqualTo(1);
		assertThat(json).extractingPath("$.snapshot.maxSize").isEqualTo(5);
		assertThat(this.pools.get("mail").snapshot().maxSize()).isEqualTo(5);
	}

	@Test
	void sizeThatIsNotSentStaysAsItIs() throws Exception {
		post("mail/resize", "{\"maxSize\": 6}", 200);
		JsonContent json = post("mail/resize", "{\"minSize\": 1}", 200);
		assertThat(json).extractingPath("$.snapshot.minSize").isEqualTo(1);
		assertThat(json).extractingPath("$.snapshot.maxSize").isEqualTo(6);
	}

	@Test
	void suspendHoldsTasksBackAndResumeLetsThemRun() throws Exception {
		assertThat(post("mail/suspend", null, 200)).extractingPath("$.snapshot.suspended").isEqualTo(true);
		TaskFuture<String> held = this.pools.get("mail").submit(() -> "sent");
		assertThat(held.isDone()).isFalse();
		assertThat(post("mail/resume", "{}", 200)).extractingPath("$.snapshot.suspended").isEqualTo(false);
		assertThat(held.result(HANGS)).isEqualTo("sent");
	}

	@Test
	void runningTasksAreUnharmed() throws Exception {
		TaskPool mail = this.pools.get("mail");
		TaskFuture<String> first = mail.submit(this::hold);
		TaskFuture<String> second = mail.submit(this::hold);
		await().atMost(HANGS).until(() -> first.isRunning() && second.isRunning());
		post("mail/resize", "{\"maxSize\": 1}", 200);
		post("mail/suspend", null, 200);
		assertThat(mail.snapshot().tasks().running()).isEqualTo(2);
		this.release.countDown();
		assertThat(first.result(HANGS)).isEqualTo("unharmed");
		assertThat(second.result(HANGS)).isEqualTo("unharmed");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			mail/resize  | {"maxSize": 0}               | minSize 0 with maxSize 0 is no size
			mail/resize  | {"minSize": -1}              | minSize -1 with maxSize 2 is no size
			mail/resize  | {"minSize": 3}               | minSize 3 with maxSize 2 is no size
			mail/resize  | {"minSize": 3, "maxSize": 2} | minSize 3 with maxSize 2 is no size
			mail/resize  | {"maxSize": "many"}          | maxSize is 'many', which is no number
			mail/resize  | {"maxSize": 1.5}             | maxSize is '1.5', which is no number
			mail/resize  | {"maxSize": 99999999999}     | maxSize is '99999999999', which is no number
			mail/resize  | {"max-size": 3}              | resize has neither minSize nor maxSize
			mail/resize  |                              | resize has neither minSize nor maxSize
			mail/restart | {}                           | 'restart' is no action of a pool
			mail/restart |                              | 'restart' is no action of a pool
			""")
	void badInputIsRefusedWithFactStateAndCure(String path, String body, String fact) throws Exception {
		JsonContent json = post(path, body, 400);
		assertThat(json).extractingPath("$.error").asString().startsWith(fact);
		assertThat(json).extractingPath("$.state").asString().startsWith("pool 'mail': minSize=0 maxSize=2 workers=");
		assertThat(json).extractingPath("$.cure")
			.asString()
			.contains(path.endsWith("resize") ? "maxSize from 1" : "use resize, resume, suspend");
		assertThat(this.pools.get("mail").snapshot().maxSize()).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "fax2/resize, {\"maxSize\": 3}", "fax2/suspend," })
	void unknownPoolIsNotFoundAndTheAnswerHasTheNames(String path, String body) throws Exception {
		JsonContent json = post(path, body, 404);
		assertThat(json).extractingPath("$.error").isEqualTo("no pool is named 'fax2'");
		assertThat(json).extractingPath("$.pools").asArray().containsExactlyInAnyOrder("mail", "fax");
	}

	@Test
	void poolThatIsShutDownIsAConflict() throws Exception {
		this.pools.get("fax").shutdown();
		JsonContent json = post("fax/resize", "{\"maxSize\": 3}", 409);
		assertThat(json).extractingPath("$.error").asString().contains("'fax' is shut down");
	}

	@Test
	void jmxChangesPoolsToo() throws Exception {
		assertThat(change("mail", "resize", null, 4)).asString().contains("maxSize=4");
		assertThat(change("mail", "suspend", null, null)).asString().contains("suspended=true");
		assertThat(change("fax2", "suspend", null, null)).isNull();
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> change("mail", "resize", null, 0))
			.havingRootCause()
			.withMessageContainingAll("minSize 0 with maxSize 0 is no size", "pool 'mail': minSize=0 maxSize=4",
					"maxSize from 1");
	}

	private static Object change(Object... arguments) throws Exception {
		MBeanServer server = ManagementFactory.getPlatformMBeanServer();
		ObjectName name = server.queryNames(new ObjectName("pool-control-test:type=Endpoint,name=Pools,*"), null)
			.iterator()
			.next();
		String integer = Integer.class.getName();
		return server.invoke(name, "change", arguments,
				new String[] { String.class.getName(), String.class.getName(), integer, integer });
	}

	private String hold() throws InterruptedException {
		this.release.await();
		return "unharmed";
	}

	private JsonContent post(String path, String body, int status) throws Exception {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + this.port + "/actuator/pools/" + path))
			.timeout(HANGS);
		if (body != null) {
			request.header("Content-Type", "application/json");
		}
		HttpResponse<String> response = this.client.send(request
			.POST((body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody())
			.build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		return new JsonContent(response.body());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
