package dev.poolworks;

import java.time.Duration;
import java.util.List;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;

/**
 * What can be said of a pool from the outside.
 */
public final class PoolAssert extends AbstractAssert<PoolAssert, TaskPool> {

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

	private PoolAssert(TaskPool actual) {
		super(actual, PoolAssert.class);
	}

	public static PoolAssert assertThat(TaskPool actual) {
		return new PoolAssert(actual);
	}

	/**
	 * Every task is accounted for, and no more workers exist than are allowed.
	 * @return this
	 */
	public PoolAssert isConsistent() {
		PoolSnapshot snapshot = this.actual.snapshot();
		TaskCounts tasks = snapshot.tasks();
		WorkerCounts workers = snapshot.workers();
		if (!tasks.isConsistent()) {
			failWithMessage("pool '%s' has lost count of its tasks: %s", this.actual.name(), tasks);
		}
		if (workers.started() - workers.exited() != workers.alive()) {
			failWithMessage("pool '%s' has lost count of its workers: %s", this.actual.name(), workers);
		}
		if (workers.busy() > snapshot.maxSize() && workers.started() > 0 && snapshot.state() == PoolState.RUNNING) {
			failWithMessage("pool '%s' has more busy workers than allowed: %s", this.actual.name(), snapshot);
		}
		return this;
	}

	/**
	 * No task is left undone.
	 * @return this
	 */
	public PoolAssert hasNothingToDo() {
		Awaitility.await()
			.atMost(LONGEST_WAIT)
			.pollInterval(Duration.ofMillis(5))
			.untilAsserted(() -> Assertions.assertThat(this.actual.snapshot().tasks().pending()).isZero());
		return this;
	}

	/**
	 * The pool has ended and has left no worker and no thread behind.
	 * @return this
	 */
	public PoolAssert isGone() {
		PoolSnapshot snapshot = this.actual.snapshot();
		Assertions.assertThat(snapshot.state()).isEqualTo(PoolState.TERMINATED);
		Assertions.assertThat(snapshot.tasks().pending()).isZero();
		Assertions.assertThat(snapshot.workers().alive()).isZero();
		Awaitility.await()
			.atMost(LONGEST_WAIT)
			.pollInterval(Duration.ofMillis(5))
			.untilAsserted(() -> Assertions.assertThat(threadsOf(this.actual.name()))
				.as("threads of pool '%s'", this.actual.name())
				.isEmpty());
		return this;
	}

	static List<String> threadsOf(String pool) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith(pool + " ") || name.startsWith(pool + "-"))
			.toList();
	}

}
