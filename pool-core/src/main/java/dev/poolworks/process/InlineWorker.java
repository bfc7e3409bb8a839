package dev.poolworks.process;

import java.time.Instant;

import dev.poolworks.TaskContext;
import dev.poolworks.pool.PoolTask;
import dev.poolworks.pool.WorkerHandle;
import dev.poolworks.pool.WorkerReports;
import org.jspecify.annotations.Nullable;

/**
 * A worker that is no process: it runs its task in the thread that sends it, which is the
 * submitting one. For code that is in a worker process already.
 */
final class InlineWorker implements WorkerHandle {

	private final String pool;

	private final String name;

	private final WorkerReports reports;

	private @Nullable Thread thread;

	private @Nullable PoolTask<?> running;

	private boolean interrupted;

	private boolean exited;

	InlineWorker(String pool, String name, WorkerReports reports) {
		this.pool = pool;
		this.name = name;
		this.reports = reports;
	}

	@Override
	public void start() {
		this.reports.ready();
	}

	@Override
	public void send(PoolTask<?> task) {
		begin(task);
		try (TaskContext.Scope scope = context(task).enter()) {
			if (!task.state().isDone()) {
				task.runHere();
			}
		}
		finally {
			end();
		}
		this.reports.finished(task);
	}

	@Override
	public boolean hasBegun(PoolTask<?> task) {
		return true;
	}

	@Override
	public synchronized void interrupt(PoolTask<?> task) {
		if (this.running == task && this.thread != null) {
			this.interrupted = true;
			this.thread.interrupt();
		}
	}

	@Override
	public void stop() {
		synchronized (this) {
			if (this.exited) {
				return;
			}
			this.exited = true;
		}
		this.reports.exited(null);
	}

	@Override
	public void kill(String reason) {
		stop();
	}

	private synchronized void begin(PoolTask<?> task) {
		this.running = task;
		this.thread = Thread.currentThread();
	}

	private synchronized void end() {
		this.running = null;
		this.thread = null;
		if (this.interrupted) {
			this.interrupted = false;
			Thread.interrupted(); // meant for the task, not for who has submitted it
		}
	}

	private TaskContext context(PoolTask<?> task) {
		Instant deadline = (task.runTimeoutNanos() > 0) ? Instant.now().plusNanos(task.runTimeoutNanos()) : null;
		return new TaskContext(task.id(), this.pool, this.name, task.attempt(), deadline, () -> task.state().isDone(),
				task.future()::progress);
	}

}
