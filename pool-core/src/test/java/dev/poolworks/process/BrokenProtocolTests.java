package dev.poolworks.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.thirdparty.Gadget;
import dev.poolworks.MapOptions;
import dev.poolworks.PoolBrokenException;
import dev.poolworks.RemoteTaskException;
import dev.poolworks.Signal;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskNotSerializableException;
import dev.poolworks.TestJvm;
import dev.poolworks.WorkerCrashedException;
import dev.poolworks.wire.Allocated;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that do not keep to the protocol: the task fails by name, the worker is
 * replaced.
 */
class BrokenProtocolTests extends ProcessPoolFixture {

	@ParameterizedTest
	@CsvSource({ "garbage,broke the protocol: a frame says it has", "oversized,it has 1000000000 bytes",
			"negative,it has -5 bytes", "unknown type,a frame has the unknown type 77",
			"truncated,the connection ended 981 bytes before the end of a RESULT frame",
			"closed,it had closed its connection without ending", "another task,a worker sent a RESULT frame for task",
			"out of place,a worker sent a HELLO frame", "item of no items,broke the protocol",
			"stack unasked,sent the stack of task", "ready twice,a worker that is READY sent a READY frame",
			"start failed late,a worker that is READY sent a START_FAILED frame",
			"spoilt progress,a progress frame has only 3 bytes", "spoilt failure,a failure's description is spoilt" })
	void workerThatBreaksTheProtocolIsReplaced(String answer, String message) {
		ProcessPool pool = pool(faking(answer));
		TaskFuture<Long> task = pool.submit(InWorker::pid);
		assertThat(failureOf(task)).isExactlyInstanceOf(WorkerCrashedException.class).hasMessageContaining(message);
		assertServes(pool);
		assertThat(pool.snapshot().workers().started()).isEqualTo(2);
	}

	@Tag("slow")
	@ParameterizedTest
	@ValueSource(strings = { "garbage", "oversized", "negative", "unknown type", "truncated", "closed", "another task",
			"item of no items" })
	void workerThatBreaksTheProtocolInsteadOfAHelloCostsNoTask(String answer) {
		ProcessPool pool = pool(faking("at hello " + answer));
		assertThat(pid(pool)).isPositive();
		assertThat(pool.snapshot().workers().started()).isEqualTo(2);
		assertServes(pool);
	}

	@Tag("slow")
	@ParameterizedTest
	@ValueSource(strings = { "garbage", "oversized", "negative", "unknown type", "truncated", "closed", "another task",
			"out of place", "item of no items" })
	void idleWorkerThatBreaksTheProtocolCostsNoTask(String answer) {
		ProcessPool pool = pool(faking("idle " + answer));
		assertThat(pid(pool)).isPositive();
		assertThat(pool.snapshot().workers().started()).isEqualTo(2);
		assertThat(pool.snapshot().tasks().crashed()).isZero();
		assertServes(pool);
	}

	@Tag("slow")
	@ParameterizedTest
	@ValueSource(strings = { "garbage", "oversized", "negative", "unknown type", "truncated", "closed", "another task",
			"out of place", "item of no items" })
	void workerThatBreaksTheProtocolAtItsEndCostsNothing(String answer) {
		ProcessPool pool = pool(faking("at the end " + answer).maxTasksPerWorker(1));
		assertThat(pool.<Object>submit(() -> InWorker.isHere()).result(LONG)).isEqualTo(true);
		assertThat(pid(pool)).isPositive();
		assertServes(pool);
	}

	@ParameterizedTest
	@ValueSource(strings = { "one item more", "items without end" })
	void workerThatAnswersForMoreItemsThanItHasIsReplaced(String answer) {
		ProcessPool pool = pool(faking(answer));
		assertThat(pool.<Integer, Object>map((i) -> i, List.of(1, 2), MapOptions.defaults().chunkSize(2))
			.outcomes()
			.toList()).hasSize(2);
		await().until(() -> pool.snapshot().workers().exited() == 1);
		assertServes(pool);
	}

	@Test
	void taskThatTheWorkerHadNotTakenUpRunsAgain() {
		ProcessPool pool = pool(faking("unacknowledged"));
		assertThat(pid(pool)).isPositive();
		assertThat(pool.snapshot().workers().started()).isEqualTo(2);
		assertThat(pool.snapshot().tasks().crashed()).isZero();
		assertServes(pool);
	}

	@Test
	void answerThatComesTwiceCostsTheWorkerButNotTheTask() {
		ProcessPool pool = pool(faking("twice"));
		assertThat(pool.<Object>submit(() -> InWorker.isHere()).result(LONG)).isEqualTo(true);
		await().until(() -> pool.snapshot().workers().exited() == 1);
		assertServes(pool);
	}

	@Test
	void valueThatCannotBeReadCostsNotEvenTheWorker() {
		ProcessPool pool = pool(faking("spoilt value"));
		assertThat(failureOf(pool.submit(InWorker::pid))).isInstanceOf(TaskNotSerializableException.class)
			.hasMessageContaining("unknown tag 77");
	}

	@Test
	void objectOfARefusedClassIsNotRead() {
		assertThat(failureOf(pool(faking("gadget")).submit(InWorker::pid)))
			.isInstanceOf(TaskNotSerializableException.class)
			.hasMessageContaining("result is refused: it holds an object of com.thirdparty.Gadget");
		assertThat(failureOf(pool(faking("gadget for a failure")).submit(InWorker::pid)))
			.isExactlyInstanceOf(RemoteTaskException.class)
			.hasMessageContaining("cannot travel");
		assertThat(System.getProperty(Gadget.TRACE)).isNull();
	}

	@Test
	void answerThatClaimsMoreMemoryThanItsBytesCanFillIsRefused() {
		ProcessPool pool = pool(faking("bomb"));
		assertThat(failureOf(pool.submit(InWorker::pid))).isExactlyInstanceOf(TaskNotSerializableException.class)
			.hasMessageContaining("its arrays together are more than");
		Thread reader = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(pool.name()) && thread.getName().endsWith("reader"))
			.findAny()
			.orElseThrow();
		assertThat(Allocated.by(reader)).as("with all that it did to launch the worker").isLessThan(16L << 20);
	}

	@Test
	void workerOfAnotherVersionDoesNotStart() {
		ProcessPool pool = pool(faking("version").maxStarts(1).backoff(Duration.ofSeconds(60), Duration.ofSeconds(60)));
		assertThat(failureOf(pool.submit(InWorker::pid))).isInstanceOf(PoolBrokenException.class)
			.hasMessageContaining("it speaks version 99 of the protocol")
			.hasMessageContaining("use the same version of Poolworks on both sides");
	}

	/** The first worker is fake, the others are not. */
	private ProcessPool.Builder faking(String answer) {
		Signal first = signal();
		String script = "if [ -e '" + first.file() + "' ]; then exec \"$0\" \"$@\"; fi; touch '" + first.file()
				+ "'; exec \"$0\" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp \"$FAKE\" " + FakeWorker.class.getName()
				+ " \"$ANSWER\" \"${1#@}\"";
		return builder().commandPrefix("sh", "-c", script)
			.environment(Map.of("FAKE", TestJvm.classPath(), "ANSWER", answer));
	}

}
