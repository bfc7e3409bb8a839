package dev.poolworks.spring.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.poolworks.PoolType;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class PoolConfigurationViewTests {

	private static final String HIDDEN = SanitizableData.SANITIZED_VALUE;

	private final Worker worker = new Worker(DataSize.ofMegabytes(512),
			List.of("-XX:MaxMetaspaceSize=64m", "-Dlicence=abc=def", "-javaagent:/a/agent.jar=token=x", "-ea"),
			Map.of("OMP_NUM_THREADS", "1"), List.of("nice", "-n", "10", "KEY=abc"));

	@Test
	void valuesAreThoseOfTheYamlFile() {
		Map<String, Object> view = view(false);
		assertThat(view).containsEntry("type", "process")
			.containsEntry("max-size", 4)
			.containsEntry("task-timeout", "30s")
			.doesNotContainKey("queue-timeout");
		assertThat(nested(view)).containsEntry("heap", "512MB");
	}

	@Test
	void environmentIsHidden() {
		assertThat(nested(view(false))).containsEntry("environment", Map.of("OMP_NUM_THREADS", HIDDEN));
	}

	@Test
	void assignedValuesInArgumentsAreHidden() {
		assertThat(nested(view(false)))
			.containsEntry("jvm-args",
					List.of("-XX:MaxMetaspaceSize=64m", "-Dlicence=" + HIDDEN, "-javaagent:/a/agent.jar=" + HIDDEN,
							"-ea"))
			.containsEntry("command-prefix", List.of("nice", "-n", "10", "KEY=" + HIDDEN));
	}

	@Test
	void nothingIsHiddenFromThoseWhoMaySee() {
		assertThat(nested(view(true))).containsEntry("environment", Map.of("OMP_NUM_THREADS", "1"))
			.containsEntry("jvm-args", this.worker.jvmArgs())
			.containsEntry("command-prefix", this.worker.commandPrefix());
	}

	@Test
	void sanitizingFunctionsOfTheApplicationApplyToWhatIsShown() {
		SanitizingFunction function = SanitizingFunction.sanitizeValue().ifKeyEquals("licence");
		SanitizingFunction heap = SanitizingFunction.sanitizeValue().ifKeyEquals("pool.executors.render.worker.heap");
		Map<String, Object> view = new PoolConfigurationView((name) -> settings(),
				new Sanitizer(List.of(function, heap)))
			.of("render", true);
		assertThat(nested(view)).containsEntry("heap", HIDDEN)
			.extractingByKey("jvm-args")
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.contains("-Dlicence=" + HIDDEN, "-javaagent:/a/agent.jar=token=x");
	}

	@Test
	void poolWithoutConfigurationHasNone() {
		assertThat(new PoolConfigurationView((name) -> null, new Sanitizer()).of("render", false)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "PT0S,0s", "PT0.5S,500ms", "PT1.5S,1500ms", "PT30S,30s", "PT90S,90s", "PT2M,2m", "PT1H,1h",
			"PT48H,48h", "PT0.0000005S,PT0.0000005S" })
	void durationIsWrittenInItsLargestWholeUnit(Duration duration, String text) {
		assertThat(PropertyValues.text(duration)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({ "0,0B", "1000,1000B", "1024,1KB", "67108864,64MB", "1073741824,1GB", "1610612736,1536MB" })
	void sizeIsWrittenInItsLargestWholeUnit(long bytes, String text) {
		assertThat(PropertyValues.text(DataSize.ofBytes(bytes))).isEqualTo(text);
	}

	private Map<String, Object> view(boolean show) {
		return new PoolConfigurationView((name) -> settings(), new Sanitizer()).of("render", show);
	}

	private Settings settings() {
		return new Settings(PoolType.PROCESS, 4, Duration.ofSeconds(30), null, this.worker);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> nested(Map<String, Object> view) {
		return (Map<String, Object>) new LinkedHashMap<>(view).get("worker");
	}

	record Settings(PoolType type, int maxSize, Duration taskTimeout, Duration queueTimeout, Worker worker) {

	}

	record Worker(DataSize heap, List<String> jvmArgs, Map<String, String> environment, List<String> commandPrefix) {

	}

}
