package dev.poolworks.spring.autoconfigure;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.poolworks.PoolSnapshot;
import dev.poolworks.PoolState;
import dev.poolworks.PoolType;
import dev.poolworks.TaskCounts;
import dev.poolworks.TaskPool;
import dev.poolworks.WorkerCounts;
import dev.poolworks.spring.PoolRegistry;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * A registry with the pool {@code mail}, for tests of what stands beside the pools.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PoolProperties.class)
class FakePools {

	@Bean
	TaskPool mail() {
		TaskPool pool = mock(TaskPool.class);
		given(pool.name()).willReturn("mail");
		given(pool.type()).willReturn(PoolType.THREAD);
		given(pool.snapshot()).willReturn(new PoolSnapshot("mail", PoolType.THREAD, PoolState.RUNNING, false, 0, 4, 100,
				0, new WorkerCounts(0, 0, 0, 0, 0, 0, 0), new TaskCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), null));
		return pool;
	}

	@Bean
	EffectiveSettings effectivePoolSettings(PoolProperties properties) {
		return new EffectiveSettings(properties.executors()
			.keySet()
			.stream()
			.collect(Collectors.toMap(Function.identity(), properties::effective)));
	}

	@Bean
	ProcessBudget processBudget() {
		return ProcessBudget.none(Machine.current());
	}

	@Bean
	PoolRegistry poolRegistry(TaskPool mail) {
		PoolRegistry registry = mock(PoolRegistry.class);
		given(registry.names()).willReturn(Set.of("mail"));
		given(registry.pools()).willReturn(List.of(mail));
		given(registry.find("mail")).willReturn(Optional.of(mail));
		return registry;
	}

}
