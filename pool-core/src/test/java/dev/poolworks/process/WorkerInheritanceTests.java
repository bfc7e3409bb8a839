package dev.poolworks.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.poolworks.TestJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for the whole JVM of an application holds in its workers, and they run the
 * same code.
 */
class WorkerInheritanceTests extends ProcessPoolFixture {

	@Test
	void optionsOfTheCommandLineHoldInWorkers() throws Exception {
		Path security = Files.writeString(this.directory.resolve("extra.security"), "my.security=extra\n");
		List<String> lines = run(program("compare"), "-Duser.timezone=Asia/Kathmandu", "-Duser.language=de",
				"-Duser.country=CH", "-Duser.language.format=fr", "-Duser.home=/data",
				"-Djava.util.concurrent.ForkJoinPool.common.parallelism=7", "-ea",
				"-Djava.security.properties=" + security, "-XX:ActiveProcessorCount=5", "--add-modules=jdk.httpserver",
				"--add-opens=java.base/java.lang=ALL-UNNAMED", "-Dmy.prop=x", "-Djava.library.path=/opt/native",
				"-Dfile.encoding=ISO-8859-1", "-Dline.separator=\r\n", "-Dodd=a \"b\" 'c'\\ \n\t#@d\\");
		assertThat(lines).filteredOn((line) -> line.startsWith("differs")).isEmpty();
		assertThat(lines).contains("same assertions: true | true", "same processors: 5 | 5", "same parallelism: 7 | 7",
				"same zone: Asia/Kathmandu | Asia/Kathmandu", "same locale: de-CH | de-CH",
				"same format: fr_CH | fr_CH", "same security file: extra | extra", "same opened: true | true",
				"same added module: true | true", "same user.home: /data | /data");
	}

	@Test
	void optionsOfTheEnvironmentHoldInWorkers() throws Exception {
		ProcessBuilder program = program("compare");
		program.environment().put("JAVA_TOOL_OPTIONS", "-Dmy.prop=tool -Duser.timezone=Asia/Kathmandu");
		program.environment().put("JDK_JAVA_OPTIONS", "-ea -Duser.language=de");
		List<String> lines = run(program);
		assertThat(lines).filteredOn((line) -> line.startsWith("differs")).isEmpty();
		assertThat(lines).contains("same assertions: true | true", "same my.prop: tool | tool",
				"same zone: Asia/Kathmandu | Asia/Kathmandu");
	}

	@Test
	void whatTheProgramSetsBeforeAWorkerStartsHoldsInIt() throws Exception {
		List<String> lines = run(program("set defaults"), "-Duser.language.format=fr", "-Dcleared=yes");
		assertThat(lines).filteredOn((line) -> line.startsWith("differs")).isEmpty();
		assertThat(lines).contains("same zone: Asia/Kathmandu | Asia/Kathmandu", "same locale: de-DE | de-DE",
				"same format: th_TH_#u-nu-thai | th_TH_#u-nu-thai", "same number: ๑,๒๓๔.๕ | ๑,๒๓๔.๕",
				"same time to live: 7 | 7", "same user.home: /somewhere | /somewhere", "same cleared: null | null");
	}

	@Test
	void argumentsOfTheUserWinOverWhatIsInherited() {
		System.setProperty("by.program", "program");
		try {
			ProcessPool pool = pool(builder().jvmArgs("-XX:TieredStopAtLevel=1", "-Duser.timezone=Asia/Kathmandu",
					"-Dby.program=argument"));
			assertThat(pool.submit(() -> java.util.TimeZone.getDefault().getID()).result(LONG))
				.isEqualTo("Asia/Kathmandu");
			assertThat(pool.submit(() -> System.getProperty("by.program")).result(LONG)).isEqualTo("argument");
		}
		finally {
			System.clearProperty("by.program");
		}
	}

	@Test
	void propertyOfTheBuilderMaySetTheDefaultZone() {
		ProcessPool pool = pool(builder().systemProperty("user.timezone", "Asia/Kathmandu"));
		assertThat(pool.submit(() -> java.util.TimeZone.getDefault().getID()).result(LONG)).isEqualTo("Asia/Kathmandu");
	}

