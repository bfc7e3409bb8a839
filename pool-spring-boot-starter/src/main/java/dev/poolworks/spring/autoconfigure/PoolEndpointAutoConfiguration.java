package dev.poolworks.spring.autoconfigure;

import dev.poolworks.spring.PoolRegistry;
import dev.poolworks.spring.actuate.PoolConfigurationView;
import dev.poolworks.spring.actuate.PoolEventLog;
import dev.poolworks.spring.actuate.PoolsEndpoint;
import dev.poolworks.spring.actuate.PoolsEndpointWebExtension;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the endpoint {@code pools}.
 */
@AutoConfiguration(after = PoolAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(PoolRegistry.class)
@ConditionalOnAvailableEndpoint(PoolsEndpoint.class)
@EnableConfigurationProperties(PoolsEndpointProperties.class)
public final class PoolEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	PoolEventLog poolEventLog() {
		return new PoolEventLog();
	}

	@Bean
	@ConditionalOnMissingBean
	PoolsEndpoint poolsEndpoint(PoolRegistry pools, EffectiveSettings settings, ProcessBudget budget,
			ObjectProvider<SanitizingFunction> sanitizingFunctions, PoolEventLog events,
			PoolsEndpointProperties endpointProperties) {
		Sanitizer sanitizer = new Sanitizer(sanitizingFunctions.orderedStream().toList());
		PoolConfigurationView configuration = new PoolConfigurationView(settings::find, sanitizer);
		return new PoolsEndpoint(pools, configuration, events, endpointProperties.getShowValues(), budget.memory());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(PoolsEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	PoolsEndpointWebExtension poolsEndpointWebExtension(PoolsEndpoint endpoint, PoolRegistry pools,
			PoolsEndpointProperties properties) {
		return new PoolsEndpointWebExtension(endpoint, pools, properties.getShowValues(), properties.getRoles());
	}

}
