package dev.poolworks.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.poolworks.PoolType;
import dev.poolworks.Shutdown;
import dev.poolworks.spring.autoconfigure.PoolProperties.Output;
import dev.poolworks.spring.autoconfigure.PoolProperties.Rejection;
import dev.poolworks.spring.autoconfigure.PoolProperties.Settings;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PoolPropertiesTests {

	@Test
	void withoutKeysEverythingIsUnset() {
		PoolProperties properties = bind(Map.of());
		assertThat(properties.enabled()).isTrue();
		assertThat(properties.executors()).isEmpty();
		assertThat(properties.defaults()).isNotNull().hasAllNullFieldsOrProperties();
	}

	@Test
	void allKeysOfAPoolAreBound() {
		Settings render = bind(Map.ofEntries(Map.entry("pool.executors.render.type", "process"),
				Map.entry("pool.executors.render.rejection", "discard-oldest"),
				Map.entry("pool.executors.render.queue-bytes", "256MB"),
				Map.entry("pool.executors.render.kill-grace", "500ms"),
				Map.entry("pool.executors.render.shutdown.mode", "cancel-queued"),
				Map.entry("pool.executors.render.crash.backoff.initial", "100ms"),
				Map.entry("pool.executors.render.worker.jvm-args[0]", "-XX:+UseSerialGC"),
				Map.entry("pool.executors.render.worker.environment.OMP_NUM_THREADS", "1"),
				Map.entry("pool.executors.render.worker.command-prefix", "nice,-n,10"),
				Map.entry("pool.executors.render.worker.output", "inherit")))
			.effective("render");
		assertThat(render.type()).isEqualTo(PoolType.PROCESS);
		assertThat(render.rejection()).isEqualTo(Rejection.DISCARD_OLDEST);
		assertThat(render.queueBytes()).isEqualTo(DataSize.ofMegabytes(256));
		assertThat(render.killGrace()).isEqualTo(Duration.ofMillis(500));
		assertThat(render.shutdown().mode()).isEqualTo(Shutdown.CANCEL_QUEUED);
		assertThat(render.crash().backoff().initial()).isEqualTo(Duration.ofMillis(100));
		assertThat(render.worker().jvmArgs()).containsExactly("-XX:+UseSerialGC");
		assertThat(render.worker().environment()).containsEntry("OMP_NUM_THREADS", "1");
		assertThat(render.worker().commandPrefix()).containsExactly("nice", "-n", "10");
		assertThat(render.worker().output()).isEqualTo(Output.INHERIT);
	}

	@Test
	void defaultsMergeByKeyListsReplaceMapsMerge() {
		Settings render = bind(Map.of("pool.defaults.task-timeout", "2m", "pool.defaults.shutdown.await", "20s",
				"pool.defaults.worker.jvm-args", "-Da=1,-Db=2", "pool.defaults.worker.environment.A", "1",
				"pool.executors.render.task-timeout", "30s", "pool.executors.render.shutdown.mode", "kill",
				"pool.executors.render.worker.jvm-args", "-Dc=3", "pool.executors.render.worker.environment.B", "2"))
			.effective("render");
		assertThat(render.taskTimeout()).isEqualTo(Duration.ofSeconds(30));
		assertThat(render.shutdown().await()).isEqualTo(Duration.ofSeconds(20));
		assertThat(render.shutdown().mode()).isEqualTo(Shutdown.KILL);
		assertThat(render.worker().jvmArgs()).isEqualTo(List.of("-Dc=3"));
		assertThat(render.worker().environment()).isEqualTo(Map.of("A", "1", "B", "2"));
	}

	@Test
	void effectiveRefusesANameThatIsNotConfigured() {
		assertThatIllegalArgumentException().isThrownBy(() -> bind(Map.of()).effective("render"))
			.withMessageContaining("render");
	}

	private static PoolProperties bind(Map<String, String> values) {
		return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("pool", PoolProperties.class);
	}

}
