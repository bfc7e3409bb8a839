package dev.poolworks.process;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.poolworks.TestJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names of files are bytes. They stay the same on their way to a worker and back, also
 * where the locale has no characters for them.
 */
@EnabledOnOs(OS.LINUX)
class OddPathTests extends ProcessPoolFixture {

	/** The first is no UTF-8, the second is no ASCII. */
	private static final List<String> RAW = List.of("/a/%FF%FE", "/a/%C3%BC.pdf", "/a/../%FF/./b", "/%FF", "/a%20b/c",
			"/a/?%3F%23%25".replace("?", ""));

	@Test
	void pathsKeepTheirBytesBothWays() {
		assertPathsTravel(pool());
	}

	@Test
	void pathsKeepTheirBytesWhereTheLocaleHasNoCharacters() throws Exception {
		ProcessBuilder program = TestJvm.program(TestJvm.classPath(), OddPathTests.class);
		program.environment().put("LC_ALL", "C");
		program.environment().remove("LANG");
		program.redirectOutput(this.directory.resolve("out").toFile());
		Process process = program.start();
		assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(Files.readString(this.directory.resolve("out"), StandardCharsets.ISO_8859_1))
			.contains("all arrived");
		assertThat(process.exitValue()).isZero();
	}

	/**
	 * Sends paths under whatever locale this JVM has.
	 * @param arguments none
	 */
	public static void main(String[] arguments) {
		try (ProcessPool pool = ProcessPool.builder("odd").maxSize(1).build()) {
			assertPathsTravel(pool);
			assertThat(System.getProperty("sun.jnu.encoding")).isEqualTo("ANSI_X3.4-1968");
		}
		System.out.println("all arrived");
	}

	private static void assertPathsTravel(ProcessPool pool) {
		for (String raw : RAW) {
			Path absolute = Path.of(URI.create("file://" + raw));
			Path relative = absolute.subpath(0, absolute.getNameCount());
			for (Path path : List.of(absolute, relative, relative.getFileName())) {
				assertThat(pool.submit((argument) -> argument, path).result(LONG)).isEqualTo(path);
				assertThat(pool.submit((argument) -> argument.isAbsolute(), path).result(LONG))
					.isEqualTo(path.isAbsolute());
			}
		}
	}

}
