package dev.poolworks.spring.worker;

import java.util.concurrent.TimeUnit;

import dev.poolworks.PoolBrokenException;
import dev.poolworks.TaskPool;
import dev.poolworks.spring.PooledTask;
import dev.poolworks.spring.autoconfigure.PoolAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OtherWorkerContextTests {

	private static final String QUICK_START = "--pool.executors.render.worker.jvm-args=-XX:TieredStopAtLevel=1";

	@Test
	void withoutAContextTheMethodRunsOnAnInstanceWithoutInjection() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PoolAutoConfiguration.class))
			.withPropertyValues("pool.executors.render.type=process", "pool.executors.render.worker.context=none")
			.withBean("probe", Probe.class)
			.run((context) -> {
				Probe probe = context.getBean(Probe.class);
				assertThat(probe.where()).isNotEqualTo("application " + ProcessHandle.current().pid())
					.startsWith("null ");
				assertThat(probe.where()).isEqualTo(probe.where());
			});
	}

	@Test
	void withoutAContextLambdasCross() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PoolAutoConfiguration.class))
			.withPropertyValues("pool.executors.render.type=process", "pool.executors.render.worker.context=none")
			.run((context) -> assertThat(
					context.getBean(TaskPool.class).submit(() -> ProcessHandle.current().pid()).result())
				.isNotEqualTo(ProcessHandle.current().pid()));
	}

	@Test
	void configurationClassDefinesTheBeansOfTheWorker() {
		try (ConfigurableApplicationContext context = run(Application.class,
				"--pool.executors.render.worker.context=" + WorkerConfiguration.class.getName())) {
			assertThat(context.getBean(Probe.class).where()).startsWith("worker ");
			assertThat(context.getBean(Probe.class).property("from.command-line")).isEqualTo("here");
		}
	}

	@Test
	void contextThatDoesNotStartBreaksThePoolWithItsReason() {
		try (ConfigurableApplicationContext context = run(Application.class,
				"--pool.executors.render.worker.context=" + BrokenConfiguration.class.getName(),
				"--pool.executors.render.crash.max-starts=1")) {
			assertThatExceptionOfType(PoolBrokenException.class).isThrownBy(() -> context.getBean(Probe.class).where());
		}
	}

	@Test
	void missingBeanIsNamed() {
		try (ConfigurableApplicationContext context = run(Application.class,
				"--pool.executors.render.worker.context=" + EmptyConfiguration.class.getName())) {
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> context.getBean(Probe.class).where())
				.withMessageContaining("no bean 'probe'")
				.withMessageContaining("worker.context");
		}
	}

	@Test
	void programmaticProfilesAndDefaultPropertiesReachTheWorker() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.profiles("special")
			.properties("from.defaults=default value")
			.run("--pool.executors.render.type=process", QUICK_START)) {
			Probe probe = context.getBean(Probe.class);
			assertThat(probe.property("from.defaults")).isEqualTo("default value");
			assertThat(probe.profiles()).contains("special", "pool-worker");
		}
	}

	private static ConfigurableApplicationContext run(Class<?> source, String... arguments) {
		SpringApplication application = new SpringApplication(source);
		application.setWebApplicationType(WebApplicationType.NONE);
		String[] all = new String[arguments.length + 3];
		System.arraycopy(arguments, 0, all, 3, arguments.length);
		all[0] = "--pool.executors.render.type=process";
		all[1] = QUICK_START;
		all[2] = "--from.command-line=here";
		return application.run(all);
	}

	static class Probe {

		@Autowired(required = false)
		private String name;

		@Autowired(required = false)
		private Environment environment;

		@PooledTask("render")
		public String where() {
			return this.name + " " + ProcessHandle.current().pid();
		}

		@PooledTask("render")
		public String property(String key) {
			return this.environment.getProperty(key);
		}

		@PooledTask("render")
		public String profiles() {
			return String.join(" ", this.environment.getActiveProfiles());
		}

	}

	@SpringBootConfiguration
	@ImportAutoConfiguration(PoolAutoConfiguration.class)
	static class Application {

		@Bean
		Probe probe() {
			return new Probe();
		}

		@Bean
		String name() {
			return "application";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WorkerConfiguration {

		@Bean
		Probe probe() {
			return new Probe();
		}

		@Bean
		String name() {
			return "worker";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EmptyConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class BrokenConfiguration {

		@Bean
		Probe probe() {
			throw new IllegalStateException("no such file");
		}

	}

}
