package dev.poolworks.engine;

import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

import dev.poolworks.engine.EngineFixture.TestTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No event costs more because more tasks wait or more workers live. Compares processor
 * time, the best of some rounds, at sizes a hundredfold apart, with a bound that only a
 * step in proportion to the size can break.
 */
class EngineCostTests {

	private static final int SMALL = 500;

	private static final int LARGE = 100 * SMALL;

	private static final int ROUNDS = 7;

	private static final int EVENTS = 300;

	@ParameterizedTest
	@EnumSource
	void eventCostsNoMoreWithAHundredTimesTheQueue(Event event) {
		long small = bestNanos(new Load(SMALL), event);
		long large = bestNanos(new Load(LARGE), event);
		assertThat(large).as("nanoseconds with %d instead of %d tasks, which took %d", LARGE, SMALL, small)
			.isLessThan(20 * small + 1_000_000);
	}

	@Test
	void startCostsNoMoreWithManyWorkers() {
		long small = bestNanosOfStarts(100);
		long large = bestNanosOfStarts(50_000);
		assertThat(large).as("nanoseconds beside 50,000 workers instead of 100, which took %d", small)
			.isLessThan(20 * small + 1_000_000);
	}

	@Test
	void endCostsNoMoreWithManyWorkersThatEnd() {
		long small = bestNanosOfEnds(1_000);
		long large = bestNanosOfEnds(50_000);
		assertThat(large).as("nanoseconds beside 50,000 workers instead of 1,000, which took %d", small)
			.isLessThan(20 * small + 1_000_000);
	}

	@Test
	void eventCostsNoMoreBesideManyWorkersThatEnd() {
		long small = bestNanosWhileEnding(500);
		long large = bestNanosWhileEnding(50_000);
		assertThat(large).as("nanoseconds beside 50,000 workers that end instead of 500, which took %d", small)
			.isLessThan(20 * small + 1_000_000);
	}

	/** All workers are asked to end; some of them are gone, from the middle too. */
	private static long bestNanosOfEnds(int workers) {
		EngineFixture pool = manyReadyThreads(workers);
		long begin = cpuNanos();
		pool.engine.shutdown(dev.poolworks.Shutdown.DRAIN, pool.now());
		long asking = (cpuNanos() - begin) * 150 / workers;
		int id = workers / 4;
		long best = Long.MAX_VALUE;
		for (int round = 0; round < 3; round++) {
			long before = cpuNanos();
			for (int i = 0; i < 150; i++) {
				EngineWorker worker = pool.startedAs(++id);
				pool.engine.acknowledgements().look(worker, (any, task) -> true);
				pool.engine.workerExited(worker, null, pool.now());
			}
			best = Math.min(best, cpuNanos() - before);
			pool.commands();
			pool.events.clear();
		}
		return asking + best;
	}

	/** Half the workers were asked to end and do not; the others work. */
	private static long bestNanosWhileEnding(int workers) {
		EngineFixture pool = manyReadyThreads(workers);
		pool.engine.resize(0, workers / 2, pool.now());
		assertThat(pool.engine.snapshot().workers().stopping()).isEqualTo(workers / 2);
		long best = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			long before = cpuNanos();
			for (int i = 0; i < EVENTS; i++) {
				TestTask task = pool.submit("a");
				pool.engine.taskFinished(task.worker, task, true, pool.now());
			}
			best = Math.min(best, cpuNanos() - before);
			pool.commands();
			pool.events.clear();
		}
		return best;
	}

	private static EngineFixture manyReadyThreads(int workers) {
		EngineFixture pool = EngineFixture.threads((settings) -> {
			settings.minSize = workers;
			settings.maxSize = workers;
			settings.concurrentStarts = workers;
		});
		pool.tick();
		for (int i = 0; i < workers; i++) {
			int id = (int) (i * 7_919L % workers) + 1; // in no order
			pool.engine.workerReady(pool.startedAs(id), pool.now());
		}
		pool.commands();
		pool.events.clear();
		return pool;
	}

	private static long bestNanos(Load load, Event event) {
		long best = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			long before = cpuNanos();
			for (int i = 0; i < EVENTS; i++) {
				event.step.accept(load);
			}
			best = Math.min(best, cpuNanos() - before);
			load.forget();
		}
		return best;
	}

	private static long bestNanosOfStarts(int workers) {
		EngineFixture pool = EngineFixture.threads((settings) -> {
			settings.maxSize = workers + 1;
			settings.concurrentStarts = workers + 1;
		});
		for (int i = 0; i < workers; i++) {
			pool.submit("waits for its worker to start");
		}
		long best = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			long before = cpuNanos();
			for (int i = 0; i < EVENTS; i++) {
				pool.submit("a");
				pool.ready(workers + 1);
				pool.ends(workers + 1);
			}
			best = Math.min(best, cpuNanos() - before);
		}
		assertThat(pool.engine.snapshot().workers().starting()).isEqualTo(workers);
		return best;
	}

	private static long cpuNanos() {
		return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
	}

	/** An event, and what keeps the length of the queue as it was. */
	enum Event {

		FINISH_AND_SUBMIT((load) -> {
			load.submit();
			load.finish();
		}),

		CANCEL_AND_SUBMIT((load) -> {
			load.submit();
			load.cancelOne();
		}),

		TICK((load) -> load.pool.tick()),

		LOSE_AND_SEND_AGAIN((load) -> {
			load.pool.dies(1);
			load.pool.ready(1);
		}),

		LOSE_AND_RETRY((load) -> {
			load.pool.started(1, load.running());
			load.pool.dies(1);
			load.pool.ready(1);
			load.pool.passes(100);
		}),

		FULL_QUEUE((load) -> load.pool.submit(load.pool.task("large"), Long.MAX_VALUE / 4)),

		RESIZE((load) -> load.pool.engine.resize(0, 1, load.pool.now())),

		SUSPEND_AND_RESUME((load) -> {
			load.pool.engine.suspend();
			load.pool.engine.resume(load.pool.now());
		}),

		SNAPSHOT((load) -> load.pool.engine.snapshot());

		private final Consumer<Load> step;

		Event(Consumer<Load> step) {
			this.step = step;
		}

	}

	/** A pool with one worker, which has a task, and a long queue. */
	private static final class Load {

		private final EngineFixture pool = EngineFixture.processes((settings) -> {
			settings.queueCapacity = 2 * LARGE;
			settings.queueBytes = Long.MAX_VALUE / 8;
			settings.retry = (crash) -> dev.poolworks.policy.RetryPolicy.Verdict.RETRY;
		});

		private final Deque<TestTask> waiting = new ArrayDeque<>();

		private int submitted;

		Load(int length) {
			for (int i = 0; i <= length; i++) {
				submit();
			}
			this.pool.ready(1);
			forget();
		}

		void submit() {
			int number = ++this.submitted;
			TestTask task = (number % 2 == 0) ? this.pool.urgentTask("urgent", number % 5)
					: this.pool.limitedTask("limited", 1_000_000, 1_000_000 + number % 1000);
			this.pool.submit(task);
			this.waiting.add(task);
		}

		void finish() {
			this.pool.finished(1, running());
		}

		/** Cancels one from the middle: of those that wait, the one submitted first. */
		void cancelOne() {
			TestTask task = this.waiting.remove();
			while (!this.pool.cancel(task, false)) {
				task = this.waiting.remove();
			}
		}

		TestTask running() {
			return (TestTask) this.pool.worker(1).task;
		}

		void forget() {
			this.pool.commands();
			this.pool.events.clear();
		}

	}

}
