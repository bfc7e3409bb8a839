package dev.poolworks.process;

import java.time.Duration;

import dev.poolworks.Signal;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Standard input of a worker is empty, and what is done to it is of no consequence.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class WorkerInputTests extends ProcessPoolFixture {

	private static final TaskOptions LIMIT = TaskOptions.defaults().timeout(Duration.ofMillis(300));

	@ParameterizedTest
	@ValueSource(strings = { "while read x; do :; done; exec sleep 600",
			"dd iflag=nonblock of=/dev/null; exec sleep 600", "exec <&-; exec sleep 600" })
	void childThatInheritsStandardInputKeepsNoInterruptFromTheWorker(String script) {
		ProcessPool pool = pool(builder().killGrace(LONG));
		long worker = pid(pool);
		Signal started = signal();
		pool.submit(() -> {
			new ProcessBuilder("sh", "-c", "touch " + started.file() + "; " + script)
				.redirectInput(ProcessBuilder.Redirect.INHERIT)
				.start();
			return started.await();
		}).result(LONG);
		for (int i = 0; i < 3; i++) {
			TaskFuture<?> task = pool.submit(InWorker::obey, LIMIT);
			assertThat(failureOf(task)).isInstanceOf(TaskTimeoutException.class);
			assertThat(pid(pool)).isEqualTo(worker);
		}
		assertServes(pool);
	}

	@Test
	void taskFindsStandardInputEmpty() {
		ProcessPool pool = pool();
		assertThat(pool.submit(() -> System.in.read()).result(LONG)).isEqualTo(-1);
		assertServes(pool);
	}

	@Test
	void childThatWaitsForStandardInputHasNotToWait() {
		ProcessPool pool = pool();
		assertThat(pool
			.submit(() -> new ProcessBuilder("sh", "-c", "read x; echo done")
				.redirectInput(ProcessBuilder.Redirect.INHERIT)
				.start()
				.inputReader()
				.readLine())
			.result(LONG)).isEqualTo("done");
		assertServes(pool);
	}

}
