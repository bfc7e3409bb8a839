package dev.poolworks.spring.autoconfigure;

import java.util.Objects;

import dev.poolworks.process.ProcessPool;
import dev.poolworks.spring.autoconfigure.PoolProperties.Worker;
import dev.poolworks.spring.diagnostics.PoolConfigurationException;
import dev.poolworks.spring.worker.WorkerContexts;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.util.ClassUtils;

/**
 * Gives process pools what their workers need of the application: its class loader and
 * its packages, to decode results, and a Spring context.
 */
final class ProcessWorkers {

	private final ConfigurableListableBeanFactory beanFactory;

	private final boolean inWorker;

	ProcessWorkers(ConfigurableListableBeanFactory beanFactory, boolean inWorker) {
		this.beanFactory = beanFactory;
		this.inWorker = inWorker;
	}

	/**
	 * Whether this JVM is a worker itself. Its process pools start no further processes.
	 */
	boolean isInWorker() {
		return this.inWorker;
	}

	void prepare(PoolDefinition definition, ProcessPool.Builder builder) {
		ClassLoader classLoader = Objects.requireNonNullElseGet(this.beanFactory.getBeanClassLoader(),
				ProcessWorkers.class::getClassLoader);
		builder.classLoader(classLoader);
		if (AutoConfigurationPackages.has(this.beanFactory)) {
			AutoConfigurationPackages.get(this.beanFactory).forEach(builder::allow);
		}
		String context = context(definition);
		if (context.equals(WorkerContexts.NONE)) {
			return;
		}
		if (!context.equals(WorkerContexts.APPLICATION) && !ClassUtils.isPresent(context, classLoader)) {
			throw new PoolConfigurationException(
					"pool.executors." + definition.name() + ".worker.context is '" + context
							+ "', and there is no such class.",
					"Use application, none, or the full name of a @Configuration class.");
		}
		// Beans generated ahead of time are those of the application, its web server
		// included.
		builder.systemProperty("spring.aot.enabled", "false");
		builder.systemProperty("spring.devtools.restart.enabled", "false");
		builder.initializer(WorkerContexts.initializer(definition.name(), context, this.beanFactory));
	}

	static String context(PoolDefinition definition) {
		Worker worker = definition.settings().worker();
		return (worker != null && worker.context() != null) ? worker.context() : WorkerContexts.APPLICATION;
	}

}
