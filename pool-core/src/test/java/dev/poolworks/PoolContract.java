package dev.poolworks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.poolworks.pool.PoolSpec;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A part of what every kind of pool promises. Tasks may run in another process: they
 * capture what can be serialized, and talk to the test through {@link Signal}s. Each test
 * ends with a look at every pool it made: the counts are right, and nothing is left over.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class PoolContract {

	static final Duration SHORT = Duration.ofMillis(100);

	static final Duration LONG = Duration.ofSeconds(60);

	private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(12);

	private static final AtomicInteger POOLS = new AtomicInteger();

	private final List<TaskPool> pools = new ArrayList<>();

	private int signals;

	@TempDir
	private Path directory;

	abstract PoolKind kind();

	final TaskPool pool(int workers) {
		return pool((spec) -> spec.maxSize(workers));
	}

	final TaskPool pool(Consumer<PoolSpec<?>> settings) {
		TaskPool pool = kind().build("p" + POOLS.incrementAndGet(), settings);
		this.pools.add(pool);
		return pool;
	}

	final Signal signal() {
		return new Signal(this.directory.resolve("signal-" + this.signals++));
	}

	static ConditionFactory await() {
		return Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(2));
	}

	static void await(Signal signal) {
		await().until(signal::isRaised);
	}

	/**
	 * Tries what has to be done before a time is up, all of which the test has to wait
	 * for: with little time first, for the sake of the test, and with twice as much until
	 * it is enough, for the sake of busy machines.
	 * @param <T> the type of what comes of it
	 * @param attempt what is tried, with the time it gets
	 * @param enough whether it was done in time
	 * @return what came of the last attempt
	 */
	static <T> T withEnoughTime(TaskFunction<Duration, T> attempt, Predicate<T> enough) throws Exception {
		Duration time = SHORT.multipliedBy(2);
		T result = attempt.apply(time);
		while (!enough.test(result) && time.compareTo(LONGEST_ATTEMPT) < 0) {
			time = time.multipliedBy(2);
			result = attempt.apply(time);
		}
		return result;
	}

	/**
	 * Lets all workers of a pool wait for a signal.
	 * @param pool a pool that is idle
	 * @param release the signal
	 * @return the tasks that wait
	 */
	final List<TaskFuture<Boolean>> occupy(TaskPool pool, Signal release) {
		List<TaskFuture<Boolean>> tasks = new ArrayList<>();
		for (int i = 0; i < pool.snapshot().maxSize(); i++) {
			Signal begun = signal();
			tasks.add(pool.submit(() -> {
				begun.raise();
				return release.await();
			}));
			await(begun);
		}
		return tasks;
	}

	@AfterEach
	void nothingIsLeftOver() throws InterruptedException {
		for (TaskPool pool : this.pools) {
			PoolAssert.assertThat(pool).isConsistent();
			pool.shutdown(Shutdown.kill());
		}
		for (TaskPool pool : this.pools) {
			assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).as("end of pool '%s'", pool.name()).isTrue();
			PoolAssert.assertThat(pool).isConsistent().isGone();
		}
		assertThat(ProcessHandle.current().descendants()).as("processes left over").isEmpty();
	}

}
