package dev.poolworks.spring.autoconfigure;

import dev.poolworks.process.MemoryBudget;
import dev.poolworks.process.ProcessPool;
import dev.poolworks.spring.actuate.BudgetSummary;
import dev.poolworks.spring.actuate.PoolsEndpoint;
import dev.poolworks.spring.autoconfigure.PoolProperties.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ProcessBudgetTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PoolAutoConfiguration.class, PoolEndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=pools", "pool.defaults.worker.context=none",
				"pool.executors.render.type=process", "pool.executors.mail.type=thread");

	private final WebApplicationContextRunner gigabyte = this.runner.withPropertyValues("pool.budget.memory=1000MB");

	@Test
	void poolIsSizedByTheBudgetAndTheLogSaysHow(CapturedOutput output) {
		this.gigabyte.withPropertyValues("pool.executors.render.max-size=2").run((context) -> {
			assertThat(settings(context).worker().heap()).isEqualTo(DataSize.ofMegabytes(404));
			assertThat(output).contains(
					"process pools: budget 1000 MB (pool.budget.memory)," + " render up to 2 workers of 404 MB heap");
			assertThat(output).doesNotContain("WARN");
		});
	}

	@Test
	void poolWithoutMaxSizeHasWhatFits() {
		this.gigabyte
			.withPropertyValues("pool.executors.render.worker.heap=800MB",
					"pool.executors.render.worker.output=discard")
			.run((context) -> {
				assertThat(settings(context).maxSize()).isOne();
				assertThat(context.getBean(ProcessPool.class).snapshot().maxSize()).isOne();
			});
	}

	@ParameterizedTest
	@CsvSource({ "-Xmx64m, 64", "-XX:MaxHeapSize=128m, 128" })
	void heapInTheArgumentsOfTheJvmCounts(String argument, long megabytes) {
		this.gigabyte
			.withPropertyValues("pool.executors.render.worker.heap=800MB",
					"pool.executors.render.worker.jvm-args=" + argument)
			.run((context) -> assertThat(settings(context).worker().heap()).isEqualTo(DataSize.ofMegabytes(megabytes)));
	}

	@Test
	void workerThatCanNeverFitStopsTheStart() {
		this.gigabyte.withPropertyValues("pool.executors.render.worker.heap=2GB")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContainingAll("'render'", "one needs 2.1 GB", "1000 MB (pool.budget.memory)",
						"Lower worker.heap"));
	}

	@Test
	void workerLargerThanWhatTheMachineHasLeftMayStartIfNobodyHasSetABudget(CapturedOutput output) {
		this.runner.withPropertyValues("pool.executors.render.max-size=1", "pool.executors.render.worker.heap=100TB")
			.run((context) -> {
				assertThat(context.getBean(ProcessBudget.class).memory().bytes())
					.isEqualTo(DataSize.ofTerabytes(100).toBytes() + MemoryBudget.JVM_BYTES);
				assertThat(output).contains("one of them needs 102400.1 GB: the machine may run out of memory");
			});
	}

	@Test
	void maximaBeyondTheBudgetAreAllowedWithAWarning(CapturedOutput output) {
		this.gigabyte.withPropertyValues("pool.executors.render.worker.heap=404MB", "pool.executors.render.max-size=3")
			.run((context) -> {
				assertThat(context.getBean(ProcessPool.class).snapshot().maxSize()).isEqualTo(3);
				assertThat(output).contains("WARN", "they need 1.5 GB, the budget is 1000 MB");
			});
	}

	@Test
	void poolsShareOneBudgetAndTheEndpointShowsIt() {
		this.gigabyte
			.withPropertyValues("pool.executors.render.worker.heap=404MB", "pool.executors.ocr.type=process",
					"pool.executors.ocr.worker.heap=404MB", "pool.executors.ocr.max-size=1",
					"pool.executors.render.max-size=1", "pool.defaults.worker.output=discard")
			.run((context) -> {
				context.getBean("render", ProcessPool.class).submit(() -> 1).result();
				context.getBean("ocr", ProcessPool.class).submit(() -> 1).result();
				PoolsEndpoint endpoint = context.getBean(PoolsEndpoint.class);
				BudgetSummary both = new BudgetSummary(DataSize.ofMegabytes(1000).toBytes(),
						DataSize.ofMegabytes(1000).toBytes());
				assertThat(endpoint.pools().budget()).isEqualTo(both);
				assertThat(endpoint.pool("render").budget()).isEqualTo(both);
				assertThat(endpoint.pool("mail").budget()).isNull();
				assertThat(endpoint.pool("render").configuration()).containsEntry("max-size", 1);
			});
	}

	@Test
	void zeroIsNoBudget(CapturedOutput output) {
		this.runner.withPropertyValues("pool.budget.memory=0").run((context) -> {
			assertThat(context.getBean(ProcessBudget.class).memory()).isNull();
			assertThat(settings(context).worker().heap()).isNull();
			assertThat(settings(context).maxSize()).isNull();
			assertThat(context.getBean(PoolsEndpoint.class).pools().budget()).isNull();
			assertThat(output).doesNotContain("process pools:");
		});
	}

	@Test
	void defaultIsWhatTheMachineHasLeft(CapturedOutput output) {
		this.runner.withPropertyValues("pool.executors.render.max-size=1", "pool.executors.render.worker.heap=16MB")
			.run((context) -> {
				assertThat(context.getBean(ProcessBudget.class).memory().bytes())
					.isEqualTo(MemoryBudget.ofMachine().bytes());
				assertThat(output).containsPattern("budget \\S+ .B \\(machine \\S+ .B - heap \\S+ .B - \\S+ .B\\),"
						+ " render up to 1 worker of 16 MB heap");
			});
	}

	@Test
	void threadPoolsHaveNoLineInTheLog(CapturedOutput output) {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(PoolAutoConfiguration.class))
			.withPropertyValues("pool.executors.mail.type=thread")
			.run((context) -> assertThat(output).doesNotContain("process pools:"));
	}

	@Test
	void workerHasNoBudgetOfItsOwn() {
		this.gigabyte.withPropertyValues("pool.worker.active=true", "pool.executors.render.worker.heap=2GB")
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(ChangedProperties.class);
				assertThat(context.getBean(ProcessBudget.class).memory()).isNull();
			});
	}

	@Test
	void negativeBudgetStopsTheStart() {
		this.runner.withPropertyValues("pool.budget.memory=-1MB")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContainingAll("pool.budget.memory", "'-1MB'", "must not be negative"));
	}

	private static Settings settings(ApplicationContext context) {
		return context.getBean(EffectiveSettings.class).get("render");
	}

}
