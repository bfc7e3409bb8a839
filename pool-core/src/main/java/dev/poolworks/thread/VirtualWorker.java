package dev.poolworks.thread;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.poolworks.WorkerInitializer;
import dev.poolworks.pool.PoolTask;
import dev.poolworks.pool.VirtualThreads;
import dev.poolworks.pool.WorkerHandle;
import dev.poolworks.pool.WorkerReports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place in a pool of virtual threads: each task that comes to it gets a new one.
 */
final class VirtualWorker implements WorkerHandle {

	private static final Logger logger = LoggerFactory.getLogger(VirtualWorker.class);

	private final String name;

	private final TaskRunner runner;

	private final WorkerReports reports;

	private final VirtualThreads threads;

	private final List<WorkerInitializer> initializers;

	private final AtomicBoolean exited = new AtomicBoolean();

	VirtualWorker(String name, TaskRunner runner, WorkerReports reports, VirtualThreads threads,
			List<WorkerInitializer> initializers) {
		this.name = name;
		this.runner = runner;
		this.reports = reports;
		this.threads = threads;
		this.initializers = initializers;
	}

	@Override
	public void start() {
		if (this.initializers.isEmpty()) {
			this.reports.ready();
		}
		else {
			this.threads.start(this::initialize);
		}
	}

	@Override
	public void send(PoolTask<?> task) {
		this.threads.start(() -> this.runner.run(task));
	}

	@Override
	public boolean hasBegun(PoolTask<?> task) {
		return true;
	}

	@Override
	public void interrupt(PoolTask<?> task) {
		this.runner.interrupt(task);
	}

	@Override
	public void stop() {
		if (this.exited.compareAndSet(false, true)) {
			this.reports.exited(null);
		}
	}

	@Override
	public void kill(String reason) {
		stop();
	}

	private void initialize() {
		try {
			for (WorkerInitializer initializer : this.initializers) {
				initializer.initialize();
			}
		}
		catch (Throwable ex) {
			logger.error("{}: initializer failed", this.name, ex);
			stop();
			return;
		}
		this.reports.ready();
	}

}
