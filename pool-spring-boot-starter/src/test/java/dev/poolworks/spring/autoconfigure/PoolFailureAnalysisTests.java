package dev.poolworks.spring.autoconfigure;

import dev.poolworks.spring.diagnostics.PoolConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class PoolFailureAnalysisTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PoolAutoConfiguration.class))
		.withPropertyValues("pool.executors.render.type=process", "pool.executors.render.worker.context=none",
				"pool.executors.mail.type=thread");

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			render.max-size=0                      | must be at least 1
			render.min-size=-1                     | must be at least 0
			render.queue-capacity=-2               | must be at least 0
			render.task-timeout=0s                 | more than 0
			render.kill-grace=-1s                  | must not be negative
			render.queue-bytes=0B                  | more than 0
			render.recycle.max-tasks=0             | must be at least 1
			render.recycle.max-age=-1h             | more than 0
			render.crash.poison-threshold=0        | must be at least 1
			render.crash.backoff.max=0s            | more than 0
			render.worker.heap=-1MB                | more than 0
			render.worker.java-home=/no/such/place | no executable bin/java
			render.worker.context=com.acme.Nothing | no such class
			render.rejection=caller-runs           | keeps out of it
			render.transport=shared-memory         | does not support
			render.serialization.codec=kryo        | does not support
			render.serialization.allow=com.acme.*  | it must be the name of a package
			render.scaling=nobody                  | none of adaptive, eager, fixed, spares
			mail.scaling=nobody                    | ScalingPolicy bean
			mail.worker.heap=64MB                  | about worker processes
			mail.kill-grace=1s                     | about worker processes
			mail.recycle.max-memory=1GB            | about worker processes
			mail.max-sise=2                        | Did you mean 'max-size'?
			mail.recycle.max-task=2                | Did you mean 'max-tasks'?
			mail.colour=blue                       | is not a key
			my.pool.type=thread                    | [my.pool]
			taskScheduler.type=thread              | is reserved
			x.max-size=1                           | has no type
			""")
	void wrongValueIsNamedWithItsKeyAndTheCure(String property, String expected) {
		String key = property.substring(0, property.indexOf('='));
		this.runner.withPropertyValues("pool.executors." + property).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(cause(context.getStartupFailure())).isInstanceOf(PoolConfigurationException.class)
				.hasMessageContaining(expected)
				.hasMessageContaining(key.substring(0, key.lastIndexOf('.')));
		});
	}

	@ParameterizedTest
	@CsvSource("pool.mode=in-process")
	void whatThisVersionDoesNotSupportIsRefused(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(cause(context.getStartupFailure()))
				.isInstanceOf(PoolConfigurationException.class)
				.hasMessageContaining("does not support"));
	}

	@Test
	void minSizeAboveMaxSizeIsRefused() {
		this.runner.withPropertyValues("pool.executors.render.min-size=3", "pool.executors.render.max-size=2")
			.run((context) -> assertThat(cause(context.getStartupFailure()))
				.hasMessageContaining("more than max-size, which is 2"));
	}

	@Test
	void inheritedValueIsReportedWhereItIsWritten() {
		this.runner.withPropertyValues("pool.defaults.max-size=0")
			.run((context) -> assertThat(cause(context.getStartupFailure()))
				.hasMessageContaining("pool.defaults.max-size"));
	}

	@Test
	void unknownKeyOfTheDefaultsIsRefused() {
		this.runner.withPropertyValues("pool.defaults.shutdown.wait=1s")
			.run((context) -> assertThat(cause(context.getStartupFailure()))
				.hasMessageContaining("pool.defaults.shutdown.wait")
				.hasMessageContaining("Did you mean 'await'?"));
	}

	@Test
	void valueThatIsNoNumberIsReportedBySpringBoot() {
		this.runner.withPropertyValues("pool.executors.render.max-size=many")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining(BindException.class.getName())
				.hasStackTraceContaining("pool.executors.render.max-size"));
	}

	@Test
	void processKeysInTheDefaultsDoNotDisturbThreadPools() {
		this.runner.withPropertyValues("pool.defaults.worker.heap=64MB", "pool.defaults.kill-grace=1s")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void otherKeysUnderThePrefixBelongToTheApplication() {
		this.runner.withPropertyValues("pool.swimming.length=50").run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_20)
	void virtualThreadsNeedJava21() {
		this.runner.withPropertyValues("pool.executors.fanout.type=virtual")
			.run((context) -> assertThat(cause(context.getStartupFailure()))
				.isInstanceOf(PoolConfigurationException.class)
				.hasMessageContaining("Java 21"));
	}

	@Test
	void workerContextNeedsASpringApplication() {
		this.runner.withPropertyValues("pool.executors.render.worker.context=application")
			.run((context) -> assertThat(cause(context.getStartupFailure()))
				.isInstanceOf(PoolConfigurationException.class)
				.hasMessageContaining("was not made by SpringApplication"));
	}

	private static Throwable cause(Throwable failure) {
		Throwable cause = failure;
		while (!(cause instanceof PoolConfigurationException) && cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

}
