package dev.poolworks.spring.worker;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Takes down what workers need to know of the application, before its first bean exists,
 * and keeps it as a bean.
 */
final class WorkerApplicationListener implements ApplicationListener<ApplicationPreparedEvent> {

	@Override
	public void onApplicationEvent(ApplicationPreparedEvent event) {
		ConfigurableApplicationContext context = event.getApplicationContext();
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		if (!beanFactory.containsSingleton(WorkerApplication.BEAN_NAME)) {
			beanFactory.registerSingleton(WorkerApplication.BEAN_NAME, WorkerApplication
				.of(event.getSpringApplication(), context.getEnvironment(), context.getParent() != null));
		}
	}

}
