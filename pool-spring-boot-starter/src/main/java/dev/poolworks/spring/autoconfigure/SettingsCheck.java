package dev.poolworks.spring.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.poolworks.PoolType;
import dev.poolworks.spring.autoconfigure.PoolProperties.Backoff;
import dev.poolworks.spring.autoconfigure.PoolProperties.Crash;
import dev.poolworks.spring.autoconfigure.PoolProperties.Ending;
import dev.poolworks.spring.autoconfigure.PoolProperties.Recycle;
import dev.poolworks.spring.autoconfigure.PoolProperties.Rejection;
import dev.poolworks.spring.autoconfigure.PoolProperties.Serialization;
import dev.poolworks.spring.autoconfigure.PoolProperties.Settings;
import dev.poolworks.spring.autoconfigure.PoolProperties.Worker;
import dev.poolworks.spring.diagnostics.PoolConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.unit.DataSize;

/**
 * Checks the values of one pool: each alone, and those that exclude each other.
 */
final class SettingsCheck {

	private static final int FIRST_JAVA_WITH_VIRTUAL_THREADS = 21;

	/** Keys that say something about worker processes, with what they were set to. */
	private static final List<String> PROCESS_ONLY = List.of("queue-bytes", "kill-grace", "max-payload", "transport",
			"recycle.max-memory", "crash", "serialization", "worker");

	private static final Pattern PACKAGE = Pattern.compile("[^\\s.*/-]+(\\.[^\\s.*/-]+)*");

	private final String pool;

	private final Settings settings;

	private final ConfiguredKeys keys;

	SettingsCheck(String pool, Settings settings, ConfiguredKeys keys) {
		this.pool = pool;
		this.settings = settings;
		this.keys = keys;
	}

	/**
	 * Checks what concerns all pools.
	 * @param properties the configuration
	 * @param keys where its values are written
	 */
	static void checkCommon(PoolProperties properties, ConfiguredKeys keys) {
		if (!properties.mode().equals("process")) {
			throw new PoolConfigurationException(
					keys.describe(ConfigurationPropertyName.of("pool.mode")) + " is '" + properties.mode()
							+ "', which this version does not support: process pools always run in processes.",
					"Remove pool.mode. For a test without processes, set the type of the pools to thread.");
		}
		DataSize memory = (properties.budget() != null) ? properties.budget().memory() : null;
		if (memory != null && memory.isNegative()) {
			ConfigurationPropertyName key = ConfigurationPropertyName.of("pool.budget.memory");
			throw new PoolConfigurationException(
					keys.describe(key) + " is '" + keys.written(key, memory) + "': it must not be negative.",
					"Set it to a size such as 4GB, or to 0 for no budget, or remove it for what the machine has left.");
		}
	}

	PoolDefinition check() {
		PoolType type = this.settings.type();
		if (type == null) {
			throw new PoolConfigurationException(
					"The pool '" + this.pool + "' has no type: " + ConfiguredKeys.executor(this.pool)
							+ ".type is not set.",
					"Set it to thread, virtual or process, or set pool.defaults.type for all pools.");
		}
		checkSizes();
		checkTimes();
		if (type == PoolType.PROCESS) {
			checkProcess();
		}
		else {
			checkThread(type);
		}
		return new PoolDefinition(this.pool, type, this.settings);
	}

	private void checkSizes() {
		atLeast("min-size", this.settings.minSize(), 0);
		atLeast("max-size", this.settings.maxSize(), 1);
		atLeast("spare", this.settings.spare(), 0);
		atLeast("queue-capacity", this.settings.queueCapacity(), 0);
		positive("queue-bytes", this.settings.queueBytes());
		positive("max-payload", this.settings.maxPayload());
		Integer minSize = this.settings.minSize();
		Integer maxSize = this.settings.maxSize();
		if (minSize != null && maxSize != null && minSize > maxSize) {
			throw wrong("min-size", minSize, "it is more than max-size, which is " + maxSize,
					"Lower min-size or raise max-size (" + describe("max-size") + ").");
		}
	}

	private void checkTimes() {
		positive("task-timeout", this.settings.taskTimeout());
		positive("queue-timeout", this.settings.queueTimeout());
		positive("idle-timeout", this.settings.idleTimeout());
		notNegative("kill-grace", this.settings.killGrace());
		Ending ending = this.settings.shutdown();
		notNegative("shutdown.await", (ending != null) ? ending.await() : null);
		Recycle recycle = this.settings.recycle();
		if (recycle != null) {
			atLeast("recycle.max-tasks", recycle.maxTasks(), 1);
			positive("recycle.max-age", recycle.maxAge());
			positive("recycle.max-memory", recycle.maxMemory());
		}
	}

