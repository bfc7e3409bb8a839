package dev.poolworks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.poolworks.PoolAssert;
import dev.poolworks.Signal;
import dev.poolworks.WorkerCrashedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a task leaves behind, in its directory or running, holds nobody up.
 */
@EnabledOnOs(OS.LINUX)
class WorkerRemainsTests extends ProcessPoolFixture {

	@ParameterizedTest
	@ValueSource(strings = { "mkfifo hs_err.log", "mkdir hs_err.log", "ln -s /dev/zero hs_err.log",
			"ln -s /dev/tty hs_err.log", "ln -s /etc/hostname hs_err.log", "ln -s hs_err.log hs_err.log" })
	void whatIsNoCrashReportIsNotRead(String command) {
		ProcessPool pool = pool();
		WorkerCrashedException crash = crash(pool, command);
		assertThat(crash.exit().crashReport()).isNull();
		assertThat(crash.exit().crashReportHead()).isEmpty();
		assertServes(pool);
	}

	@ParameterizedTest
	@ValueSource(strings = { "head -c 200000000 /dev/zero > hs_err.log", "truncate -s 20G hs_err.log",
			"yes > hs_err.log & while [ ! -s hs_err.log ]; do sleep 0.01; done" })
	void ofALargeCrashReportTheBeginningIsKept(String command) throws IOException {
		ProcessPool pool = pool();
		WorkerCrashedException crash = crash(pool, command);
		Path kept = Path.of(crash.exit().crashReport());
		assertThat(kept).exists();
		assertThat(Files.size(kept)).isPositive().isLessThanOrEqualTo(CrashReports.MAX_BYTES);
		assertThat(String.join("", crash.exit().crashReportHead()).length()).isLessThanOrEqualTo(64 * 1024);
		Files.delete(kept);
		assertServes(pool);
	}

	@Test
	void crashReportsThatAreKeptAreFew() throws IOException {
		ProcessPool pool = pool();
		for (int i = 0; i < CrashReports.MAX_KEPT + 2; i++) {
			crash(pool, "echo report > hs_err.log");
		}
		await().untilAsserted(() -> assertThat(kept()).hasSizeLessThanOrEqualTo(CrashReports.MAX_KEPT));
		for (Path report : kept()) {
			Files.delete(report);
		}
	}

	@Test
	void childThatDroppedItsMarkAndHoldsTheOutputHoldsNobodyUp() {
		ProcessPool pool = pool();
		Signal child = signal();
		failureOf(pool.submit(() -> {
			new ProcessBuilder("sh", "-c", "env -i sleep 600 & echo $! > " + child.file()).inheritIO()
				.start()
				.waitFor();
			System.err.println("last words");
			return InWorker.halt(1);
		}));
		ProcessHandle sleeper = ProcessHandle.of(Long.parseLong(child.texts().get(0))).orElseThrow();
		try {
			assertServes(pool);
			pool.close();
			PoolAssert.assertThat(pool).isGone();
			assertThat(sleeper.isAlive()).as("nobody may know that it was the worker's").isTrue();
		}
		finally {
			sleeper.destroyForcibly();
		}
	}

	@Test
	void lastWordsOfAWorkerAreHeardThoughAChildHoldsItsOutput() {
		ProcessPool pool = pool();
		WorkerCrashedException crash = (WorkerCrashedException) failureOf(pool.submit(() -> {
			new ProcessBuilder("sh", "-c", "sleep 600 &").inheritIO().start().waitFor();
			System.err.println("last words");
			return InWorker.halt(1);
		}));
		assertThat(crash.exit().stderrTail()).contains("last words");
		assertServes(pool);
	}

	@Test
	void nothingIsLeftOnceAPoolHasTerminated() throws Exception {
		ProcessPool pool = pool(builder().maxSize(2));
		Signal children = signal();
		for (int i = 0; i < 4; i++) {
			pool.submit(() -> {
				new ProcessBuilder("sh", "-c", "sleep 600 & echo $! >> " + children.file()).start().waitFor();
				return InWorker.halt(1);
			});
		}
		pool.close();
		assertThat(children.texts()).hasSize(4)
			.noneSatisfy((pid) -> assertThat(CrashTests.isAlive(Long.parseLong(pid))).isTrue());
		assertThat(directories(ProcessHandle.current().pid())).isEmpty();
	}

	private static WorkerCrashedException crash(ProcessPool pool, String command) {
		return (WorkerCrashedException) failureOf(pool.submit((script) -> {
			new ProcessBuilder("sh", "-c", script).directory(Path.of(System.getProperty("java.io.tmpdir")).toFile())
				.start()
				.waitFor();
			return InWorker.halt(1);
		}, command));
	}

	private static java.util.List<Path> kept() throws IOException {
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			return files.filter((file) -> file.getFileName().toString().matches("hs_err_pid\\d+\\.worker\\.log"))
				.toList();
		}
	}

}
