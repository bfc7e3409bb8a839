package dev.poolworks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

import dev.poolworks.os.ProcessTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class LaunchPlanTests {

	@TempDir
	private Path directory;

	@Test
	void commandIsThePrefixThenJavaThenAFileOfArguments() throws IOException {
		ProcessBuilder process = plan(Path.of("/opt/my java"), 0, List.of(), List.of("nice", "-n", "10"));
		assertThat(process.command()).containsExactly("nice", "-n", "10", "/opt/my java/bin/java",
				"@" + this.directory.resolve("args"));
	}

	@Test
	void javaOfThisJvmIsTheDefault() throws IOException {
		assertThat(plan(null, 0, List.of(), List.of()).command().get(0))
			.isEqualTo(Path.of(System.getProperty("java.home"), "bin", "java").toString());
	}

	@Test
	void argumentsAreQuotedSoThatBlanksQuotesAndBackslashesSurvive() throws IOException {
		plan(null, 0, List.of("-Da=b c", "-Dd=e\"f", "-Dg=h\\i"), List.of());
		assertThat(arguments()).contains("\"-Da=b c\"", "\"-Dd=e\\\"f\"", "\"-Dg=h\\\\i\"");
	}

	@Test
	void lineEndsAndTabsAreEscapedSoThatTheyEndNothing() throws IOException {
		plan(null, 0, List.of("-Da=b\nc\rd\te\ff#@", ""), List.of());
		assertThat(arguments()).contains("\"-Da=b\\nc\\rd\\te\\ff#@\"", "\"\"");
	}

	@Test
	void characterThatJavaTakesForTheEndIsRefused() {
		assertThatIOException().isThrownBy(() -> plan(null, 0, List.of("-Dpassword=b\0c"), List.of()))
			.withMessage("an argument for the worker's JVM contains a NUL character: -Dpassword=...; remove it");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void fileOfArgumentsIsItsOwnersAlone() throws IOException {
		plan(null, 0, List.of(), List.of());
		assertThat(Files.getPosixFilePermissions(this.directory.resolve("args")))
			.isEqualTo(PosixFilePermissions.fromString("rw-------"));
	}

	@Test
	void missingJavaIsNamedWithItsHome() {
		assertThatIOException().isThrownBy(() -> plan(this.directory, 0, List.of(), List.of()))
			.withMessageContaining("worker.java-home is " + this.directory + ", where "
					+ this.directory.resolve("bin/java") + " is missing");
	}

	@Test
	void heapAndAnEconomicalCollectorComeBeforeTheUsersArguments() throws IOException {
		plan(null, 512 << 20, List.of("-Xmx1g"), List.of());
		List<String> arguments = arguments();
		assertThat(arguments).contains("\"-Xmx536870912\"", "\"-XX:+UseSerialGC\"");
		assertThat(arguments.indexOf("\"-Xmx1g\"")).isGreaterThan(arguments.indexOf("\"-Xmx536870912\""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:+UseG1GC", "-XX:+UseZGC", "-XX:+UseParallelGC" })
	void collectorOfTheUserIsTheOnlyOne(String collector) throws IOException {
		plan(null, 0, List.of(collector), List.of());
		assertThat(arguments()).contains('"' + collector + '"').doesNotContain("\"-XX:+UseSerialGC\"");
	}

	@Test
	void addressIsTheLastArgument() throws IOException {
		plan(null, 0, List.of(), List.of());
		assertThat(arguments()).endsWith("\"dev.poolworks.worker.WorkerMain\"", "\"unix:/s\"");
	}

	@Test
	void environmentHasTheMarkAndWhatTheUserSays() throws IOException {
		LaunchPlan plan = new LaunchPlan(null, 0, List.of(), Map.of("A", "1", "JAVA_TOOL_OPTIONS", "-Dwanted=yes"),
				List.of());
		assertThat(plan.process(this.directory, "unix:/s").environment()).containsEntry("A", "1")
			.containsEntry("JAVA_TOOL_OPTIONS", "-Dwanted=yes")
			.containsEntry(ProcessTree.MARK, this.directory.toString());
	}

	@Test
	void descriptionHasWhatTheUserSaidWithoutTheValuesOfProperties() {
		LaunchPlan plan = new LaunchPlan(null, 64 << 20, List.of("-Dpassword=secret", "-XX:+UseZGC"), Map.of(),
				List.of("nice"));
		assertThat(plan.describe()).startsWith("nice ")
			.endsWith("bin/java -Xmx67108864 -Dpassword=... -XX:+UseZGC ... WorkerMain");
	}

	private ProcessBuilder plan(Path javaHome, long heap, List<String> jvmArgs, List<String> prefix)
			throws IOException {
		return new LaunchPlan(javaHome, heap, jvmArgs, Map.of(), prefix).process(this.directory, "unix:/s");
	}

	private List<String> arguments() throws IOException {
		return Files.readAllLines(this.directory.resolve("args"));
	}

}
