package dev.poolworks.spring.autoconfigure;

import java.util.Set;
import java.util.concurrent.CountDownLatch;

import dev.poolworks.TaskFuture;
import dev.poolworks.TaskPool;
import dev.poolworks.spring.PoolRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class ChangedPropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PoolAutoConfiguration.class))
		.withPropertyValues("pool.defaults.max-size=4", "pool.executors.mail.type=thread",
				"pool.executors.mail.min-size=1", "pool.executors.mail.shutdown.await=5s",
				"pool.executors.my-fax.type=thread", "pool.executors.my-fax.max-size=2");

	@Test
	void changedSizesAreApplied() {
		this.runner.run((context) -> {
			change(context, "pool.executors.mail.min-size=2", "pool.executors.mail.max-size=8");
			assertThat(sizes(context, "mail")).isEqualTo("2..8");
			assertThat(sizes(context, "my-fax")).isEqualTo("0..2");
		});
	}

	@Test
	void changedDefaultsReachThePoolsThatInheritThem() {
		this.runner.run((context) -> {
			change(context, "pool.defaults.max-size=6");
			assertThat(sizes(context, "mail")).isEqualTo("1..6");
			assertThat(sizes(context, "my-fax")).isEqualTo("0..2");
		});
	}

	@Test
	void otherSpellingOfTheNameIsTheSamePool() {
		this.runner.run((context) -> {
			change(context, "pool.executors.myFax.max-size=3");
			assertThat(sizes(context, "my-fax")).isEqualTo("0..3");
		});
	}

	@Test
	void processPoolFollowsToo() {
		this.runner
			.withPropertyValues("pool.executors.render.type=process", "pool.executors.render.worker.context=none",
					"pool.executors.render.worker.heap=64MB")
			.run((context) -> {
				change(context, "pool.executors.render.max-size=3");
				assertThat(sizes(context, "render")).isEqualTo("0..3");
			});
	}

	@Test
	void runningTaskIsUnharmed() {
		this.runner.run((context) -> {
			CountDownLatch release = new CountDownLatch(1);
			TaskPool pool = context.getBean(PoolRegistry.class).get("my-fax");
			TaskFuture<?> first = pool.submit(() -> {
				release.await();
				return "done";
			});
			TaskFuture<?> second = pool.submit(() -> {
				release.await();
				return "done";
			});
			await().until(() -> first.isRunning() && second.isRunning());
			change(context, "pool.executors.my-fax.max-size=1");
			assertThat(sizes(context, "my-fax")).isEqualTo("0..1");
			release.countDown();
			assertThat(first.result()).isEqualTo("done");
			assertThat(second.result()).isEqualTo("done");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			pool.executors.mail.max-size=0    | it must be at least 1
			pool.executors.mail.min-size=-1   | it must be at least 0
			pool.executors.mail.min-size=5    | it is more than max-size, which is 4
			pool.executors.mail.max-size=many | many
			pool.executors.mail.max-sise=5    | Did you mean 'max-size'?
			""")
	void wrongValueLeavesThePoolsAsTheyAreAndIsLogged(String property, String expected, CapturedOutput output) {
		this.runner.run((context) -> {
			change(context, property, "pool.executors.my-fax.max-size=3");
			assertThat(sizes(context, "mail")).isEqualTo("1..4");
			assertThat(sizes(context, "my-fax")).isEqualTo("0..2");
			assertThat(output).contains("ERROR", expected, property.substring(0, property.indexOf('=')),
					"All pools stay as they are", "Correct the value");
		});
	}

	@Test
	void correctedValueIsApplied() {
		this.runner.run((context) -> {
			change(context, "pool.executors.mail.max-size=0");
			change(context, "pool.executors.mail.max-size=7");
			assertThat(sizes(context, "mail")).isEqualTo("1..7");
		});
	}

	@ParameterizedTest
	@CsvSource({ "pool.executors.mail.task-timeout=9s, pool.executors.mail.task-timeout",
			"pool.executors.mail.recycle.max-age=1h, pool.executors.mail.recycle",
			"pool.executors.mail.shutdown.await=6s, pool.executors.mail.shutdown.await",
			"pool.defaults.queue-capacity=7, pool.executors.mail.queue-capacity",
			"pool.executors.sms.type=thread, pool.executors.sms", "pool.budget.memory=0, pool.budget.memory" })
	void otherKeysNeedARestartAndTheLogSaysSoOnce(String property, String key, CapturedOutput output) {
		this.runner.run((context) -> {
			change(context, property);
			change(context, "unrelated=1");
			assertThat(output.toString().split("hold after a restart only: .*" + key)).hasSize(2);
			assertThat(sizes(context, "mail")).isEqualTo("1..4");
		});
	}

	@Test
	void sizeSetByHandIsKeptWhileThePropertiesStay() {
		this.runner.run((context) -> {
			context.getBean(PoolRegistry.class).get("mail").resize(0, 9);
			change(context, "unrelated=1", "pool.executors.my-fax.max-size=3");
			assertThat(sizes(context, "mail")).isEqualTo("0..9");
		});
	}

	@Test
	void unchangedPropertiesSayNothing(CapturedOutput output) {
		this.runner.run((context) -> {
			change(context, "unrelated=1");
			assertThat(output).doesNotContain("changed properties");
		});
	}

	@Test
	void shownConfigurationFollows() {
		this.runner.run((context) -> {
			change(context, "pool.executors.mail.max-size=8");
			assertThat(context.getBean(EffectiveSettings.class).get("mail").maxSize()).isEqualTo(8);
		});
	}

	@Test
	void nothingListensWithoutSpringCloud() {
		this.runner.withClassLoader(new FilteredClassLoader(EnvironmentChangeEvent.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("mail")
				.doesNotHaveBean(ChangedProperties.class));
	}

	private static void change(AssertableApplicationContext context, String... properties) {
		ConfigurableApplicationContext source = (ConfigurableApplicationContext) context.getSourceApplicationContext();
		TestPropertyValues.of(properties).applyTo(source);
		source.publishEvent(new EnvironmentChangeEvent(source, Set.of()));
	}

	private static String sizes(AssertableApplicationContext context, String pool) {
		var snapshot = context.getBean(PoolRegistry.class).get(pool).snapshot();
		return snapshot.minSize() + ".." + snapshot.maxSize();
	}

}
