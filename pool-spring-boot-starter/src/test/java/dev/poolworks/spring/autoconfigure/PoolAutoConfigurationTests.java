package dev.poolworks.spring.autoconfigure;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

import dev.poolworks.PoolType;
import dev.poolworks.TaskPool;
import dev.poolworks.policy.ScalingPolicy;
import dev.poolworks.spring.PoolRegistry;
import dev.poolworks.spring.UnknownPoolException;
import dev.poolworks.thread.ThreadPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PoolAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(PoolAutoConfiguration.class, TaskExecutionAutoConfiguration.class, TaskSchedulingAutoConfiguration.class));

	private final ApplicationContextRunner mail = this.runner.withPropertyValues("pool.executors.mail.type=thread",
			"pool.executors.mail.max-size=2");

	@Test
	void withoutConfigurationThereIsNoPool() {
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean(TaskPool.class).hasSingleBean(PoolRegistry.class);
			assertThat(context.getBean(PoolRegistry.class).pools()).isEmpty();
		});
	}

	@Test
	void everyPoolIsABeanOfItsName() {
		this.mail.withPropertyValues("pool.executors.render.type=process", "pool.executors.render.worker.context=none")
			.run((context) -> {
				assertThat(context.getBean("mail")).isInstanceOf(ThreadPool.class);
				assertThat(context.getBean("mail", TaskPool.class).type()).isEqualTo(PoolType.THREAD);
				assertThat(context.getBean("render", TaskPool.class).type()).isEqualTo(PoolType.PROCESS);
			});
	}

	@Test
	void poolRunsTasks() {
		this.mail.run((context) -> assertThat(
				context.getBean(TaskPool.class).submit(() -> Thread.currentThread().getName()).result())
			.contains("mail"));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualPoolRunsTasksInVirtualThreads() {
		this.runner.withPropertyValues("pool.executors.fanout.type=virtual", "pool.executors.fanout.max-size=500")
			.run((context) -> {
				TaskPool fanout = context.getBean("fanout", TaskPool.class);
				assertThat(fanout.type()).isEqualTo(PoolType.VIRTUAL);
				assertThat(fanout.submit(() -> Thread.currentThread().toString()).result()).contains("VirtualThread");
			});
	}

	@Test
	void poolIsInjectedByTypeAndQualifierAndBootsExecutorStaysTheDefault() {
		this.mail.withUserConfiguration(Injected.class).run((context) -> {
			Injected injected = context.getBean(Injected.class);
			Object mail = context.getBean("mail");
			assertThat(injected.byOwnType).isSameAs(mail);
			assertThat(injected.byInterface).isSameAs(mail);
			assertThat(injected.executorService).isSameAs(mail);
			assertThat(injected.executor).isSameAs(mail);
			assertThat(injected.anyExecutor).isSameAs(context.getBean("applicationTaskExecutor"));
		});
	}

	@Test
	void primaryPoolIsInjectedWhereAnExecutorIs() {
		this.mail.withPropertyValues("pool.executors.mail.primary=true")
			.withUserConfiguration(Injected.class)
			.run((context) -> assertThat(context.getBean(Injected.class).anyExecutor)
				.isSameAs(context.getBean("mail")));
	}

	@Test
	void disabledStarterDefinesNothing() {
		this.mail.withPropertyValues("pool.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TaskPool.class).doesNotHaveBean(PoolRegistry.class));
	}

	@Test
	void worksWithoutActuatorMicrometerAndReactor() {
		this.mail
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate",
					"org.springframework.boot.health", "io.micrometer", "reactor"))
			.run((context) -> assertThat(context).hasNotFailed().hasBean("mail"));
	}

	@Test
	void valuesReachThePool() {
		this.mail.withPropertyValues("pool.executors.mail.min-size=1", "pool.defaults.queue-capacity=7")
			.run((context) -> {
				var snapshot = context.getBean(TaskPool.class).snapshot();
				assertThat(snapshot.minSize()).isEqualTo(1);
				assertThat(snapshot.maxSize()).isEqualTo(2);
				assertThat(snapshot.queueCapacity()).isEqualTo(7);
			});
	}

	@Test
	void bracketsAllowADottedName() {
		this.runner.withPropertyValues("pool.executors[my.pool].type=thread")
			.run((context) -> assertThat(context.getBean(PoolRegistry.class).names()).containsExactly("my.pool"));
	}

	@Test
	void namesThatAreEqualInUniformFormAreOnePool() {
		this.runner.withPropertyValues("pool.executors.my-pool.type=thread")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new org.springframework.core.env.SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("POOL_EXECUTORS_MYPOOL_MAXSIZE", "3"))))
			.run((context) -> {
				PoolRegistry registry = context.getBean(PoolRegistry.class);
				assertThat(registry.names()).containsExactly("my-pool");
				assertThat(registry.get("myPool").snapshot().maxSize()).isEqualTo(3);
				assertThat(registry.get("MY_POOL")).isSameAs(registry.get("my-pool"));
			});
	}

	@Test
	void registrySuggestsANameThatExists() {
		this.mail.run((context) -> {
			PoolRegistry registry = context.getBean(PoolRegistry.class);
			assertThat(registry.find("mial")).isEmpty();
			assertThatExceptionOfType(UnknownPoolException.class).isThrownBy(() -> registry.get("mial"))
				.withMessageContaining("did you mean 'mail'");
		});
	}

	@Test
	void scalingMayBeABean() {
		this.mail.withPropertyValues("pool.executors.mail.scaling=mine")
			.withBean("mine", ScalingPolicy.class, ScalingPolicy::fixed)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void taskDecoratorsWrapTheTasksOfThreadPools() {
		this.mail.withUserConfiguration(Decorated.class)
			.run((context) -> assertThat(
					context.getBean(TaskPool.class).submit(() -> String.valueOf(Decorated.CURRENT.get())).result())
				.isEqualTo("decorated"));
	}

	@Test
	void poolsStartNothingUntilTheyAreUsed() {
		// no other test has a pool of this name: contexts that Spring keeps have threads
		this.runner.withPropertyValues("pool.executors.untouched.type=thread").run((context) -> {
			assertThat(context.getBean(TaskPool.class).workers()).isEmpty();
			assertThat(Thread.getAllStackTraces().keySet())
				.noneMatch((thread) -> thread.getName().contains("untouched"));
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		@Autowired
		ThreadPool byOwnType;

		@Autowired
		@Qualifier("mail")
		TaskPool byInterface;

		@Autowired
		@Qualifier("mail")
		ExecutorService executorService;

		@Autowired
		@Qualifier("mail")
		Executor executor;

		@Autowired
		Executor anyExecutor;

	}

	@Configuration(proxyBeanMethods = false)
	static class Decorated {

		static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

		@Bean
		TaskDecorator decorator() {
			return (task) -> () -> {
				CURRENT.set("decorated");
				try {
					task.run();
				}
				finally {
					CURRENT.remove();
				}
			};
		}

	}

}
