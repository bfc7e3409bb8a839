package dev.poolworks.pool;

import java.util.Collection;
import java.util.Set;

import dev.poolworks.TaskFuture;

/**
 * What the futures of a pool can do with their tasks.
 */
final class TaskControl implements PoolTask.Control {

	private final EngineDriver driver;

	private final OwnWaits ownWaits;

	private final CallerRuns callerRuns;

	/**
	 * The control of the tasks of a pool.
	 * @param pool the pool's name
	 * @param driver owns the engine
	 * @param failures makes the exceptions
	 */
	TaskControl(String pool, EngineDriver driver, Failures failures) {
		this.driver = driver;
		this.callerRuns = new CallerRuns(pool, driver);
		this.ownWaits = new OwnWaits(this, this::isHeldBy, failures);
	}

	CallerRuns callerRuns() {
		return this.callerRuns;
	}

	OwnWaits ownWaits() {
		return this.ownWaits;
	}

	@Override
	public boolean cancel(PoolTask<?> task, boolean mayInterrupt) {
		boolean cancelled = this.driver.ask((engine) -> engine.cancel(task, mayInterrupt, this.driver.now()));
		if (cancelled) {
			this.callerRuns.stop(task);
		}
		return cancelled;
	}

	@Override
	public void lookForBegun() {
		this.driver.askUpToDate((engine) -> engine);
	}

	@Override
	public TaskFuture.Wait beginWait(Collection<? extends TaskFuture<?>> futures) {
		return this.ownWaits.begin(futures);
	}

	private boolean isHeldBy(Set<Long> tasks) {
		return this.driver.ask((engine) -> tasks.size() >= engine.snapshot().maxSize()
				&& engine.snapshot().workers().alive() >= engine.snapshot().maxSize()
				&& engine.workers(this.driver.now()).stream().allMatch((worker) -> tasks.contains(worker.taskId())));
	}

}
