package dev.poolworks.spring.autoconfigure;

import dev.poolworks.spring.PoolRegistry;
import dev.poolworks.spring.PooledTask;
import dev.poolworks.spring.task.KnownPools;
import dev.poolworks.spring.task.KnownPools.KnownPool;
import dev.poolworks.spring.task.PooledTaskBeanPostProcessor;
import dev.poolworks.spring.task.PooledTaskStartupCheck;
import dev.poolworks.spring.worker.WorkerContexts;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the pools under {@code pool.executors} and of {@link PooledTask}.
 * It comes after Spring Boot's own executors, which would back off otherwise.
 */
@AutoConfiguration(after = { TaskExecutionAutoConfiguration.class, TaskSchedulingAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "pool.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PoolProperties.class)
@Import(PoolBeanRegistrar.class)
public final class PoolAutoConfiguration {

	private static final String LIFECYCLE = "poolLifecycle";

	private static final String WORKER_ACTIVE = "pool.worker.active";

	private static final String PROCESS_MODE = "process";

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static PoolRegistry poolRegistry(BeanFactory beanFactory, PoolDefinitions definitions) {
		return new BeanFactoryPoolRegistry(beanFactory, definitions);
	}

	@Bean(LIFECYCLE)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static PoolLifecycle poolLifecycle(ApplicationContext context) {
		return new PoolLifecycle(context);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ProcessBudget processBudget(PoolDefinitions definitions, Environment environment) {
		boolean processes = !isWorker(environment)
				&& PROCESS_MODE.equals(environment.getProperty("pool.mode", PROCESS_MODE));
		Machine machine = Machine.current();
		return processes ? ProcessBudget.of(definitions, machine) : ProcessBudget.none(machine);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static EffectiveSettings effectivePoolSettings(PoolDefinitions definitions, ProcessBudget budget) {
		budget.report(definitions);
		return new EffectiveSettings(budget.apply(definitions));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static PoolFactory poolFactory(ConfigurableListableBeanFactory beanFactory, ProcessBudget budget,
			EffectiveSettings effective, PoolLifecycle lifecycle, Environment environment) {
		return new PoolFactory(beanFactory, new ProcessWorkers(beanFactory, isWorker(environment)), budget, effective,
				lifecycle, LIFECYCLE);
	}

	private static boolean isWorker(Environment environment) {
		return environment.getProperty(WORKER_ACTIVE, Boolean.class, false);
	}

	/**
	 * Live changes by changed properties, where there is something that changes them. The
	 * pools of a worker are those it was started with.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = ChangedProperties.EVENT)
	@ConditionalOnBooleanProperty(name = WORKER_ACTIVE, havingValue = false, matchIfMissing = true)
	static final class ChangedPropertiesConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static ChangedProperties changedPoolProperties(Environment environment, PoolRegistry pools,
				ProcessBudget budget, EffectiveSettings effective, PoolDefinitions definitions) {
			return new ChangedProperties(environment, pools, budget, effective, definitions);
		}

	}

	/**
	 * The advice. In a worker there is none: the methods run where they are called, in
	 * the worker.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = WORKER_ACTIVE, havingValue = false, matchIfMissing = true)
	static final class PooledTaskConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static KnownPools knownPools(PoolDefinitions definitions) {
			return new KnownPools(definitions.all()
				.stream()
				.map((definition) -> new KnownPool(definition.name(), definition.type(),
						!ProcessWorkers.context(definition).equals(WorkerContexts.NONE)))
				.toList());
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static PooledTaskBeanPostProcessor pooledTaskBeanPostProcessor(ObjectProvider<KnownPools> knownPools,
				Environment environment) {
			PooledTaskBeanPostProcessor postProcessor = new PooledTaskBeanPostProcessor(knownPools);
			postProcessor
				.setProxyTargetClass(environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
			return postProcessor;
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static PooledTaskStartupCheck pooledTaskStartupCheck(ConfigurableListableBeanFactory beanFactory,
				PooledTaskBeanPostProcessor postProcessor) {
			return new PooledTaskStartupCheck(beanFactory, postProcessor);
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static LazyInitializationExcludeFilter pooledTaskStartupCheckIsNotLazy() {
			return LazyInitializationExcludeFilter.forBeanTypes(PooledTaskStartupCheck.class);
		}

	}

}
