package dev.poolworks.spring.worker;

import java.util.List;

import dev.poolworks.WorkerInitializer;
import dev.poolworks.spring.diagnostics.PoolConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;

/**
 * Makes the initializers that give workers their Spring context. Stateless.
 */
public final class WorkerContexts {

	/** The application's context, built again. */
	public static final String APPLICATION = "application";

	/** No context. */
	public static final String NONE = "none";

	private WorkerContexts() {
	}

	/**
	 * The initializer for the workers of a pool.
	 * @param pool the pool's name
	 * @param context {@link #APPLICATION}, or the name of a configuration class
	 * @param beanFactory the application's bean factory
	 * @return the initializer
	 * @throws PoolConfigurationException if it is not known how the application was
	 * started
	 */
	public static WorkerInitializer initializer(String pool, String context, BeanFactory beanFactory) {
		WorkerApplication application = application(beanFactory);
		if (application == null) {
			throw new PoolConfigurationException(
					"The workers of the process pool '" + pool + "' cannot build the Spring context that "
							+ "worker.context: " + context + " asks for: this application context was not made by "
							+ "SpringApplication, so its sources and properties are not known.",
					"Start the application with SpringApplication (or @SpringBootTest), or set pool.executors." + pool
							+ ".worker.context to none.");
		}
		if (!context.equals(APPLICATION)) {
			application = new WorkerApplication(List.of(context), application.profiles(), application.properties(),
					application.defaultProperties(), application.missing());
		}
		return new WorkerContextInitializer(pool, application);
	}

	private static @Nullable WorkerApplication application(BeanFactory beanFactory) {
		return beanFactory.containsBean(WorkerApplication.BEAN_NAME)
				? beanFactory.getBean(WorkerApplication.BEAN_NAME, WorkerApplication.class) : null;
	}

}
