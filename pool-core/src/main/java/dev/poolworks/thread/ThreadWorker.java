package dev.poolworks.thread;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.poolworks.WorkerInitializer;
import dev.poolworks.pool.PoolLog;
import dev.poolworks.pool.PoolTask;
import dev.poolworks.pool.PoolThreads;
import dev.poolworks.pool.WorkerHandle;
import dev.poolworks.pool.WorkerReports;
import org.jspecify.annotations.Nullable;

/**
 * A platform thread that runs the tasks it is sent. When it reports a task finished, the
 * pool usually sends it the next one before that call returns: no other thread is
 * involved.
 */
final class ThreadWorker implements WorkerHandle {

	private static final PoolLog log = PoolLog.of(ThreadWorker.class);

	private final Object lock = new Object();

	private final Thread thread;

	private final TaskRunner runner;

	private final WorkerReports reports;

	private final List<WorkerInitializer> initializers;

	private volatile @Nullable PoolTask<?> next;

	private volatile boolean stopped;

	@GuardedBy("lock")
	private boolean started;

	ThreadWorker(PoolThreads threads, String name, TaskRunner runner, WorkerReports reports,
			List<WorkerInitializer> initializers) {
		this.runner = runner;
		this.reports = reports;
		this.initializers = initializers;
		this.thread = threads.daemon(name, this::run);
	}

	@Override
	public void start() {
		synchronized (this.lock) {
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
		synchronized (this.lock) {
			if (this.started) {
				return;
			}
			this.started = true; // and never will be
		}
		this.reports.exited(null);
	}

	/**
	 * However this thread ends, the pool must hear of it: it would go on sending tasks.
	 */
	private void run() {
		Throwable failure = null;
		try {
			work();
		}
		catch (Throwable ex) {
			failure = ex;
		}
		if (failure == null) {
			this.reports.exited(null);
			return;
		}
		log.error("{} ends, it is replaced", this.thread.getName(), failure);
		this.reports.failed(failure);
	}

	private void work() throws Exception {
		for (WorkerInitializer initializer : this.initializers) {
			initializer.initialize();
		}
		this.reports.ready();
		while (!this.stopped) {
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
	}

	private void unpark() {
		if (Thread.currentThread() != this.thread) {
			LockSupport.unpark(this.thread);
		}
	}

}
