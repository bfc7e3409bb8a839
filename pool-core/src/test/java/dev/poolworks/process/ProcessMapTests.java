package dev.poolworks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.poolworks.MapOptions;
import dev.poolworks.PayloadTooLargeException;
import dev.poolworks.PoisonTaskException;
import dev.poolworks.PoolAssert;
import dev.poolworks.TaskNotSerializableException;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskOutcome;
import dev.poolworks.TaskResults;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.WorkerCrashedException;
import dev.poolworks.WorkerOutOfMemoryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Mapping over items in worker processes, some of which are lost on the way.
 */
class ProcessMapTests {

	private static final MapOptions DEFAULTS = MapOptions.defaults();

	private final List<ProcessPool> pools = new ArrayList<>();

	@TempDir
	private Path directory;

	@AfterEach
	void nothingIsLeftOver() throws InterruptedException {
		for (ProcessPool pool : this.pools) {
			pool.shutdown();
			assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
			PoolAssert.assertThat(pool).isConsistent().isGone();
		}
		assertThat(ProcessHandle.current().descendants()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 4, 12 })
	void crashCostsTheItemAndTheRestOfItsChunkIsSentAgain(int chunkSize) {
		String runs = this.directory.resolve("runs").toString();
		ProcessPool pool = pool(ProcessPool.builder("map-crash").maxSize(2));
		List<TaskOutcome<Integer>> outcomes = pool.map((i) -> {
			record(runs, i);
			if (i == 2 || i == 9) {
				Runtime.getRuntime().halt(3);
			}
			return i * i;
		}, numbers(12), DEFAULTS.chunkSize(chunkSize)).outcomes().toList();
		assertThat(outcomes).hasSize(12).allSatisfy((outcome) -> {
			if (outcome.index() == 2 || outcome.index() == 9) {
				assertThat(outcome.failure()).isExactlyInstanceOf(WorkerCrashedException.class)
					.hasMessageContaining("exit code 3");
			}
			else {
				assertThat(outcome.value()).isEqualTo((int) (outcome.index() * outcome.index()));
			}
		});
		assertThat(lines(runs)).hasSize(12).doesNotHaveDuplicates();
		assertThat(pool.snapshot().tasks().crashed()).isEqualTo(2);
		assertThat(pool.submit(() -> "next").result()).isEqualTo("next");
	}

	@Test
	void crashesOfAllItemsEachHaveTheirOwnException() {
		ProcessPool pool = pool(ProcessPool.builder("map-crashes").maxSize(1));
		List<TaskOutcome<Integer>> outcomes = pool.map((i) -> {
			Runtime.getRuntime().halt(i);
			return i;
		}, List.of(4, 5, 6), DEFAULTS.chunkSize(3)).outcomes().toList();
		assertThat(outcomes).extracting((outcome) -> ((WorkerCrashedException) outcome.failure()).exit().exitCode())
			.containsExactly(4, 5, 6);
	}

	@Test
	void memoryThatRunsOutCostsTheItem() {
		ProcessPool pool = pool(ProcessPool.builder("map-oom").maxSize(1).heap(64L << 20));
		List<TaskOutcome<Integer>> outcomes = pool
			.map((i) -> (i == 1) ? new byte[1 << 30].length : i, numbers(4), DEFAULTS.chunkSize(4))
			.outcomes()
			.toList();
		assertThat(outcomes).extracting(TaskOutcome::value).containsExactly(0, null, 2, 3);
		assertThat(outcomes.get(1).failure()).isInstanceOf(WorkerOutOfMemoryException.class);
	}

	@Test
	void itemThatIgnoresInterruptsIsKilledAndTheRestIsSentAgain() {
		ProcessPool pool = pool(ProcessPool.builder("map-hang").maxSize(1).killGrace(Duration.ofMillis(100)));
		List<TaskOutcome<Integer>> outcomes = pool.map((i) -> {
			while (i == 1) {
				Thread.onSpinWait();
			}
			return i;
		}, numbers(4), DEFAULTS.chunkSize(4).task(TaskOptions.defaults().timeout(Duration.ofSeconds(1))))
			.outcomes()
			.toList();
		assertThat(outcomes).extracting(TaskOutcome::value).containsExactly(0, null, 2, 3);
		assertThat(outcomes.get(1).failure()).isInstanceOf(TaskTimeoutException.class);
	}

	@Test
	void chunkThatMayRunAgainGivesEachResultOnce() {
		String first = this.directory.resolve("first").toString();
		ProcessPool pool = pool(ProcessPool.builder("map-again").maxSize(1).retries(1).poisonThreshold(3));
		List<Integer> results = pool.map((i) -> {
			if (i == 3 && Files.notExists(Path.of(first))) {
				record(first, i);
				Runtime.getRuntime().halt(3);
			}
			return i * i;
		}, numbers(6), DEFAULTS.chunkSize(6).task(TaskOptions.defaults().idempotent(true))).toList();
		assertThat(results).containsExactly(0, 1, 4, 9, 16, 25);
		assertThat(pool.snapshot().tasks().submitted()).isOne();
	}

