package dev.poolworks.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import dev.poolworks.TestJvm;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Temporary directories may have names of any length, those of pools in workers too.
 */
class LongPathTests extends ProcessPoolFixture {

	@Test
	void poolServesInATemporaryDirectoryWithALongName() throws Exception {
		Path deep = Files.createDirectories(this.directory.resolve("x".repeat(120)).resolve("y".repeat(80)));
		ProcessBuilder builder = TestJvm.program(TestJvm.classPath(), PoolProgram.class, "returns",
				this.directory.resolve("file").toString());
		builder.command().add(1, "-Djava.io.tmpdir=" + deep);
		Process program = builder.redirectOutput(this.directory.resolve("output").toFile()).start();
		assertThat(program.waitFor(120, TimeUnit.SECONDS)).as("the program has ended").isTrue();
		assertThat(program.exitValue()).as(Files.readString(this.directory.resolve("output"))).isZero();
		assertThat(Files.readAllLines(this.directory.resolve("file"))).hasSize(20);
		assertThat(deep).isEmptyDirectory();
		assertThat(directories(program.pid())).isEmpty();
	}

	@Test
	void poolsInWorkersServeThreeDeep() {
		ProcessPool pool = pool();
		String pids = pool.submit(LongPathTests::nested, 3).result(LONG.multipliedBy(2));
		assertThat(pids.split(" ")).hasSize(4).doesNotHaveDuplicates();
		for (String pid : pids.split(" ")) {
			assertThat(directories(pid)).isEmpty();
		}
		assertServes(pool);
	}

	private static Iterable<Path> directories(String pid) {
		try {
			return directories(Long.parseLong(pid));
		}
		catch (java.io.IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	private static String nested(int depth) {
		if (depth == 0) {
			return "" + InWorker.pid();
		}
		try (ProcessPool inner = builder().build()) {
			return InWorker.pid() + " " + inner.submit(LongPathTests::nested, depth - 1).result();
		}
	}

}
