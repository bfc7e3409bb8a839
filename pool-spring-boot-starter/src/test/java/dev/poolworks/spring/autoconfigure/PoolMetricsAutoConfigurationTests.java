package dev.poolworks.spring.autoconfigure;

import dev.poolworks.PoolEvent;
import dev.poolworks.PoolListener;
import dev.poolworks.TaskPool;
import dev.poolworks.TaskState;
import dev.poolworks.spring.PoolRegistry;
import dev.poolworks.spring.actuate.PoolMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.task.TaskExecutorMetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class PoolMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PoolMetricsAutoConfiguration.class));

	private final ApplicationContextRunner withMetrics = this.runner
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
				TaskExecutionAutoConfiguration.class, TaskExecutorMetricsAutoConfiguration.class))
		.withUserConfiguration(FakePools.class);

	@Test
	void metersAreBoundToTheRegistryOfTheApplication() {
		this.withMetrics.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("executor.pool.max").tag("name", "mail").gauges()).hasSize(1);
			assertThat(registry.get("pool.task").tag("pool", "mail").timers()).hasSize(6);
		});
	}

	@Test
	void listenerRecordsEvents() {
		this.withMetrics.run((context) -> {
			context.getBean(PoolListener.class)
				.onEvent(context.getBean(TaskPool.class), new PoolEvent.TaskEnded(1, "mail", TaskState.FAILED, 1, 1));
			assertThat(context.getBean(MeterRegistry.class).get("pool.task").tag("outcome", "failed").timer().count())
				.isOne();
		});
	}

	@Test
	void tasksAreCountedInTheBucketsThatAreAskedFor() {
		this.withMetrics.run((context) -> assertThat(taskTimer(context).takeSnapshot().histogramCounts()).isEmpty());
		this.withMetrics.withPropertyValues("management.metrics.distribution.slo.pool.task=10ms,1s")
			.run((context) -> assertThat(taskTimer(context).takeSnapshot().histogramCounts()).hasSize(2));
	}

	@Test
	void tasksHaveThePercentilesThatAreAskedFor() {
		this.withMetrics.withPropertyValues("management.metrics.distribution.percentiles.pool.task=0.5,0.95")
			.run((context) -> assertThat(taskTimer(context).takeSnapshot().percentileValues())
				.extracting(ValueAtPercentile::percentile)
				.containsExactly(0.5, 0.95));
	}

	@Test
	void metersCanBeSwitchedOff() {
		this.withMetrics.withPropertyValues("management.metrics.enable.pool=false").run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.find("pool.task").timers()).isEmpty();
			assertThat(registry.find("executor.pool.max").tag("name", "mail").gauges()).hasSize(1);
		});
	}

	private static Timer taskTimer(ApplicationContext context) {
		return context.getBean(MeterRegistry.class).get("pool.task").tag("outcome", "succeeded").timer();
	}

	@Test
	void eventIsRecordedOnceInEachOfSeveralRegistries() {
		this.withMetrics.withBean("first", SimpleMeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("second", SimpleMeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> {
				context.getBean(PoolListener.class)
					.onEvent(context.getBean(TaskPool.class),
							new PoolEvent.TaskEnded(1, "mail", TaskState.FAILED, 1, 1));
				assertThat(context.getBeansOfType(SimpleMeterRegistry.class)).hasSize(2)
					.allSatisfy((name,
							registry) -> assertThat(registry.get("pool.task").tag("outcome", "failed").timer().count())
								.isOne());
			});
	}

	@Test
	void registryWhoseCustomizerNeedsThePoolsMakesNoCycle() {
		this.withMetrics.withUserConfiguration(CustomizerThatNeedsPools.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(PoolMetrics.class));
	}

	@Test
	void metersAreBoundToAUsedRegistryInALazyContext() {
		this.withMetrics
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context.getBean(MeterRegistry.class).find("pool.task").timers()).hasSize(6));
	}

	@Test
	void backsOffWithoutARegistry() {
		this.runner.withUserConfiguration(FakePools.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PoolMetrics.class));
	}

	@Test
	void backsOffWithoutPools() {
		this.runner.withBean(SimpleMeterRegistry.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PoolMetrics.class));
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.runner.withUserConfiguration(FakePools.class)
			.withClassLoader(new FilteredClassLoader("io.micrometer", "org.springframework.boot.micrometer.metrics"))
			.run((context) -> assertThat(context).hasNotFailed().hasBean("mail").doesNotHaveBean("poolMetrics"));
	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizerThatNeedsPools {

		@Bean
		MeterRegistryCustomizer<MeterRegistry> customizer(PoolRegistry pools, PoolListener listener) {
			return (registry) -> registry.config().commonTags("pools", String.valueOf(pools.names().size()));
		}

	}

}