	@Test
	void itemThatKillsEveryWorkerIsPoisonAndTheOthersGoOn() {
		ProcessPool pool = pool(ProcessPool.builder("map-poison").maxSize(1).retries(5).poisonThreshold(2));
		List<TaskOutcome<Integer>> outcomes = pool.map((i) -> {
			if (i == 1) {
				Runtime.getRuntime().halt(3);
			}
			return i;
		}, numbers(3), DEFAULTS.chunkSize(3).task(TaskOptions.defaults().idempotent(true))).outcomes().toList();
		assertThat(outcomes).extracting(TaskOutcome::value).containsExactly(0, null, 2);
		assertThat(outcomes.get(1).failure()).isInstanceOf(PoisonTaskException.class);
	}

	@Test
	void crashDuringADrainLosesNothingElse() {
		ProcessPool pool = pool(ProcessPool.builder("map-drain").maxSize(1).queueCapacity(0));
		TaskResults<Integer> results = pool.map((i) -> {
			if (i == 2) {
				Runtime.getRuntime().halt(3);
			}
			return i;
		}, numbers(9), DEFAULTS.chunkSize(3));
		TaskResults<Integer> buffered = pool.map((i) -> {
			if (i == 1) {
				Runtime.getRuntime().halt(3);
			}
			return i;
		}, numbers(4), DEFAULTS.chunkSize(4).bufferSize(4));
		pool.close();
		assertThat(results.outcomes()).extracting(TaskOutcome::value).containsExactly(0, 1, null, 3, 4, 5, 6, 7, 8);
		assertThat(buffered.outcomes()).extracting(TaskOutcome::value).startsWith(0, null, 2, 3);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 8 })
	void itemThatCannotBeSerializedFailsAlone(int chunkSize) {
		List<Object> items = new ArrayList<>(List.of("a", "b", "c", "d", "e"));
		items.set(3, new Object());
		ProcessPool pool = pool(ProcessPool.builder("map-item").maxSize(1));
		List<TaskOutcome<String>> outcomes = pool.map(String::valueOf, items, DEFAULTS.chunkSize(chunkSize))
			.outcomes()
			.toList();
		assertThat(outcomes).extracting(TaskOutcome::value).containsExactly("a", "b", "c", null, "e");
		assertThat(outcomes.get(3).failure()).isInstanceOf(TaskNotSerializableException.class);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3 })
	void resultThatCannotBeSerializedFailsAlone(int chunkSize) {
		ProcessPool pool = pool(ProcessPool.builder("map-result").maxSize(1));
		List<TaskOutcome<Object>> outcomes = pool
			.map((i) -> (i == 1) ? new Object() : i, numbers(3), DEFAULTS.chunkSize(chunkSize))
			.outcomes()
			.toList();
		assertThat(outcomes).extracting(TaskOutcome::value).containsExactly(0, null, 2);
		assertThat(outcomes.get(1).failure()).isInstanceOf(TaskNotSerializableException.class);
	}

	@Test
	void functionThatCannotBeSerializedFailsForEveryItem() {
		Object captured = new Object();
		ProcessPool pool = pool(ProcessPool.builder("map-function").maxSize(1));
		assertThat(pool.map((i) -> captured.hashCode() + i, numbers(4), DEFAULTS.chunkSize(2)).outcomes()).hasSize(4)
			.allSatisfy((outcome) -> assertThat(outcome.failure()).isInstanceOf(TaskNotSerializableException.class));
	}

	@Test
	void chunkThatIsTooLargeIsSentInPieces() {
		ProcessPool pool = pool(ProcessPool.builder("map-large").maxSize(1).maxPayload(100_000));
		List<byte[]> items = List.of(new byte[60_000], new byte[60_000], new byte[200_000], new byte[10]);
		List<TaskOutcome<Integer>> outcomes = pool.map((bytes) -> bytes.length, items, DEFAULTS.chunkSize(4))
			.outcomes()
			.toList();
		assertThat(outcomes).extracting(TaskOutcome::value).containsExactly(60_000, 60_000, null, 10);
		assertThat(outcomes.get(2).failure()).isInstanceOf(PayloadTooLargeException.class);
	}

	@Test
	void manyItemsCostFewTasks() {
		ProcessPool pool = pool(ProcessPool.builder("map-many").maxSize(2));
		assertThat(pool.map((i) -> i + 1, numbers(10_000)).stream().mapToInt((i) -> i).sum()).isEqualTo(50_005_000);
		assertThat(pool.snapshot().tasks().submitted()).isLessThan(20);
	}

	@Test
	void failureOfAnItemShowsWhereItRanAndWhoAsked() {
		ProcessPool pool = pool(ProcessPool.builder("map-trace").maxSize(1));
		assertThatThrownBy(() -> pool.map((i) -> Integer.parseInt("x" + i), numbers(1), DEFAULTS.chunkSize(2)).toList())
			.isInstanceOf(NumberFormatException.class)
			.satisfies((ex) -> assertThat(ex.getStackTrace()).extracting(StackTraceElement::getClassName)
				.contains(Integer.class.getName(), MapOptions.class.getPackageName() + ".pool.MapResults",
						ProcessMapTests.class.getName())
				.anyMatch((name) -> name.contains("map-trace-1")));
	}

	private ProcessPool pool(ProcessPool.Builder builder) {
		ProcessPool pool = builder.jvmArgs("-XX:TieredStopAtLevel=1").build();
		this.pools.add(pool);
		return pool;
	}

	private static List<Integer> numbers(int count) {
		return IntStream.range(0, count).boxed().toList();
	}

	private static void record(String file, Object line) throws IOException {
		Files.writeString(Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
	}

	private static List<String> lines(String file) {
		try {
			return Files.readAllLines(Path.of(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
