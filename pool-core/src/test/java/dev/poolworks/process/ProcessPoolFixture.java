package dev.poolworks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.poolworks.PoolAssert;
import dev.poolworks.Shutdown;
import dev.poolworks.Signal;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOptions;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Makes process pools, and looks after each test that nothing is left of them: no
 * process, no thread, no file.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ProcessPoolFixture {

	/** Longer than anything takes on a busy machine: bounds hangs. */
	static final Duration LONG = Duration.ofSeconds(60);

	/** For tasks that are not to suffer from a limit of their pool. */
	private static final TaskOptions UNHURRIED = TaskOptions.defaults().timeout(LONG);

	/** A property that is set in every worker, and not in this JVM. */
	static final String WORKER = "poolworks.test.worker";

	private static final AtomicInteger numbers = new AtomicInteger();

	private final List<ProcessPool> pools = new ArrayList<>();

	@TempDir
	Path directory;

	private int signals;

	static ProcessPool.Builder builder() {
		return ProcessPool.builder("pool" + numbers.incrementAndGet())
			.maxSize(1)
			.heap(64L << 20)
			.jvmArgs("-XX:TieredStopAtLevel=1")
			.systemProperty(WORKER, "true");
	}

	final ProcessPool pool(ProcessPool.Builder builder) {
		ProcessPool pool = builder.build();
		this.pools.add(pool);
		return pool;
	}

	final ProcessPool pool() {
		return pool(builder());
	}

	final Signal signal() {
		return new Signal(this.directory.resolve("signal" + this.signals++));
	}

	static ConditionFactory await() {
		return Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(5));
	}

	static void await(Signal signal) {
		await().until(signal::isRaised);
	}

	static Throwable failureOf(TaskFuture<?> future) {
		Throwable failure = future.exception(LONG);
		assertThat(failure).as("failure of the task").isNotNull();
		return failure;
	}

	static long pid(ProcessPool pool) {
		return pool.submit(InWorker::pid, UNHURRIED).result(LONG);
	}

	/**
	 * What must be true of a pool after whatever has happened in it.
	 * @param pool a pool that is not shut down
	 */
	static void assertServes(ProcessPool pool) {
		assertThat(pool.submit((n) -> n + 1, 41, UNHURRIED).result(LONG)).isEqualTo(42);
		PoolAssert.assertThat(pool).isConsistent();
		await().untilAsserted(() -> assertThat(pool.workers()).as("workers, successors apart")
			.hasSizeLessThanOrEqualTo(pool.snapshot().maxSize()));
	}

	@AfterEach
	final void nothingIsLeftOver() throws Exception {
		for (ProcessPool pool : this.pools) {
			PoolAssert.assertThat(pool).isConsistent();
			pool.shutdown(Shutdown.kill());
		}
		for (ProcessPool pool : this.pools) {
			assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).as("end of %s", pool).isTrue();
			PoolAssert.assertThat(pool).isConsistent().isGone();
		}
		await().untilAsserted(() -> assertThat(ProcessHandle.current().descendants()).as("processes").isEmpty());
		assertThat(directories(ProcessHandle.current().pid())).as("directories").isEmpty();
	}

	/**
	 * The directories of the pools of a process.
	 * @param pid the process
	 * @return the directories that are there
	 * @throws IOException if that cannot be read
	 */
	static List<Path> directories(long pid) throws IOException {
		Set<Path> bases = new LinkedHashSet<>();
		bases.add(Path.of(System.getProperty("java.io.tmpdir")));
		bases.add(Path.of("/dev/shm"));
		bases.add(Path.of("/tmp"));
		List<Path> found = new ArrayList<>();
		for (Path base : bases) {
			if (Files.isDirectory(base)) {
				try (Stream<Path> files = Files.list(base)) {
					files.filter((file) -> file.getFileName().toString().startsWith("poolworks-" + pid + "-"))
						.forEach(found::add);
				}
			}
		}
		return found;
	}

}
