package dev.poolworks.spring.autoconfigure;

import dev.poolworks.spring.PoolRegistry;
import dev.poolworks.spring.actuate.PoolMetrics;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the metrics of the pools.
 */
@AutoConfiguration(after = PoolAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ PoolRegistry.class, MeterRegistry.class })
public final class PoolMetricsAutoConfiguration {

	// Needs neither pools nor a meter registry: the pools take it as a listener when
	// made.
	@Bean
	@ConditionalOnMissingBean
	PoolMetrics poolMetrics(ObjectProvider<PoolRegistry> pools) {
		return new PoolMetrics(pools::getObject);
	}

}
