package dev.poolworks.spring.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.poolworks.PoolListener;
import dev.poolworks.PoolType;
import dev.poolworks.Shutdown;
import dev.poolworks.policy.RejectionPolicy;
import dev.poolworks.pool.AbstractTaskPool;
import dev.poolworks.pool.PoolSpec;
import dev.poolworks.process.ProcessPool;
import dev.poolworks.process.WorkerOutput;
import dev.poolworks.spring.autoconfigure.PoolProperties.Backoff;
import dev.poolworks.spring.autoconfigure.PoolProperties.Crash;
import dev.poolworks.spring.autoconfigure.PoolProperties.Ending;
import dev.poolworks.spring.autoconfigure.PoolProperties.Recycle;
import dev.poolworks.spring.autoconfigure.PoolProperties.Rejection;
import dev.poolworks.spring.autoconfigure.PoolProperties.Serialization;
import dev.poolworks.spring.autoconfigure.PoolProperties.Settings;
import dev.poolworks.spring.autoconfigure.PoolProperties.Worker;
import dev.poolworks.spring.diagnostics.PoolConfigurationException;
import dev.poolworks.thread.ThreadPool;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;
import org.springframework.util.unit.DataSize;

/**
 * Makes pools of definitions. A pool that it has made has started nothing.
 */
final class PoolFactory {

	private static final Duration DEFAULT_AWAIT = Duration.ofSeconds(20);

	private static final Duration DEFAULT_BACKOFF = Duration.ofMillis(100);

	private static final Duration DEFAULT_MAX_BACKOFF = Duration.ofSeconds(30);

	private final ConfigurableListableBeanFactory beanFactory;

	private final ProcessWorkers processWorkers;

	private final ProcessBudget budget;

	private final EffectiveSettings effective;

	private final PoolLifecycle lifecycle;

	private final String lifecycleName;

	PoolFactory(ConfigurableListableBeanFactory beanFactory, ProcessWorkers processWorkers, ProcessBudget budget,
			EffectiveSettings effective, PoolLifecycle lifecycle, String lifecycleName) {
		this.beanFactory = beanFactory;
		this.processWorkers = processWorkers;
		this.budget = budget;
		this.effective = effective;
		this.lifecycle = lifecycle;
		this.lifecycleName = lifecycleName;
	}

	AbstractTaskPool create(PoolDefinition configured) {
		PoolDefinition definition = new PoolDefinition(configured.name(), configured.type(),
				this.effective.get(configured.name()));
		AbstractTaskPool pool = build(definition);
		Ending ending = Objects.requireNonNullElse(definition.settings().shutdown(), new Ending(null, null));
		// Spring destroys dependents first, so the pool is ended in order before its
		// own close() could wait without limit.
		this.beanFactory.registerDependentBean(definition.name(), this.lifecycleName);
		this.lifecycle.add(pool, Objects.requireNonNullElse(ending.mode(), Shutdown.drain()),
				Objects.requireNonNullElse(ending.await(), DEFAULT_AWAIT));
		return pool;
	}

	private AbstractTaskPool build(PoolDefinition definition) {
		try {
			return (definition.type() == PoolType.PROCESS) ? processPool(definition) : threadPool(definition);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw new PoolConfigurationException(
					"The pool '" + definition.name() + "' cannot be made: " + ex.getMessage() + ".",
					"Correct " + ConfiguredKeys.executor(definition.name()) + ".", ex);
		}
	}

	private ThreadPool threadPool(PoolDefinition definition) {
		ThreadPool.Builder builder = ThreadPool.builder(definition.name());
		applyCommon(builder, definition);
		if (definition.type() == PoolType.VIRTUAL) {
			builder.virtual();
		}
		List<TaskDecorator> decorators = this.beanFactory.getBeanProvider(TaskDecorator.class).orderedStream().toList();
		if (!decorators.isEmpty()) {
			builder.decorator(new CompositeTaskDecorator(decorators)::decorate);
		}
		return builder.build();
	}

