package dev.poolworks.pool;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.poolworks.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * A task that runs in the thread that submitted it, since the pool is full: with a
 * context, and stopped by an interrupt at its limit or when it is cancelled, as it would
 * be by a worker. An interrupt meant for the task does not outlive it, one meant for the
 * thread does. Thread-safe.
 */
final class CallerRun {

	private static final String WORKER = "caller";

	private static final List<String> POOL_CODE = List.of("dev.poolworks.thread.", "dev.poolworks.pool.");

	private final String pool;

	private final PoolTask<?> task;

	private final Object lock = new Object();

	@GuardedBy("lock")
	private @Nullable Thread thread;

	@GuardedBy("lock")
	private boolean interrupts;

	private volatile boolean stopped;

	CallerRun(String pool, PoolTask<?> task) {
		this.pool = pool;
		this.task = task;
	}

	/**
	 * Runs the task, here.
	 * @param onLimit is called by another thread if the time of the task is up
	 */
	void run(Runnable onLimit) {
		boolean interruptedBefore = Thread.interrupted();
		CompletableFuture<Void> end = new CompletableFuture<>();
		if (this.task.runTimeoutNanos() > 0) {
			end.orTimeout(this.task.runTimeoutNanos(), TimeUnit.NANOSECONDS).exceptionallyAsync((timeout) -> {
				onLimit.run();
				return null;
			});
		}
		synchronized (this.lock) {
			this.thread = Thread.currentThread();
			if (this.stopped) {
				interrupt(this.thread);
			}
		}
		try (TaskContext.Scope scope = context().enter()) {
			if (this.task.request() instanceof Runnable decorated) {
				decorated.run();
			}
			else if (!this.task.state().isDone()) {
				this.task.runHere();
			}
		}
		catch (Throwable ex) {
			this.task.answerFailure(ex); // from the decorator: a task's own are kept
		}
		finally {
			end.complete(null);
			end(interruptedBefore);
		}
	}

	/** Keeps where the task is, which is about to be stopped. */
	void look() {
		synchronized (this.lock) {
			if (this.thread != null) {
				this.task.stoppedAt(CallerFrames.marked(stack(this.thread), POOL_CODE, WORKER));
			}
		}
	}

	/** Interrupts the task, if it has not ended. */
	void stop() {
		synchronized (this.lock) {
			this.stopped = true;
			if (this.thread != null) {
				interrupt(this.thread);
			}
		}
	}

	PoolTask<?> task() {
		return this.task;
	}

	@GuardedBy("lock")
	private void interrupt(Thread thread) {
		this.interrupts = true;
		thread.interrupt();
	}

	private void end(boolean interruptedBefore) {
		synchronized (this.lock) {
			this.thread = null;
			boolean interrupted = Thread.interrupted() && !this.interrupts;
			if (interrupted || interruptedBefore) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private TaskContext context() {
		long nanos = this.task.runTimeoutNanos();
		return new TaskContext(this.task.id(), this.pool, WORKER, this.task.attempt(),
				(nanos > 0) ? Instant.now().plusNanos(nanos) : null, () -> this.stopped || this.task.state().isDone(),
				this.task.future()::progress);
	}

	/** As in an exception: without the names of class loaders. */
	private static StackTraceElement[] stack(Thread thread) {
		return Stream.of(thread.getStackTrace())
			.map((frame) -> new StackTraceElement(null, frame.getModuleName(), null, frame.getClassName(),
					frame.getMethodName(), frame.getFileName(), frame.getLineNumber()))
			.toArray(StackTraceElement[]::new);
	}

}
