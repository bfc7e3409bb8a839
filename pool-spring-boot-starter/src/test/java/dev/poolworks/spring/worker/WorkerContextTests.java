package dev.poolworks.spring.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.poolworks.TaskContext;
import dev.poolworks.TaskPool;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.process.ProcessPool;
import dev.poolworks.spring.PooledTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.stereotype.Component;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * One application with a real process pool; each test asks the worker what it sees.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, args = "--from.command-line=argument",
		properties = { "pool.executors.render.type=process", "pool.executors.render.max-size=1",
				"pool.executors.render.worker.heap=128MB",
				"pool.executors.render.worker.jvm-args=-XX:TieredStopAtLevel=1", "pool.executors.mail.type=thread",
				"from.inline=inline value" })
@DirtiesContext
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerContextTests {

	@Autowired
	private Probe probe;

	@DynamicPropertySource
	static void dynamicProperties(DynamicPropertyRegistry registry) {
		registry.add("from.dynamic", () -> "dynamic value");
	}

	@Test
	void methodRunsOnTheBeanOfAWorkerProcess() {
		assertThat(this.probe.pid()).isNotEqualTo(ProcessHandle.current().pid()).isEqualTo(this.probe.pid());
	}

	@Test
	void propertiesOfTestCommandLineAndFilesReachTheWorker() {
		assertThat(this.probe.property("from.inline")).isEqualTo("inline value");
		assertThat(this.probe.injectedProperty()).isEqualTo("inline value");
		assertThat(this.probe.property("from.dynamic")).isEqualTo("dynamic value");
		assertThat(this.probe.property("from.command-line")).isEqualTo("argument");
		assertThat(this.probe.property("pool.worker.active")).isEqualTo("true");
		assertThat(this.probe.property("local.server.port")).isNull();
	}

	@Test
	void workerKnowsItsProfile() {
		assertThat(this.probe.profiles()).contains("pool-worker");
	}

	@Test
	void testConfigurationsAreRebuilt() {
		assertThat(this.probe.greeting()).isEqualTo("hello from the test");
	}

	@Test
	void nothingActsOnItsOwnInTheWorker() {
		assertThat(Actions.SEEN).contains("runner", "ready", "refreshed", "lifecycle");
		assertThat(this.probe.actions()).isEmpty();
	}

	@Test
	void eventsOfTheApplicationAreDeliveredInTheWorker() {
		assertThat(this.probe.publish("news")).contains("event news");
	}

	@Test
	void valuesThatAreNotSerializableTravel() {
		assertThat(this.probe.echo(Path.of("a", "b"), Optional.of(3), new int[] { 1, 2 }, "x", "y"))
			.isEqualTo(Optional.of("a/b 3 2 [x, y]"));
	}

	@Test
	void overloadsAreToldApart() {
		assertThat(this.probe.overloaded(1)).isEqualTo("int");
		assertThat(this.probe.overloaded(Integer.valueOf(1))).isEqualTo("Integer");
	}

	@Test
	void taskIsNamedAndKnowsItsPool() {
		assertThat(this.probe.pool()).isEqualTo("render");
	}

	@Test
	void futureIsTheOneOfTheTask() throws Exception {
		assertThat(this.probe.later("x").get(1, TimeUnit.MINUTES)).isEqualTo("later x");
	}

	@Test
	void exceptionOfTheTaskArrivesAsItself() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.probe.fails("no disk"))
			.withMessage("no disk");
	}

	@Test
	void nestedCallRunsInTheSameWorker() {
		assertThat(this.probe.nested()).isTrue();
	}

	@Test
	void hangingTaskTimesOutAndTheNextOneSucceeds() {
		assertThatExceptionOfType(TaskTimeoutException.class).isThrownBy(() -> this.probe.hangs());
		assertThat(this.probe.pid()).isPositive();
	}

	@Test
	void fallbackIsCalledInTheApplication() {
		assertThat(this.probe.withFallback("x")).isEqualTo("fallback x " + ProcessHandle.current().pid());
	}

	@Test
	void otherAdviceWorksInTheWorker() {
		assertThat(this.probe.cached("a")).isEqualTo(this.probe.cached("a"));
	}

	@Test
	void poolsAreInjectedInTheWorkerToo() {
		assertThat(this.probe.ownPools()).containsExactlyInAnyOrder("mail THREAD", "render PROCESS");
	}

	@Test
	void processPoolOfAWorkerRunsInTheCallersThread() {
		assertThat(this.probe.submitsToItsOwnPool()).isTrue();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableScheduling
	@EnableCaching
	@Import({ Probe.class, Actions.class, Collaborator.class })
	static class Application {

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

	}

	@TestConfiguration
	static class Greetings {

		@Bean
		String greeting() {
			return "hello from the test";
		}

	}

	@Component
	static class Collaborator {

		@Autowired
		private Probe probe;

		long pid() {
			return this.probe.pid();
		}

	}

	@Component
	static class Probe {

		@Autowired
		private Environment environment;

		@Autowired
		private ApplicationEventPublisher publisher;

		@Autowired
		private ObjectProvider<Collaborator> collaborator;

		@Autowired
		private ObjectProvider<String> greeting;

		@Autowired
		private Map<String, TaskPool> pools;

		@Autowired
		@Qualifier("render")
		private TaskPool render;

		@Autowired
		private ProcessPool processPool;

		@Value("${from.inline}")
		private String injected;

		@PooledTask("render")
		long pid() {
			return ProcessHandle.current().pid();
		}

		@PooledTask("render")
		String property(String name) {
			return this.environment.getProperty(name);
		}

		@PooledTask("render")
		String injectedProperty() {
			return this.injected;
		}

		@PooledTask("render")
		List<String> profiles() {
			return List.of(this.environment.getActiveProfiles());
		}

		@PooledTask("render")
		String greeting() {
			return this.greeting.getObject();
		}

		@PooledTask("render")
		Set<String> actions() {
			Set<String> seen = new TreeSet<>(Actions.SEEN);
			seen.removeIf((action) -> action.startsWith("event"));
			return seen;
		}

		@PooledTask("render")
		Set<String> publish(String text) {
			this.publisher.publishEvent(new Actions.News(text));
			return new TreeSet<>(Actions.SEEN);
		}

		@PooledTask("render")
		Optional<String> echo(Path path, Optional<Integer> number, int[] numbers, String... texts) {
			return Optional.of(path + " " + number.orElseThrow() + " " + numbers.length + " " + List.of(texts));
		}

		@PooledTask("render")
		String overloaded(int value) {
			return "int";
		}

		@PooledTask("render")
		String overloaded(Integer value) {
			return "Integer";
		}

		@PooledTask(pool = "render", name = "ask")
		String pool() {
			return TaskContext.current().pool();
		}

		@PooledTask("render")
		CompletableFuture<String> later(String text) {
			return CompletableFuture.supplyAsync(() -> "later " + text);
		}

		@PooledTask("render")
		void unused() throws IOException {
			throw new IOException("nobody calls this");
		}

		@PooledTask("render")
		int fails(String message) throws IOException {
			throw new IOException(message);
		}

		@PooledTask("render")
		boolean nested() {
			return this.collaborator.getObject().pid() == ProcessHandle.current().pid();
		}

		@PooledTask(pool = "render", timeout = "300ms")
		int hangs() {
			long i = 0;
			while (i >= 0) {
				i = (i + 1) % 1000;
			}
			return 0;
		}

		@PooledTask(pool = "render", fallback = "instead")
		String withFallback(String text) {
			throw new IllegalStateException("broken");
		}

		String instead(String text, Throwable cause) {
			return "fallback " + text + " " + ProcessHandle.current().pid();
		}

		@PooledTask("render")
		@Cacheable("times")
		long cached(String key) {
			return System.nanoTime();
		}

		@PooledTask("render")
		boolean submitsToItsOwnPool() {
			Thread caller = Thread.currentThread();
			return this.render.submit(() -> Thread.currentThread() == caller).result()
					&& this.processPool.name().equals("render");
		}

		@PooledTask("render")
		Set<String> ownPools() {
			Set<String> names = new TreeSet<>();
			this.pools.values().forEach((pool) -> names.add(pool.name() + " " + pool.type()));
			return names;
		}

	}

}