	private ProcessPool processPool(PoolDefinition definition) {
		ProcessPool.Builder builder = ProcessPool.builder(definition.name());
		if (this.processWorkers.isInWorker()) {
			return builder.inline().build();
		}
		applyCommon(builder, definition);
		Settings settings = definition.settings();
		PropertyMapper map = PropertyMapper.get();
		map.from(settings.queueBytes()).as(DataSize::toBytes).to(builder::queueBytes);
		map.from(settings.maxPayload()).as(DataSize::toBytes).to(builder::maxPayload);
		map.from(settings.killGrace()).to(builder::killGrace);
		Recycle recycle = settings.recycle();
		if (recycle != null) {
			map.from(recycle.maxMemory()).as(DataSize::toBytes).to(builder::maxWorkerMemory);
		}
		Crash crash = settings.crash();
		if (crash != null) {
			applyCrash(builder, crash, map);
		}
		Worker worker = settings.worker();
		if (worker != null) {
			applyWorker(builder, worker, map);
		}
		Serialization serialization = settings.serialization();
		if (serialization != null) {
			map.from(serialization.allow()).as((list) -> list.toArray(String[]::new)).to(builder::allow);
		}
		map.from(this.budget.memory()).to(builder::budget);
		this.processWorkers.prepare(definition, builder);
		builder.shutdownHook(!this.lifecycle.endsWithJvm());
		return builder.build();
	}

	private static void applyCrash(ProcessPool.Builder builder, Crash crash, PropertyMapper map) {
		map.from(crash.retries()).to(builder::retries);
		map.from(crash.poisonThreshold()).to(builder::poisonThreshold);
		map.from(crash.maxStarts()).to(builder::maxStarts);
		map.from(crash.window()).to(builder::startWindow);
		Backoff backoff = crash.backoff();
		if (backoff != null) {
			builder.backoff(Objects.requireNonNullElse(backoff.initial(), DEFAULT_BACKOFF),
					Objects.requireNonNullElse(backoff.max(), DEFAULT_MAX_BACKOFF));
		}
	}

	private static void applyWorker(ProcessPool.Builder builder, Worker worker, PropertyMapper map) {
		map.from(worker.heap()).as(DataSize::toBytes).to(builder::heap);
		map.from(worker.jvmArgs()).as((list) -> list.toArray(String[]::new)).to(builder::jvmArgs);
		map.from(worker.environment()).to(builder::environment);
		map.from(worker.commandPrefix()).as((list) -> list.toArray(String[]::new)).to(builder::commandPrefix);
		map.from(worker.javaHome()).as(Path::of).to(builder::javaHome);
		map.from(worker.startTimeout()).to(builder::startTimeout);
		map.from(worker.output()).as((output) -> WorkerOutput.valueOf(output.name())).to(builder::output);
	}

	private void applyCommon(PoolSpec<?> spec, PoolDefinition definition) {
		Settings settings = definition.settings();
		PropertyMapper map = PropertyMapper.get();
		map.from(settings.minSize()).to(spec::minSize);
		spec.maxSize(maxSize(settings));
		map.from(settings.spare()).to(spec::spare);
		map.from(settings.queueCapacity()).to(spec::queueCapacity);
		map.from(settings.rejection()).as(PoolFactory::policy).to(spec::rejection);
		map.from(settings.taskTimeout()).to(spec::taskTimeout);
		map.from(settings.queueTimeout()).to(spec::queueTimeout);
		map.from(settings.idleTimeout()).to(spec::idleTimeout);
		map.from(settings.scaling())
			.as((scaling) -> ScalingNames.policy(definition.name(), scaling, this.beanFactory))
			.to(spec::scaling);
		Recycle recycle = settings.recycle();
		if (recycle != null) {
			map.from(recycle.maxTasks()).to(spec::maxTasksPerWorker);
			map.from(recycle.maxAge()).to(spec::maxWorkerAge);
		}
		this.beanFactory.getBeanProvider(PoolListener.class).orderedStream().forEach(spec::listener);
	}

	/** One worker per processor, but never fewer than {@code min-size}. */
	static int maxSize(Settings settings) {
		Integer maxSize = settings.maxSize();
		return (maxSize != null) ? maxSize : Math.max(Runtime.getRuntime().availableProcessors(),
				Objects.requireNonNullElse(settings.minSize(), 0));
	}

	private static RejectionPolicy policy(Rejection rejection) {
		return switch (rejection) {
			case ABORT -> RejectionPolicy.abort();
			case BLOCK -> RejectionPolicy.block();
			case CALLER_RUNS -> RejectionPolicy.callerRuns();
			case DISCARD_OLDEST -> RejectionPolicy.discardOldest();
		};
	}

}
