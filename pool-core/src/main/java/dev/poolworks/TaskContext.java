package dev.poolworks;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What a running task may know of itself, the same in a thread and in a worker process.
 * Confined to the thread that runs the task.
 */
public final class TaskContext {

	private static final ThreadLocal<@Nullable TaskContext> CURRENT = new ThreadLocal<>();

	private final long taskId;

	private final String pool;

	private final String worker;

	private final int attempt;

	private final @Nullable Instant deadline;

	private final BooleanSupplier cancelled;

	private final Consumer<TaskProgress> progress;

	/**
	 * For those who run tasks, see {@link #enter()}.
	 * @param taskId the task's number
	 * @param pool the pool's name
	 * @param worker the worker's name
	 * @param attempt 1 for the first run, 2 for the run after a crash, and so on
	 * @param deadline when the task's time is up, or {@code null}
	 * @param cancelled tells whether the task was asked to stop
	 * @param progress takes the progress
	 */
	public TaskContext(long taskId, String pool, String worker, int attempt, @Nullable Instant deadline,
			BooleanSupplier cancelled, Consumer<TaskProgress> progress) {
		this.taskId = taskId;
		this.pool = Objects.requireNonNull(pool, "pool");
		this.worker = Objects.requireNonNull(worker, "worker");
		this.attempt = attempt;
		this.deadline = deadline;
		this.cancelled = Objects.requireNonNull(cancelled, "cancelled");
		this.progress = Objects.requireNonNull(progress, "progress");
	}

	/**
	 * The context of the task that this thread runs.
	 * @return the context
	 * @throws IllegalStateException if this thread runs no task; see {@link #find()}
	 */
	public static TaskContext current() {
		return find().orElseThrow(() -> new IllegalStateException("thread '" + Thread.currentThread().getName()
				+ "' runs no task of a pool; use TaskContext.find() where that may be"));
	}

	/**
	 * The context of the task that this thread runs, if it runs one.
	 * @return the context
	 */
	public static Optional<TaskContext> find() {
		return Optional.ofNullable(CURRENT.get());
	}

	/**
	 * Makes this the context of the current thread. For those who run tasks.
	 * @return ends that when closed
	 */
	public Scope enter() {
		TaskContext outer = CURRENT.get();
		CURRENT.set(this);
		return () -> {
			if (outer == null) {
				CURRENT.remove();
			}
			else {
				CURRENT.set(outer);
			}
		};
	}

	public long taskId() {
		return this.taskId;
	}

	public String pool() {
		return this.pool;
	}

	public String worker() {
		return this.worker;
	}

	public int attempt() {
		return this.attempt;
	}

	/**
	 * When the task's time is up, by the clock of this JVM.
	 * @return the instant; empty if the task has all the time it wants
	 */
	public Optional<Instant> deadline() {
		return Optional.ofNullable(this.deadline);
	}

	/**
	 * Tells whether the task was cancelled or its time is up: it should return soon, in a
	 * process pool it is killed otherwise.
	 * @return whether it should stop
	 */
	public boolean isCancelled() {
		return this.cancelled.getAsBoolean();
	}

	/**
	 * Reports progress to {@link TaskFuture#onProgress}.
	 * @param done units of work done
	 * @param total units of work in all; 0 where unknown
	 * @param message a few words, or {@code null}
	 */
	public void progress(long done, long total, @Nullable String message) {
		this.progress.accept(new TaskProgress(done, total, message));
	}

	/**
	 * The time during which a context is the current one.
	 */
	@FunctionalInterface
	public interface Scope extends AutoCloseable {

		@Override
		void close();

	}

}
