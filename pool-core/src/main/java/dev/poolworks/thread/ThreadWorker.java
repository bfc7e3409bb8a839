package dev.poolworks.thread;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

import dev.poolworks.WorkerInitializer;
import dev.poolworks.pool.PoolTask;
import dev.poolworks.pool.WorkerHandle;
import dev.poolworks.pool.WorkerReports;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A platform thread that runs the tasks it is sent. When it reports a task finished, the
 * pool usually sends it the next one before that call returns: no other thread is
 * involved.
 */
final class ThreadWorker implements WorkerHandle {

	private static final Logger logger = LoggerFactory.getLogger(ThreadWorker.class);

	private final Thread thread;

	private final TaskRunner runner;

	private final WorkerReports reports;

	private final List<WorkerInitializer> initializers;

	private volatile @Nullable PoolTask<?> next;

	private volatile boolean stopped;

	private boolean started;

	ThreadWorker(String name, TaskRunner runner, WorkerReports reports, List<WorkerInitializer> initializers) {
		this.runner = runner;
		this.reports = reports;
		this.initializers = initializers;
		this.thread = new Thread(this::run, name);
		this.thread.setDaemon(true);
	}

	@Override
	public void start() {
		synchronized (this.thread) {
			if (this.started) {
				return;
			}
			this.started = true;
		}
		this.thread.start();
	}

	@Override
	public void send(PoolTask<?> task) {
		this.next = task;
		unpark();
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
		this.stopped = true;
		unpark();
	}

	@Override
	public void kill(String reason) {
		stop();
		synchronized (this.thread) {
			if (this.started) {
				return;
			}
			this.started = true; // and never will be
		}
		this.reports.exited(null);
	}

	private void run() {
		boolean ready = initialize();
		if (ready) {
			this.reports.ready();
		}
		while (ready && !this.stopped) {
			PoolTask<?> task = this.next;
			if (task != null) {
				this.next = null;
				this.runner.run(task);
			}
			else {
				LockSupport.park(this);
				Thread.interrupted(); // no task's, and park would not wait any more
			}
		}
		this.reports.exited(null);
	}

	private boolean initialize() {
		try {
			for (WorkerInitializer initializer : this.initializers) {
				initializer.initialize();
			}
			return true;
		}
		catch (Throwable ex) {
			logger.error("{}: initializer failed", this.thread.getName(), ex);
			return false;
		}
	}

	private void unpark() {
		if (Thread.currentThread() != this.thread) {
			LockSupport.unpark(this.thread);
		}
	}

}
