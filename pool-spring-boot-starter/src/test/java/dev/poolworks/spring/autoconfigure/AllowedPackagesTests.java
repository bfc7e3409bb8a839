package dev.poolworks.spring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.poolworks.TaskFuture;
import dev.poolworks.TaskNotSerializableException;
import dev.poolworks.process.ProcessPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The classes of which workers may send objects; {@link DataSize} stands for one that is
 * neither of the JDK nor near the code of a task.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AllowedPackagesTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PoolAutoConfiguration.class))
		.withPropertyValues("pool.executors.render.type=process", "pool.executors.render.worker.context=none",
				"pool.executors.render.max-size=1", "pool.executors.render.worker.heap=64MB",
				"pool.executors.render.worker.jvm-args=-XX:TieredStopAtLevel=1");

	@Test
	void otherPackagesAreRefusedWithTheKeyThatAllowsThem() {
		this.runner.run((context) -> assertThat(size(context).exception(LONG))
			.isInstanceOf(TaskNotSerializableException.class)
			.hasMessageContaining(DataSize.class.getName())
			.hasMessageContaining("add org.springframework.util.unit to pool.executors.render.serialization.allow"));
	}

	@Test
	void packagesOfTheKeyPass() {
		this.runner
			.withPropertyValues("pool.executors.render.serialization.allow=com.acme.documents,org.springframework.util")
			.run((context) -> assertThat(size(context).result(LONG)).isEqualTo(DataSize.ofBytes(7)));
	}

	@Test
	void packagesOfTheApplicationPass() {
		this.runner.withUserConfiguration(Application.class)
			.run((context) -> assertThat(size(context).result(LONG)).isEqualTo(DataSize.ofBytes(7)));
	}

	private static TaskFuture<DataSize> size(ApplicationContext context) {
		return context.getBean(ProcessPool.class).submit(() -> DataSize.ofBytes(7));
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackages = "org.springframework.util.unit")
	static class Application {

	}

}
