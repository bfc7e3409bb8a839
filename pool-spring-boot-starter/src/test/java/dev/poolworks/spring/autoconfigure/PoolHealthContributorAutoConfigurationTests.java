package dev.poolworks.spring.autoconfigure;

import dev.poolworks.spring.actuate.PoolsHealthContributor;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class PoolHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PoolHealthContributorAutoConfiguration.class));

	@Test
	void healthOfEachPoolIsUnderPools() {
		this.runner.withUserConfiguration(FakePools.class)
			.withConfiguration(AutoConfigurations.of(HealthContributorAutoConfiguration.class,
					HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoint.health.show-details=always")
			.run((context) -> {
				HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
				assertThat(endpoint.healthForPath("pools", "mail").getStatus()).isEqualTo(Status.UP);
				assertThat(endpoint.healthForPath("pools", "fax")).isNull();
				assertThat(endpoint.healthForPath("pools").getStatus()).isEqualTo(Status.UP);
			});
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withUserConfiguration(FakePools.class)
			.withPropertyValues("management.health.pools.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(PoolsHealthContributor.class));
	}

	@Test
	void backsOffWhenAllHealthIsDisabled() {
		this.runner.withUserConfiguration(FakePools.class)
			.withPropertyValues("management.health.defaults.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(PoolsHealthContributor.class));
	}

	@Test
	void backsOffWithoutPools() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PoolsHealthContributor.class));
	}

	@Test
	void backsOffForABeanOfTheSameName() {
		this.runner.withUserConfiguration(FakePools.class)
			.withBean("poolsHealthContributor", HealthContributor.class, () -> new PoolsHealthContributor(mock()))
			.run((context) -> assertThat(context).hasSingleBean(PoolsHealthContributor.class));
	}

	@Test
	void backsOffWithoutTheHealthLibrary() {
		this.runner.withUserConfiguration(FakePools.class)
			.withClassLoader(new FilteredClassLoader(HealthContributor.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("mail")
				.doesNotHaveBean("poolsHealthContributor"));
	}

}
