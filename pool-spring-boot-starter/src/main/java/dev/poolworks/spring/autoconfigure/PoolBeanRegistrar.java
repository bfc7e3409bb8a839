package dev.poolworks.spring.autoconfigure;

import dev.poolworks.PoolType;
import dev.poolworks.TaskPool;
import dev.poolworks.process.ProcessPool;
import dev.poolworks.thread.ThreadPool;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.env.Environment;

/**
 * Registers a bean for each configured pool, under the pool's name. The beans are
 * fallback candidates: where something else fits too, such as Spring Boot's
 * {@code applicationTaskExecutor}, that is injected, and a pool only by its own type or
 * with a qualifier.
 */
final class PoolBeanRegistrar implements BeanRegistrar {

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		PoolDefinitions definitions = PoolDefinitions.read(environment);
		registry.registerBean("poolDefinitions", PoolDefinitions.class,
				(spec) -> spec.infrastructure().supplier((context) -> definitions));
		for (PoolDefinition definition : definitions.all()) {
			if (definition.type() == PoolType.PROCESS) {
				register(registry, definition, ProcessPool.class);
			}
			else {
				register(registry, definition, ThreadPool.class);
			}
		}
	}

	private static <P extends TaskPool> void register(BeanRegistry registry, PoolDefinition definition, Class<P> type) {
		registry.registerBean(definition.name(), type, (spec) -> {
			spec.description("pool.executors." + definition.name());
			if (definition.isPrimary()) {
				spec.primary();
			}
			else {
				spec.fallback();
			}
			spec.supplier((context) -> type.cast(context.bean(PoolFactory.class).create(definition)));
		});
	}

}
