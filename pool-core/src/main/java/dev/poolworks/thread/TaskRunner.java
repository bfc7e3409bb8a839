package dev.poolworks.thread;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.poolworks.TaskContext;
import dev.poolworks.pool.CallerFrames;
import dev.poolworks.pool.Job;
import dev.poolworks.pool.PoolLog;
import dev.poolworks.pool.PoolTask;
import dev.poolworks.pool.WorkerReports;
import org.jspecify.annotations.Nullable;

/**
 * Runs one task at a time in whatever thread calls it, and interrupts it on request:
 * never before it has begun, never after it has ended.
 */
final class TaskRunner {

	private static final PoolLog log = PoolLog.of(TaskRunner.class);

	private static final List<String> POOL_CODE = List.of("dev.poolworks.thread.", "dev.poolworks.pool.");

	private final String pool;

	private final String worker;

	private final WorkerReports reports;

	private final Object lock = new Object();

	@GuardedBy("lock")
	private @Nullable Thread thread;

	@GuardedBy("lock")
	private @Nullable PoolTask<?> running;

	private volatile @Nullable PoolTask<?> interrupted;

	TaskRunner(String pool, String worker, WorkerReports reports) {
		this.pool = pool;
		this.worker = worker;
		this.reports = reports;
	}

	/**
	 * Runs a task and reports that it has finished.
	 * @param task the task
	 */
	void run(PoolTask<?> task) {
		begin(task);
		try (TaskContext.Scope scope = context(task).enter()) {
			if (task.job() instanceof Job.Each) {
				task.whenItemFinished(() -> itemFinished(task));
			}
			if (task.request() instanceof Runnable runnable) {
				runnable.run();
			}
			else if (!task.state().isDone()) {
				task.runHere();
			}
		}
		catch (Throwable ex) {
			task.answerFailure(ex); // from the decorator: a task's own failures are kept
		}
		finally {
			end();
		}
		if (task.state().isDone() && !task.hasSucceeded()) {
			log.debug("{}: task {} failed after its end was decided", this.worker, task.id());
		}
		this.reports.finished(task);
	}

	/**
	 * Interrupts a task, if it runs here or will.
	 * @param task the task
	 */
	void interrupt(PoolTask<?> task) {
		synchronized (this.lock) {
			this.interrupted = task;
			if (this.running == task && this.thread != null) {
				task.stoppedAt(CallerFrames.marked(stack(this.thread), POOL_CODE, this.worker));
				this.thread.interrupt();
			}
		}
	}

	@Nullable Thread thread() {
		synchronized (this.lock) {
			return this.thread;
		}
	}

	/** As in an exception: without the names of class loaders. */
	private static StackTraceElement[] stack(Thread thread) {
		return Stream.of(thread.getStackTrace())
			.map((frame) -> new StackTraceElement(null, frame.getModuleName(), null, frame.getClassName(),
					frame.getMethodName(), frame.getFileName(), frame.getLineNumber()))
			.toArray(StackTraceElement[]::new);
	}

	private boolean itemFinished(PoolTask<?> task) {
		this.reports.itemFinished(task);
		Thread.interrupted(); // the item's own; who is to stop the task ends it first
		return !task.state().isDone();
	}

	private void begin(PoolTask<?> task) {
		synchronized (this.lock) {
			this.running = task;
			this.thread = Thread.currentThread();
			Thread.interrupted(); // somebody else's, while this thread had no task
			if (this.interrupted == task) {
				this.thread.interrupt();
			}
		}
	}

	private void end() {
		synchronized (this.lock) {
			this.running = null;
			this.thread = null;
			this.interrupted = null;
			Thread.interrupted(); // meant for this task, not for the next
		}
	}

	private TaskContext context(PoolTask<?> task) {
		Instant deadline = (task.runTimeoutNanos() > 0) ? Instant.now().plusNanos(task.runTimeoutNanos()) : null;
		return new TaskContext(task.id(), this.pool, this.worker, task.attempt(), deadline,
				() -> this.interrupted == task || task.state().isDone(), task.future()::progress);
	}

}
