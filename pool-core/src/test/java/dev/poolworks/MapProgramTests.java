package dev.poolworks;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a JVM whose main has returned while a map is under way.
 */
class MapProgramTests {

	@ParameterizedTest
	@EnumSource(names = { "THREAD", "PROCESS" })
	void jvmEndsThoughTheInputOfAMapBlockedWhenThePoolWasShutDown(PoolKind kind) throws Exception {
		assertThat(run("blocks", kind)).contains("main returns");
	}

	@ParameterizedTest
	@EnumSource(names = { "THREAD", "PROCESS" })
	void jvmEndsWhenAllItemsAreDoneThoughNobodyTakesTheResults(PoolKind kind) throws Exception {
		assertThat(run("forgets", kind)).contains("main returns", "item 1\n", "item 20");
	}

	private static String run(String what, PoolKind kind) throws Exception {
		Process program = TestJvm.start(MapProgram.class, what, kind.name());
		try {
			program.getOutputStream().close();
			String story = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(program.waitFor(60, TimeUnit.SECONDS)).as(story).isTrue();
			assertThat(program.exitValue()).as(story).isZero();
			return story;
		}
		finally {
			program.destroyForcibly();
		}
	}

}
