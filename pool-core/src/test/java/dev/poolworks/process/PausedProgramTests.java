package dev.poolworks.process;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.poolworks.TestJvm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Programs that are stopped for a while, as by a debugger or in a frozen container: what
 * their workers have done meanwhile counts.
 */
@Timeout(120)
class PausedProgramTests extends ProcessPoolFixture {

	private @Nullable Process program;

	@AfterEach
	void endProgram() {
		if (this.program != null) {
			this.program.descendants().forEach(ProcessHandle::destroyForcibly);
			this.program.destroyForcibly();
		}
	}

	@Tag("slow")
	@ParameterizedTest
	@ValueSource(strings = { "limited processes", "limited threads" })
	void noTaskTimesOutBecauseItsProgramStoodStill(String mode) throws Exception {
		Process program = TestJvm
			.program(TestJvm.classPath(), PoolProgram.class, mode, this.directory.resolve("file").toString())
			.start();
		this.program = program;
		List<String> lines = new ArrayList<>();
		BufferedReader reader = program.inputReader(StandardCharsets.UTF_8);
		String line = reader.readLine();
		while (line != null) {
			lines.add(line);
			if (line.equals("running")) {
				standStill(program.pid());
			}
			line = reader.readLine();
		}
		assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(lines).contains("running", "done 6 of 6");
	}

	private static void standStill(long pid) throws Exception {
		String script = "kill -STOP " + pid + "; sleep 6; kill -CONT " + pid;
		assertThat(new ProcessBuilder("sh", "-c", script).start().waitFor()).isZero();
	}

}