	@Test
	void runtimeWithoutManagementHasWorkersAndSaysWhatTheyLack() throws Exception {
		List<String> lines = run(program("set defaults"), "-ea", "--limit-modules",
				"java.base,java.logging,java.naming,java.xml,java.desktop,jdk.unsupported");
		assertThat(lines)
			.anySatisfy((line) -> assertThat(line).contains("no module java.management", "worker.jvm-args"))
			.contains("same zone: Asia/Kathmandu | Asia/Kathmandu", "differs assertions: true | false");
	}

	@Test
	void jarThatIsReplacedWhileTheProgramRunsIsNamed() throws Exception {
		Path jar = Files.writeString(this.directory.resolve("plugin.jar"), "one version");
		ProcessBuilder program = TestJvm.program(TestJvm.classPath() + File.pathSeparator + jar, LaunchProgram.class,
				"touch", jar.toString());
		assertThat(run(program)).anySatisfy((line) -> assertThat(line).startsWith("failure pool 'program' cannot start")
			.contains(jar + " has been replaced since this application was started (11 bytes of ")
			.contains("restart the application"));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void workersStartThoughTheWorkingDirectoryWasDeleted() throws Exception {
		Path place = Files.createDirectory(this.directory.resolve("release"));
		List<String> lines = run(program("delete directory").directory(place.toFile()));
		assertThat(lines).anySatisfy((line) -> assertThat(line).startsWith("directory ").contains("/poolworks-"))
			.filteredOn((line) -> line.contains("the working directory " + place + " has been deleted"))
			.hasSize(1);
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void workersStartInTheDirectoryThatHasTakenThePlaceOfTheWorkingDirectory() throws Exception {
		Path place = Files.createDirectory(this.directory.resolve("release"));
		assertThat(run(program("renew directory").directory(place.toFile()))).contains("directory " + place);
	}

	@Test
	void programInADirectoryOfModulesHasWorkers() throws Exception {
		Path modules = Files.createDirectory(this.directory.resolve("modules"));
		try (OutputStream file = Files.newOutputStream(modules.resolve("app.jar"));
				JarOutputStream jar = new JarOutputStream(file)) {
			for (String entry : TestJvm.classPath().split(File.pathSeparator)) {
				Path path = Path.of(entry);
				if (Files.isDirectory(path)) {
					addClasses(path, jar);
				}
				else if (path.getFileName().toString().matches("(slf4j-api|logback|jspecify).*")) {
					Files.copy(path, modules.resolve(path.getFileName()));
				}
			}
		}
		ProcessBuilder program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"--add-opens=java.base/java.lang=app", "--add-modules=org.slf4j,ch.qos.logback.classic", "-p",
				modules.toString(), "-m", "app/" + LaunchProgram.class.getName(), "compare")
			.redirectErrorStream(true);
		List<String> lines = run(program);
		assertThat(lines).contains("same opened: true | true")
			.filteredOn((line) -> line.startsWith("differs"))
			.containsExactly("differs added module: false | true"); // a class path sees
																	// all
	}

	private static ProcessBuilder program(String mode) {
		String classPath = Stream.of(TestJvm.classPath().split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator)); // for another directory
		return TestJvm.program(classPath, LaunchProgram.class, mode);
	}

	private static List<String> run(ProcessBuilder builder, String... options) throws Exception {
		builder.command().addAll(1, List.of(options));
		Process program = builder.start();
		try {
			List<String> lines = new ArrayList<>(program.inputReader(StandardCharsets.UTF_8).lines().toList());
			assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(program.exitValue()).as(lines::toString).isZero();
			return lines;
		}
		finally {
			program.destroyForcibly();
		}
	}

	private static void addClasses(Path directory, JarOutputStream jar) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".class"))
				.filter((path) -> !path.getParent().equals(directory)) // modules have no
																		// unnamed package
				.toList()) {
				jar.putNextEntry(new JarEntry(directory.relativize(file).toString()));
				Files.copy(file, jar);
				jar.closeEntry();
			}
		}
	}

}
