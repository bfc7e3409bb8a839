package dev.poolworks.spring.worker;

import dev.poolworks.WorkerInitializer;
import dev.poolworks.spring.task.PooledTaskMethods;
import dev.poolworks.spring.task.WorkerBeans;

import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Builds the worker's Spring context before its first task, and the beans whose methods
 * are tasks of the pool, so that a worker which reports ready has nothing left to do.
 *
 * @param pool the pool's name
 * @param application what is known of the application
 */
record WorkerContextInitializer(String pool, WorkerApplication application) implements WorkerInitializer {

	@Override
	public void initialize() {
		// They came with the application's other system properties and say where it logs.
		for (LoggingSystemProperty property : LoggingSystemProperty.values()) {
			System.clearProperty(property.getEnvironmentVariableName());
		}
		ConfigurableApplicationContext context = QuietApplication.prepare(this.application);
		context.refresh();
		PooledTaskMethods.namesOfBeans(context.getBeanFactory(), this.pool).forEach(context::getBean);
		WorkerBeans.use(context.getBeanFactory(), this.application.missing());
	}

}
