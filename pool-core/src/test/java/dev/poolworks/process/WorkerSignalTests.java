package dev.poolworks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.poolworks.Signal;
import dev.poolworks.TaskFuture;
import dev.poolworks.TestJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signals that ask to end: they mean the application, which says when its workers end.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class WorkerSignalTests extends ProcessPoolFixture {

	@ParameterizedTest
	@ValueSource(strings = { "INT", "TERM", "HUP" })
	void workerThatIsAskedToEndByASignalFinishesItsTaskAndServesOn(String name) throws Exception {
		ProcessPool pool = pool();
		long before = pid(pool);
		Signal begun = signal();
		TaskFuture<Long> task = pool.submit(() -> {
			begun.raise();
			return InWorker.pidAfter(500);
		});
		await(begun);
		kill(name, Long.toString(before));
		assertThat(task.result(LONG)).isEqualTo(before);
		kill(name, Long.toString(before));
		assertThat(pool.submit(InWorker::pidAfter, 500L).result(LONG)).isEqualTo(before);
		assertServes(pool);
	}

	@ParameterizedTest
	@CsvSource({ "INT,130", "TERM,143", "HUP,129" })
	@EnabledOnOs(OS.LINUX)
	void programThatDrainsFinishesWhatItPromisedThoughTheSignalReachesItsWorkersToo(String name, int exitCode)
			throws Exception {
		Path file = this.directory.resolve("file");
		ProcessBuilder builder = TestJvm.program(TestJvm.classPath(), PoolProgram.class, "drains", file.toString());
		builder.command().add(0, "setsid"); // a group of its own, as a terminal makes one
		Process program = builder.start();
		try (BufferedReader reader = program.inputReader(StandardCharsets.UTF_8)) {
			List<String> lines = new ArrayList<>();
			String line = reader.readLine();
			while (line != null && !line.equals("ready")) {
				lines.add(line);
				line = reader.readLine();
			}
			assertThat(line).as(lines::toString).isEqualTo("ready");
			kill(name, "-" + program.pid());
			assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(program.exitValue()).isEqualTo(exitCode);
			assertThat(Files.readAllLines(file)).hasSize(20);
		}
		finally {
			program.destroyForcibly();
		}
	}

	@Test
	void childOfATaskIsEndedByTheSignalsThatItsWorkerOutlives() {
		ProcessPool pool = pool();
		assertThat(pool.submit(() -> {
			Process child = new ProcessBuilder("sleep", "600").start();
			child.destroy();
			return child.waitFor(60, TimeUnit.SECONDS) ? child.exitValue() : -1;
		}).result(LONG)).isEqualTo(143);
		assertServes(pool);
	}

	@Test
	void taskMayHandleASignalThatIsItsOwn() {
		ProcessPool pool = pool();
		assertThat(pool.submit(() -> {
			Signal taken = new Signal(Files.createTempDirectory("signals").resolve("taken"));
			sun.misc.Signal.handle(new sun.misc.Signal("USR2"), (signal) -> taken.raise());
			InWorker.signalAndGoOn("USR2");
			return taken.await();
		}).result(LONG)).isTrue();
		assertServes(pool);
	}

	@Test
	void hooksOfATaskRunWhenItsWorkerIsAskedToEndByItsPool() {
		ProcessPool pool = pool();
		long worker = pid(pool);
		Signal hook = signal();
		pool.submit(() -> Runtime.getRuntime().addShutdownHook(new Thread(hook::raise))).result(LONG);
		kill("TERM", Long.toString(worker));
		assertThat(pool.submit(InWorker::pidAfter, 500L).result(LONG)).isEqualTo(worker);
		assertThat(hook.isRaised()).isFalse();
		pool.close();
		assertThat(hook.isRaised()).isTrue();
	}

	@Test
	void workersThatMayNotHandleSignalsServeAllTheSame() {
		ProcessPool pool = pool(builder().jvmArgs("-Xrs", "-XX:TieredStopAtLevel=1"));
		assertThat(pid(pool)).isPositive();
		assertServes(pool);
	}

	private static void kill(String name, String whom) {
		try {
			assertThat(new ProcessBuilder("sh", "-c", "kill -" + name + " " + whom).inheritIO().start().waitFor())
				.isZero();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException("kill could not be run", ex);
		}
	}

}
