package dev.poolworks.spring.worker;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.scheduling.config.TaskManagementConfigUtils;

/**
 * Takes from a context, before its refresh, what makes an application start to act: the
 * start of {@code Lifecycle} beans (servers, message listeners, schedulers), the events
 * that announce its start, and schedules. Events that the application itself publishes
 * are delivered. Stateless.
 */
final class QuietContext {

	private QuietContext() {
	}

	static void quieten(ConfigurableApplicationContext context) {
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		NoLifecycle lifecycle = new NoLifecycle();
		lifecycle.setBeanFactory(beanFactory);
		beanFactory.registerSingleton(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME, lifecycle);
		beanFactory.registerSingleton(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME,
				new NoContextEvents(beanFactory));
		context.addBeanFactoryPostProcessor(new NoSchedules());
	}

	/**
	 * Starts nothing at a refresh.
	 */
	private static final class NoLifecycle extends DefaultLifecycleProcessor {

		@Override
		public void onRefresh() {
			// A bean that is started is one that acts on its own.
		}

		@Override
		public boolean isRunning() {
			return true;
		}

	}

	/**
	 * Keeps events about the context itself from the application's own listeners.
	 */
	private static final class NoContextEvents extends SimpleApplicationEventMulticaster {

		NoContextEvents(ConfigurableListableBeanFactory beanFactory) {
			super(beanFactory);
		}

		@Override
		protected void invokeListener(ApplicationListener<?> listener, ApplicationEvent event) {
			if (!(event instanceof ApplicationContextEvent) || isSpringsOwn(listener)) {
				super.invokeListener(listener, event);
			}
		}

		private static boolean isSpringsOwn(ApplicationListener<?> listener) {
			return !(listener instanceof ApplicationListenerMethodAdapter)
					&& listener.getClass().getName().startsWith("org.springframework.");
		}

	}

	/**
	 * Removes what finds {@code @Scheduled} methods.
	 */
	private static final class NoSchedules implements BeanFactoryPostProcessor {

		@Override
		public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
			String processor = TaskManagementConfigUtils.SCHEDULED_ANNOTATION_PROCESSOR_BEAN_NAME;
			if (beanFactory instanceof BeanDefinitionRegistry registry && registry.containsBeanDefinition(processor)) {
				registry.removeBeanDefinition(processor);
			}
		}

	}

}
