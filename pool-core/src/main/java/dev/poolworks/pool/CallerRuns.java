package dev.poolworks.pool;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tasks of a pool that run in the threads that submitted them. Thread-safe.
 */
final class CallerRuns {

	private final Map<PoolTask<?>, CallerRun> running = new ConcurrentHashMap<>();

	private final String pool;

	private final EngineDriver driver;

	CallerRuns(String pool, EngineDriver driver) {
		this.pool = pool;
		this.driver = driver;
	}

	/**
	 * Runs a task here and reports how it ended.
	 * @param task a task that the engine leaves to the caller
	 */
	void run(PoolTask<?> task) {
		CallerRun run = new CallerRun(this.pool, task);
		this.running.put(task, run);
		if (task.state().isDone()) {
			run.stop(); // cancelled already
		}
		try {
			run.run(() -> timedOut(run));
		}
		finally {
			this.running.remove(task);
			this.driver.tell((engine) -> engine.callerRan(task, task.hasSucceeded(), this.driver.now()));
		}
	}

	/**
	 * Interrupts a task, if it is one of these.
	 * @param task the task, which was cancelled
	 */
	void stop(PoolTask<?> task) {
		if (!this.running.isEmpty()) {
			CallerRun run = this.running.get(task);
			if (run != null) {
				run.stop();
			}
		}
	}

	/** Cancels and interrupts all tasks: the pool ends. */
	void stopAll() {
		this.running.forEach((task, run) -> {
			this.driver.ask((engine) -> engine.cancel(task, true, this.driver.now()));
			run.stop();
		});
	}

	private void timedOut(CallerRun run) {
		run.look();
		this.driver.tell((engine) -> engine.callerRan(run.task(), false, this.driver.now()));
		run.stop(); // after that, or the task would end as one that was interrupted
	}

}
