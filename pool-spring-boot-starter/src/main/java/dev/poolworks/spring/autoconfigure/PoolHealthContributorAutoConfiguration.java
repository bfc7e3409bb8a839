package dev.poolworks.spring.autoconfigure;

import dev.poolworks.spring.PoolRegistry;
import dev.poolworks.spring.actuate.PoolsHealthContributor;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the health of the pools.
 */
@AutoConfiguration(after = PoolAutoConfiguration.class)
@ConditionalOnClass(HealthContributor.class)
@ConditionalOnBean(PoolRegistry.class)
@ConditionalOnEnabledHealthIndicator("pools")
public final class PoolHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "poolsHealthContributor", "poolsHealthIndicator" })
	PoolsHealthContributor poolsHealthContributor(PoolRegistry pools) {
		return new PoolsHealthContributor(pools);
	}

}
