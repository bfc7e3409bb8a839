package dev.poolworks.spring.task;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Checks, when the application starts, the {@code @PooledTask} methods of beans that are
 * created later: lazy ones and those of other scopes.
 */
public final class PooledTaskStartupCheck implements SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final PooledTaskBeanPostProcessor postProcessor;

	public PooledTaskStartupCheck(ConfigurableListableBeanFactory beanFactory,
			PooledTaskBeanPostProcessor postProcessor) {
		this.beanFactory = beanFactory;
		this.postProcessor = postProcessor;
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (String name : this.beanFactory.getBeanNamesForType(Object.class, true, false)) {
			Class<?> type = PooledTaskMethods.targetClass(this.beanFactory, name);
			if (type != null && !this.beanFactory.containsSingleton(name)) {
				this.postProcessor.check(type);
			}
		}
	}

}
