package dev.poolworks.pool;

import java.util.concurrent.atomic.AtomicBoolean;

import dev.poolworks.WorkerExit;
import dev.poolworks.engine.EngineWorker;
import org.jspecify.annotations.Nullable;

/**
 * One worker's reports, turned into events of the engine. Thread-safe.
 */
final class WorkerEvents implements WorkerReports {

	private final EngineDriver driver;

	private final EngineWorker worker;

	private final AtomicBoolean starting = new AtomicBoolean(true);

	WorkerEvents(EngineDriver driver, EngineWorker worker) {
		this.driver = driver;
		this.worker = worker;
	}

	EngineWorker worker() {
		return this.worker;
	}

	@Override
	public void launched(long pid) {
		this.driver.tell((engine) -> this.worker.launched(pid));
	}

	@Override
	public void ready() {
		this.driver.tell((engine) -> engine.workerReady(this.worker, this.driver.now()));
		startOver();
	}

	@Override
	public void itemFinished(PoolTask<?> task) {
		this.driver.tell((engine) -> engine.itemFinished(this.worker, task, this.driver.now()));
	}

	@Override
	public void finished(PoolTask<?> task) {
		boolean succeeded = task.hasSucceeded();
		this.driver.tell((engine) -> engine.taskFinished(this.worker, task, succeeded, this.driver.now()));
	}

	@Override
	public void failed(Throwable failure) {
		gone(null, failure);
	}

	@Override
	public void leaves() {
		this.driver.postponeEnd();
	}

	@Override
	public void cleared() {
		this.driver.endIfDue();
	}

	@Override
	public void exited(@Nullable WorkerExit exit) {
		gone(exit, null);
	}

	private void gone(@Nullable WorkerExit exit, @Nullable Throwable failure) {
		try {
			this.driver.exited(this.worker, exit, failure);
		}
		finally {
			startOver();
		}
	}

	/** Whichever is first; others may start then. */
	private void startOver() {
		if (this.starting.compareAndSet(true, false)) {
			this.driver.startOver();
		}
	}

	@Override
	public void measured(long rssBytes) {
		this.driver.tell((engine) -> this.worker.measured(rssBytes));
	}

}
