package dev.poolworks.examples;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The programs of {@code docs/coming-from-python.md}, each run in a JVM of its own.
 */
class ExamplesTests {

	private static final long LONGEST_RUN_SECONDS = 120;

	@TempDir
	private Path directory;

	@Test
	void shutdownWaitsForAHundredTasksInProcessesAndInThreads() throws Exception {
		List<String> lines = run(HundredTasks.class);
		assertThat(lines).hasSize(201).endsWith("main finished");
		assertThat(lines).containsAll(numbered("process task ", 100)).containsAll(numbered("thread task ", 100));
	}

	@Test
	void resultsOfAHundredFuturesAreListedInOrder() throws Exception {
		assertThat(run(CollectResults.class)).containsExactlyElementsOf(squares(100));
	}

	@Test
	void callbacksPrintEachResult() throws Exception {
		List<String> lines = run(Callbacks.class);
		assertThat(lines).hasSize(101).endsWith("main finished").containsAll(squares(100));
	}

	@Test
	void blockWithBothPoolsEndsWhenTheirTasksAreDone() throws Exception {
		assertThat(run(BothPools.class)).containsExactly("49", "hello", "main finished");
	}

	@Test
	void mapPrintsInTheWorkerAndReturnsSquaresInOrder() throws Exception {
		List<String> lines = run(MapSquares.class);
		assertThat(lines).hasSize(20).containsAll(numbered("worker got ", 10));
		assertThat(lines).filteredOn((line) -> !line.startsWith("worker")).containsExactlyElementsOf(squares(10));
	}

	@Test
	void programThatForgetsToShutDownHasFinishedWhatItSubmitted() throws Exception {
		List<String> lines = run(NoShutdown.class);
		assertThat(lines).hasSize(21).contains("main returns").containsAll(numbered("task ", 20));
	}

	@ParameterizedTest
	@ValueSource(classes = { HundredTasks.class, CollectResults.class, Callbacks.class, BothPools.class,
			MapSquares.class, NoShutdown.class })
	void documentShowsTheProgramAsItIsCompiled(Class<?> program) throws IOException {
		String source = Files
			.readString(module().resolve("src/test/java").resolve(program.getName().replace('.', '/') + ".java"));
		String withoutPackage = source.substring(source.indexOf("import "));
		assertThat(Files.readString(module().resolve("../docs/coming-from-python.md")))
			.contains("```java\n" + withoutPackage + "```\n");
	}

	private List<String> run(Class<?> program) throws IOException, InterruptedException {
		Path out = this.directory.resolve("out");
		Path err = this.directory.resolve("err");
		Process process = new ProcessBuilder(command(program)).redirectOutput(out.toFile())
			.redirectError(err.toFile())
			.start();
		try {
			boolean ended = process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS);
			String story = Files.readString(out) + Files.readString(err);
			assertThat(ended).as("end of the program, which said: %s", story).isTrue();
			assertThat(process.exitValue()).as("exit code of the program, which said: %s", story).isZero();
			return Files.readAllLines(out);
		}
		finally {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}
	}

	private static List<String> command(Class<?> program) {
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.contains("logback"))
			.collect(Collectors.joining(File.pathSeparator));
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath, program.getName()));
		return command;
	}

	/** Surefire runs in the module, an IDE perhaps in the root of the project. */
	private static Path module() {
		Path here = Path.of("").toAbsolutePath();
		return Stream.of(here, here.resolve("pool-core"))
			.filter((path) -> Files.isDirectory(path.resolve("src/test/java/dev/poolworks/examples")))
			.findFirst()
			.orElseThrow();
	}

	private static List<String> squares(int count) {
		return IntStream.range(0, count).mapToObj((i) -> String.valueOf(i * i)).toList();
	}

	private static List<String> numbered(String text, int count) {
		return IntStream.range(0, count).mapToObj((i) -> text + i).toList();
	}

}
