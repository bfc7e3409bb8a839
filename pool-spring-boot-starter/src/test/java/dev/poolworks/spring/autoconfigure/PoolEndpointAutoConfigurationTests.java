package dev.poolworks.spring.autoconfigure;

import java.util.Map;

import dev.poolworks.spring.actuate.PoolEventLog;
import dev.poolworks.spring.actuate.PoolsEndpoint;
import dev.poolworks.spring.actuate.PoolsEndpointWebExtension;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class PoolEndpointAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=pools";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PoolEndpointAutoConfiguration.class))
		.withUserConfiguration(FakePools.class);

	@Test
	void endpointIsThereWhenExposed() {
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(PoolsEndpoint.class)
				.hasSingleBean(PoolsEndpointWebExtension.class)
				.hasSingleBean(PoolEventLog.class));
	}

	@Test
	void nothingIsThereWhenNotExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(PoolsEndpoint.class)
			.doesNotHaveBean(PoolEventLog.class));
	}

	@Test
	void nothingIsThereWhenAccessIsDenied() {
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.pools.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(PoolsEndpoint.class));
	}

	@Test
	void onlyTheEndpointIsThereWhenExposedOverJmx() {
		this.runner.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=pools")
			.run((context) -> assertThat(context).hasSingleBean(PoolsEndpoint.class)
				.doesNotHaveBean(PoolsEndpointWebExtension.class));
	}

	@Test
	void configurationIsThatOfThePoolWithTheDefaults() {
		this.runner
			.withPropertyValues(EXPOSED, "pool.defaults.task-timeout=90s", "pool.defaults.queue-bytes=64MB",
					"pool.executors.mail.type=thread", "pool.executors.mail.worker.environment.SMTP_KEY=secret")
			.run((context) -> assertThat(context.getBean(PoolsEndpoint.class).pool("mail").configuration())
				.containsExactly(Map.entry("type", "thread"), Map.entry("queue-bytes", "64MB"),
						Map.entry("task-timeout", "90s"),
						Map.entry("worker", Map.of("environment", Map.of("SMTP_KEY", "******")))));
	}

	@Test
	void valuesAreShownWhenConfigured() {
		this.runner
			.withPropertyValues(EXPOSED, "management.endpoint.pools.show-values=always",
					"pool.executors.mail.worker.environment.SMTP_KEY=shown")
			.run((context) -> assertThat(context.getBean(PoolsEndpoint.class).pool("mail").configuration().toString())
				.contains("SMTP_KEY=shown"));
	}

	@Test
	void sanitizingFunctionsOfTheApplicationApply() {
		this.runner
			.withPropertyValues(EXPOSED, "management.endpoint.pools.show-values=always",
					"pool.executors.mail.worker.environment.SMTP_KEY=secret")
			.withBean(SanitizingFunction.class, () -> SanitizingFunction.sanitizeValue().ifKeyEndsWith("key"))
			.run((context) -> assertThat(context.getBean(PoolsEndpoint.class).pool("mail").configuration().toString())
				.contains("SMTP_KEY=******"));
	}

	@Test
	void poolThatIsNotConfiguredHasNoConfiguration() {
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context.getBean(PoolsEndpoint.class).pool("mail").configuration()).isNull());
	}

	@Test
	void backsOffWithoutPools() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PoolEndpointAutoConfiguration.class))
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PoolsEndpoint.class));
	}

	@Test
	void backsOffWithoutActuator() {
		this.runner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().hasBean("mail").doesNotHaveBean("poolsEndpoint"));
	}

}
