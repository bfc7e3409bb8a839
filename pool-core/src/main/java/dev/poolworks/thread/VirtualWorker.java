package dev.poolworks.thread;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.poolworks.WorkerInitializer;
import dev.poolworks.pool.PoolLog;
import dev.poolworks.pool.PoolTask;
import dev.poolworks.pool.VirtualThreads;
import dev.poolworks.pool.WorkerHandle;
import dev.poolworks.pool.WorkerReports;
import org.jspecify.annotations.Nullable;

/**
 * A place in a pool of virtual threads: each task that comes to it gets a new one.
 */
final class VirtualWorker implements WorkerHandle {

	private static final PoolLog log = PoolLog.of(VirtualWorker.class);

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
		try {
			this.threads.start(() -> run(task));
		}
		catch (Throwable ex) {
			task.answerFailure(ex); // costs this task only, the place is as good as
									// before
			this.reports.finished(task);
		}
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
		end(null);
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
			this.reports.ready();
		}
		catch (Throwable ex) {
			fail(ex);
		}
	}

	private void run(PoolTask<?> task) {
		try {
			this.runner.run(task);
		}
		catch (Throwable ex) {
			fail(ex);
		}
	}

	private void fail(Throwable failure) {
		log.error("{} ends, it is replaced", this.name, failure);
		end(failure);
	}

	private void end(@Nullable Throwable failure) {
		if (!this.exited.compareAndSet(false, true)) {
			return;
		}
		if (failure != null) {
			this.reports.failed(failure);
		}
		else {
			this.reports.exited(null);
		}
	}

}