	private void checkThread(PoolType type) {
		for (String path : PROCESS_ONLY) {
			Stream.of(ConfiguredKeys.executor(this.pool).append(path))
				.flatMap((key) -> Stream.concat(Stream.of(key).filter((exact) -> this.keys.find(exact) != null),
						this.keys.below(key)))
				.findFirst()
				.ifPresent((key) -> {
					throw new PoolConfigurationException(
							this.keys.describe(key) + " is about worker processes, but the pool '" + this.pool
									+ "' has the type " + typeName(type) + ".",
							"Remove the key, or set the pool's type to process.");
				});
		}
		if (type == PoolType.VIRTUAL && Runtime.version().feature() < FIRST_JAVA_WITH_VIRTUAL_THREADS) {
			throw wrong("type", "virtual",
					"virtual threads need Java 21 and this is Java " + Runtime.version().feature(),
					"Run the application on Java 21 or newer, or use the type thread.");
		}
	}

	private void checkProcess() {
		if (this.settings.rejection() == Rejection.CALLER_RUNS) {
			throw wrong("rejection", "caller-runs",
					"it would run in the application itself what a process pool keeps out of it",
					"Use abort, block or discard-oldest, or set the pool's type to thread.");
		}
		String transport = this.settings.transport();
		if (transport != null && !transport.equals("default")) {
			throw unsupported("transport", transport, "Remove the key.");
		}
		checkSerialization(this.settings.serialization());
		checkCrash(this.settings.crash());
		checkWorker(this.settings.worker());
	}

	private void checkSerialization(@Nullable Serialization serialization) {
		if (serialization == null) {
			return;
		}
		if (serialization.codec() != null && !serialization.codec().equals("default")) {
			throw unsupported("serialization.codec", serialization.codec(), "Remove the key.");
		}
		for (String name : Objects.requireNonNullElse(serialization.allow(), List.<String>of())) {
			if (!PACKAGE.matcher(name).matches()) {
				throw wrong("serialization.allow", name, "it must be the name of a package",
						"Use names such as com.acme.documents; they stand for the packages below them too.");
			}
		}
	}

	private void checkCrash(@Nullable Crash crash) {
		if (crash == null) {
			return;
		}
		atLeast("crash.retries", crash.retries(), 0);
		atLeast("crash.poison-threshold", crash.poisonThreshold(), 1);
		atLeast("crash.max-starts", crash.maxStarts(), 1);
		positive("crash.window", crash.window());
		Backoff backoff = crash.backoff();
		if (backoff != null) {
			positive("crash.backoff.initial", backoff.initial());
			positive("crash.backoff.max", backoff.max());
		}
	}

	private void checkWorker(@Nullable Worker worker) {
		if (worker == null) {
			return;
		}
		positive("worker.heap", worker.heap());
		positive("worker.start-timeout", worker.startTimeout());
		String javaHome = worker.javaHome();
		if (javaHome != null && !isJavaHome(Path.of(javaHome))) {
			throw wrong("worker.java-home", javaHome, "there is no executable bin/java in it",
					"Set it to the directory of a Java installation, or remove it to use the application's own.");
		}
		for (Map.Entry<String, String> variable : Objects
			.requireNonNullElse(worker.environment(), Map.<String, String>of())
			.entrySet()) {
			if (variable.getKey().isBlank() || variable.getKey().indexOf('=') >= 0) {
				throw wrong("worker.environment", variable.getKey(), "that is no name of an environment variable",
						"Use a name without '='.");
			}
		}
	}

	private static boolean isJavaHome(Path directory) {
		return Files.isExecutable(directory.resolve("bin/java"))
				|| Files.isExecutable(directory.resolve("bin/java.exe"));
	}

	private void atLeast(String path, @Nullable Integer value, int minimum) {
		if (value != null && value < minimum) {
			throw wrong(path, value, "it must be at least " + minimum, "Set it to " + minimum + " or more.");
		}
	}

	private void positive(String path, @Nullable Duration value) {
		if (value != null && (value.isZero() || value.isNegative())) {
			throw wrong(path, value, "it must be more than 0",
					"Set it to a duration such as 30s, or remove it for the default.");
		}
	}

	private void notNegative(String path, @Nullable Duration value) {
		if (value != null && value.isNegative()) {
			throw wrong(path, value, "it must not be negative", "Set it to a duration such as 500ms, or to 0.");
		}
	}

	private void positive(String path, @Nullable DataSize value) {
		if (value != null && value.toBytes() <= 0) {
			throw wrong(path, value, "it must be more than 0",
					"Set it to a size such as 64MB, or remove it for the default.");
		}
	}

	private PoolConfigurationException wrong(String path, Object value, String reason, String action) {
		ConfigurationPropertyName key = this.keys.ofPool(this.pool, path);
		return new PoolConfigurationException(this.keys.describe(key) + " is '" + this.keys.written(key, value)
				+ "' in the pool '" + this.pool + "': " + reason + ".", action);
	}

	private PoolConfigurationException unsupported(String path, Object value, String action) {
		return wrong(path, value, "this version does not support it", action);
	}

	private String describe(String path) {
		return this.keys.describe(this.keys.ofPool(this.pool, path));
	}

	private static String typeName(PoolType type) {
		return type.name().toLowerCase(Locale.ROOT);
	}

}
