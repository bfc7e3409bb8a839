package dev.poolworks.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.poolworks.TestJvm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Programs with a pool that end in one way or another: no worker and nothing that it has
 * started outlives them.
 */
class OrphanTests extends ProcessPoolFixture {

	private final List<String> lines = new ArrayList<>();

	private final List<Process> programs = new ArrayList<>();

	@AfterEach
	void endPrograms() throws IOException {
		for (Process program : this.programs) {
			program.descendants().forEach(ProcessHandle::destroyForcibly);
			program.destroyForcibly();
			for (Path left : directories(program.pid())) {
				delete(left);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "idle", "busy", "starting", "child" })
	void workersDieWithAProgramThatIsKilled(String mode) throws Exception {
		assertThatKillLeavesNothing(mode);
	}

	@Tag("slow")
	@ParameterizedTest
	@ValueSource(strings = { "idle", "busy", "starting", "child" })
	void workersDieWithAProgramThatIsKilledTimeAndAgain(String mode) throws Exception {
		for (int round = 0; round < 10; round++) {
			assertThatKillLeavesNothing(mode);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "idle", "busy", "starting" })
	void nothingIsLeftOfAProgramThatIsTerminated(String mode) throws Exception {
		Process program = start(mode);
		readUntil(program, "ready");
		program.destroy();
		assertThat(exitCode(program)).isEqualTo(143);
		assertNothingLeft(program);
	}

	@ParameterizedTest
	@ValueSource(strings = { "exits", "exits while starting", "exits at once", "exits in a callback",
			"exits in a slow callback" })
	void programThatExitsDropsWhatIsPendingAndLeavesNothing(String mode) throws Exception {
		Process program = start(mode);
		readUntil(program, null);
		assertThat(exitCode(program)).as(this.lines::toString).isEqualTo(3);
		assertNothingLeft(program);
	}

	@ParameterizedTest
	@CsvSource({ "returns,0", "throws,1" })
	void programThatEndsWithoutShutdownHasDoneItsWorkAndLeavesNothing(String mode, int exitCode) throws Exception {
		Process program = start(mode);
		readUntil(program, null);
		assertThat(exitCode(program)).as(this.lines::toString).isEqualTo(exitCode);
		assertThat(Files.readAllLines(file())).hasSize(20);
		assertNothingLeft(program);
	}

	@Test
	void poolWithoutAHookOfItsOwnHasTheTimeThatTheProgramGrants() throws Exception {
		Process program = start("exits in order");
		readUntil(program, null);
		assertThat(exitCode(program)).as(this.lines::toString).isEqualTo(3);
		assertThat(Files.readAllLines(file())).hasSize(20);
		assertNothingLeft(program);
	}

	@Test
	void optionsForTheProgramsJvmDoNotReachItsWorkers() throws Exception {
		ProcessBuilder builder = TestJvm.program(TestJvm.classPath(), PoolProgram.class, "options", file().toString());
		builder.environment().put("JAVA_TOOL_OPTIONS", "-Xmx333m");
		Process program = start(builder);
		readUntil(program, null);
		assertThat(exitCode(program)).as(this.lines::toString).isZero();
		assertThat(this.lines).contains("options null")
			.anySatisfy((line) -> assertThat(line).startsWith("heap here ").doesNotEndWith("67108864"))
			.anySatisfy((line) -> assertThat(line).startsWith("arguments ").doesNotContain("-Xmx333m"));
		assertNothingLeft(program);
	}

	@Test
	void resultForWhichTheProgramHasNoMemoryCostsNeitherWorkerNorProgram() throws Exception {
		ProcessBuilder builder = TestJvm.program(TestJvm.classPath(), PoolProgram.class, "small heap",
				file().toString());
		builder.environment().put("JAVA_TOOL_OPTIONS", "-Xmx64m");
		Process program = start(builder);
		readUntil(program, null);
		assertThat(exitCode(program)).as(this.lines::toString).isZero();
		assertThat(this.lines).as(this.lines::toString).contains("item 1", "item 2", "same worker true");
		assertThat(
				this.lines.stream().filter((line) -> line.contains("this process, not the worker, needs more memory")))
			.hasSize(4);
		assertNothingLeft(program);
	}

	@Test
	void programOnAClassPathWithBlanksAndQuotesHasWorkers() throws Exception {
		Path odd = Files.createDirectories(this.directory.resolve("a b'c\"d\\e ü"));
		List<String> entries = new ArrayList<>();
		for (String entry : TestJvm.classPath().split(File.pathSeparator)) {
			boolean own = Files.isDirectory(Path.of(entry));
			entries.add(own ? copy(Path.of(entry), odd.resolve("classes" + entries.size())).toString() : entry);
		}
		Process program = start(TestJvm.program(String.join(File.pathSeparator, entries), PoolProgram.class, "returns",
				file().toString()));
		readUntil(program, null);
		assertThat(exitCode(program)).as(this.lines::toString).isZero();
		assertThat(Files.readAllLines(file())).hasSize(20);
		assertNothingLeft(program);
	}

	private void assertThatKillLeavesNothing(String mode) throws Exception {
		Files.deleteIfExists(file());
		this.lines.clear();
		Process program = start(mode);
		readUntil(program, "ready");
		List<Long> workers = workers();
		assertThat(workers).hasSizeGreaterThanOrEqualTo(2).allMatch(CrashTests::isAlive);
		program.destroyForcibly();
		assertThat(exitCode(program)).isEqualTo(137);
		await().untilAsserted(() -> assertThat(workers).noneMatch(CrashTests::isAlive));
		await().untilAsserted(() -> assertThat(directories(program.pid())).isEmpty());
	}

	private void assertNothingLeft(Process program) throws IOException {
		await().untilAsserted(() -> assertThat(workers()).noneMatch(CrashTests::isAlive));
		assertThat(directories(program.pid())).isEmpty();
	}

	private Process start(String mode) throws IOException {
		return start(TestJvm.program(TestJvm.classPath(), PoolProgram.class, mode, file().toString()));
	}

	private Process start(ProcessBuilder builder) throws IOException {
		Process program = builder.start();
		this.programs.add(program);
		return program;
	}

	private Path file() {
		return this.directory.resolve("file");
	}

	private List<Long> workers() {
		return this.lines.stream()
			.filter((line) -> line.startsWith("worker "))
			.map((line) -> Long.valueOf(line.substring("worker ".length())))
			.toList();
	}

	/**
	 * Reads what a program says.
	 * @param program the program
	 * @param last the last line to read; {@code null}: to the end
	 */
	private void readUntil(Process program, String last) throws IOException {
		BufferedReader reader = program.inputReader(StandardCharsets.UTF_8);
		String line = reader.readLine();
		while (line != null && !line.equals(last)) {
			this.lines.add(line);
			line = reader.readLine();
		}
		assertThat(line).as(this.lines::toString).isEqualTo(last);
	}

	private static int exitCode(Process program) throws InterruptedException {
		assertThat(program.waitFor(60, TimeUnit.SECONDS)).as("the program has ended").isTrue();
		return program.exitValue();
	}

	private static Path copy(Path from, Path to) throws IOException {
		try (Stream<Path> files = Files.walk(from)) {
			for (Path file : files.toList()) {
				Files.copy(file, to.resolve(from.relativize(file).toString()));
			}
		}
		return to;
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

}
