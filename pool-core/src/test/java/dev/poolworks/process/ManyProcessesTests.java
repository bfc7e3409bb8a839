package dev.poolworks.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A machine on which thousands of other processes run: what a limit, a crash and the end
 * of a pool take must not grow with them. The bounds are for hangs; the times are
 * printed.
 */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class ManyProcessesTests extends ProcessPoolFixture {

	private static final int PROCESSES = 3_000;

	private static final int WORKERS = 4;

	private Process crowd;

	@BeforeEach
	void fillTheMachine() throws IOException {
		this.crowd = new ProcessBuilder("sh", "-c",
				"i=0; while [ $i -lt " + PROCESSES + " ]; do sleep 600 & i=$((i+1)); done; echo; wait")
			.start();
		assertThat(this.crowd.getInputStream().read()).isEqualTo('\n');
	}

	@AfterEach
	void emptyTheMachine() throws Exception {
		this.crowd.descendants().forEach(ProcessHandle::destroyForcibly);
		this.crowd.destroyForcibly().waitFor();
		await().until(() -> this.crowd.descendants().findAny().isEmpty());
	}

	@Test
	void limitsOfManyTasksAtOnceAreKept() {
		ProcessPool pool = pool(builder().minSize(WORKERS).maxSize(WORKERS).killGrace(Duration.ofMillis(100)));
		pool.start();
		await().until(() -> pool.snapshot().workers().idle() == WORKERS);
		long start = System.nanoTime();
		List<TaskFuture<Object>> tasks = IntStream.range(0, WORKERS)
			.mapToObj((i) -> pool.<Object>submit(InWorker::spin,
					TaskOptions.defaults().timeout(Duration.ofMillis(1_000))))
			.toList();
		tasks.forEach((task) -> assertThat(failureOf(task)).isInstanceOf(TaskTimeoutException.class));
		print("limit of 1,000 ms and grace of 100 ms", start);
		start = System.nanoTime();
		failureOf(pool.submit(() -> InWorker.halt(1)));
		print("crash, with a start of a worker", start);
		assertServes(pool);
		start = System.nanoTime();
		pool.close();
		print("end of the pool", start);
	}

	private static void print(String what, long start) {
		System.out.println(what + ": " + (System.nanoTime() - start) / 1_000_000 + " ms");
	}

}
