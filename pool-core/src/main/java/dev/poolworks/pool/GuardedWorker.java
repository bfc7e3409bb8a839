package dev.poolworks.pool;

import org.jspecify.annotations.Nullable;

/**
 * A worker in the hands of the driver: what its code throws, or that there is no worker
 * at all, becomes something the engine knows. Thread-safe.
 */
final class GuardedWorker {

	private final PoolLog log = PoolLog.of(GuardedWorker.class);

	private final EngineDriver driver;

	private final String name;

	private final WorkerEvents reports;

	private @Nullable WorkerHandle handle;

	private @Nullable Throwable refused;

	/**
	 * Makes a worker, which does nothing yet; never throws.
	 * @param driver is told what fails
	 * @param reports the worker's reports
	 * @param factory makes it
	 */
	GuardedWorker(EngineDriver driver, WorkerEvents reports, WorkerFactory factory) {
		this.driver = driver;
		this.name = reports.worker().name();
		this.reports = reports;
		try {
			this.handle = factory.create(reports.worker(), reports);
		}
		catch (Throwable ex) {
			this.refused = ex;
		}
	}

	/** There may be no more threads to be had. */
	void start() {
		try {
			if (this.handle != null) {
				this.handle.start();
			}
			else if (this.refused != null) {
				throw this.refused;
			}
		}
		catch (Throwable ex) {
			this.log.error("{} could not be started", this.name, ex);
			this.reports.failed(ex);
		}
	}

	/**
	 * Sends a task. A worker that does not take it is of no use; with its end the task is
	 * lost or goes to another one.
	 * @param task the task
	 */
	void send(PoolTask<?> task) {
		try {
			Job.ItemSink<?> sink = task.job().sinkOfItems();
			if (sink != null) {
				sink.restarted();
			}
			if (this.handle != null) {
				this.handle.send(task);
			}
		}
		catch (Throwable ex) {
			this.log.error("{} cannot be sent {}", this.name, task.id(), ex);
			kill("send failed");
		}
	}

	/**
	 * Whether a task has begun. Where that cannot be said it may have, and must not run
	 * twice.
	 * @param task the task
	 * @return whether it has, or may have
	 */
	boolean hasBegun(PoolTask<?> task) {
		try {
			return this.handle != null && this.handle.hasBegun(task);
		}
		catch (Throwable ex) {
			return true;
		}
	}

	void interrupt(PoolTask<?> task) {
		if (this.handle != null) {
			this.handle.interrupt(task);
		}
	}

	void stop() {
		if (this.handle != null) {
			this.handle.stop();
		}
	}

	/**
	 * Ends the worker by force. Nobody else would do it, so it is tried until it is done.
	 * @param reason why, in one or two words
	 */
	void kill(String reason) {
		try {
			if (this.handle != null) {
				this.handle.kill(reason);
			}
		}
		catch (Throwable ex) {
			this.log.error("{} could not be killed, it is tried again", this.name, ex);
			this.driver.attendance().later(() -> kill(reason));
		}
	}

}
