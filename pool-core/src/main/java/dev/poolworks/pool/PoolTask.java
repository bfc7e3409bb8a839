package dev.poolworks.pool;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOptions;
import dev.poolworks.engine.EngineTask;
import org.jspecify.annotations.Nullable;

/**
 * A task in a pool: the engine's view, the code, and the future that waits for it.
 *
 * @param <T> the type of the result
 */
public final class PoolTask<T extends @Nullable Object> extends EngineTask {

	private static final ThreadLocal<@Nullable PoolTask<?>> CURRENT = new ThreadLocal<>();

	private volatile Job<T> job;

	private final Control control;

	private final Completer completer;

	private final PooledFuture<T> future;

	private volatile @Nullable Object request;

	private @Nullable T value;

	private @Nullable Throwable failure;

	private volatile StackTraceElement @Nullable [] stoppedAt;

	private @Nullable BooleanSupplier itemFinished;

	private @Nullable Observer<T> observer;

	/** The task in the middle of which this one runs, in the same thread. */
	private @Nullable PoolTask<?> outer;

	PoolTask(long id, Job<T> job, TaskOptions options, Defaults defaults, Control control, Completer completer) {
		super(id, (options.name() != null) ? options.name() : TaskNames.of(job.code()), options.priority(),
				options.idempotent(), nanos(options.timeout(), defaults.runTimeoutNanos()),
				nanos(options.queueTimeout(), defaults.queueTimeoutNanos()));
		this.job = job;
		this.control = control;
		this.completer = completer;
		this.future = new PooledFuture<>(this, defaults.pool());
		if (options.onProgress() != null) {
			this.future.onProgress(options.onProgress());
		}
	}

	public Job<T> job() {
		return this.job;
	}

	/**
	 * The task was encoded: what it is made of here is given up, the worker gets the
	 * encoding.
	 * @param request the encoded task
	 * @param again runs it here, if nobody else is to
	 */
	public void encoded(Object request, Callable<?> again) {
		this.request = request;
		this.job = Job.Encoded.of(this.job, again);
	}

	Control control() {
		return this.control;
	}

	Completer completer() {
		return this.completer;
	}

	/**
	 * What the pool's kind of worker needs to run the task elsewhere.
	 * @return what was attached; {@code null} once the task is done
	 */
	public @Nullable Object request() {
		return this.request;
	}

	/**
	 * Attaches what the pool's kind of worker needs.
	 * @param request such as the encoded task
	 */
	public void request(Object request) {
		this.request = request;
	}

	/**
	 * Sets the answer. To be called by the worker that has the task, before it reports
	 * that it has finished.
	 * @param value the result
	 */
	@SuppressWarnings("unchecked")
	public void answer(@Nullable Object value) {
		this.value = (T) value;
		this.failure = null;
	}

	/**
	 * Sets the answer. To be called by the worker that has the task, before it reports
	 * that it has finished.
	 * @param failure what the task threw
	 */
	public void answerFailure(Throwable failure) {
		this.failure = failure;
	}

	/**
	 * Keeps where the task was when it was asked to stop.
	 * @param frames its stack then, {@linkplain CallerFrames#marked marked}
	 */
	public void stoppedAt(StackTraceElement[] frames) {
		this.stoppedAt = frames;
	}

	/**
	 * Where the task was when it was asked to stop.
	 * @return its stack then, or {@code null} if that is not known
	 */
	StackTraceElement @Nullable [] stoppedAt() {
		return this.stoppedAt;
	}

	/**
	 * Whether the answer is a value.
	 * @return whether no failure was set
	 */
	public boolean hasSucceeded() {
		return this.failure == null;
	}

	/**
	 * Runs the task in this thread and keeps what comes of it as the answer.
	 */
	public void runHere() {
		this.outer = CURRENT.get();
		CURRENT.set(this);
		try {
			answer((this.job instanceof Job.Each<?, ?> each && this.itemFinished != null) ? each.run(this.itemFinished)
					: this.job.run());
		}
		catch (Throwable ex) {
			answerFailure(ex);
		}
		finally {
			if (this.outer != null) {
				CURRENT.set(this.outer);
				this.outer = null;
			}
			else {
				CURRENT.remove();
			}
		}
	}

	/**
	 * The task that this thread is in the middle of.
	 * @return the task, of any pool of this JVM, or {@code null}
	 */
	static @Nullable PoolTask<?> current() {
		return CURRENT.get();
	}

	/**
	 * The task in the middle of which this one runs; for the thread that runs it.
	 * @return that task or {@code null}
	 */
	@Nullable PoolTask<?> outer() {
		return this.outer;
	}

	/**
	 * Asks to be called after each item of {@link #runHere()}, if the task has items. To
	 * be called by the thread that runs it.
	 * @param itemFinished tells whether to go on with the next item
	 */
	public void whenItemFinished(BooleanSupplier itemFinished) {
		this.itemFinished = itemFinished;
	}

	/**
	 * Asks to be told the end of the task. To be called before it is submitted.
	 * @param observer is told
	 */
	void observe(Observer<T> observer) {
		this.observer = observer;
	}

	/**
	 * The task's future.
	 * @return the future
	 */
	public PooledFuture<T> future() {
		return this.future;
	}

	/**
	 * Completes the future with the answer that was set.
	 */
	void concludeWithAnswer() {
		T value = this.value;
		Throwable failure = this.failure;
		conclude((failure == null) ? value : null, failure, (failure != null) ? StagedFuture.ofTask(failure) : null);
	}

	void conclude(Throwable reason) {
		conclude(null, reason, reason);
	}

	/**
	 * Completes the future and tells the observer.
	 * @param value the result
	 * @param failure why there is none, or {@code null}
	 * @param ofFuture the same for the future
	 */
	private void conclude(@Nullable T value, @Nullable Throwable failure, @Nullable Throwable ofFuture) {
		this.future.settle(value, ofFuture);
		this.request = null;
		this.value = null;
		this.failure = null;
		this.stoppedAt = null;
		Observer<T> observer = this.observer;
		this.observer = null;
		if (observer != null) {
			observer.concluded(value, failure);
		}
	}

	private static long nanos(@Nullable Duration own, long otherwise) {
		if (own == null) {
			return otherwise;
		}
		return Nanos.of(own);
	}

	/**
	 * What applies to tasks that do not say otherwise.
	 *
	 * @param pool the pool's name
	 * @param runTimeoutNanos longest run; 0: no limit
	 * @param queueTimeoutNanos longest wait; 0: no limit
	 */
	record Defaults(String pool, long runTimeoutNanos, long queueTimeoutNanos) {

	}

	/**
	 * Is told the end of a task, by a thread that must not run foreign code.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface Observer<T extends @Nullable Object> {

		/**
		 * The task has ended.
		 * @param value its result
		 * @param failure why there is none, or {@code null}
		 */
		void concluded(@Nullable T value, @Nullable Throwable failure);

	}

	/**
	 * What a future can do with its task.
	 */
	interface Control {

		/** A wait that ends some time, whatever the pool does. */
		TaskFuture.Wait NO_WAIT = () -> {
		};

		/**
		 * Cancels a task.
		 * @param task the task
		 * @param mayInterrupt whether also if it has begun
		 * @return whether it is cancelled by this
		 */
		boolean cancel(PoolTask<?> task, boolean mayInterrupt);

		/**
		 * Brings the states of dispatched tasks up to date.
		 */
		void lookForBegun();

		/**
		 * The current thread is about to wait, without limit, for the first of several.
		 * @param futures futures of this pool
		 * @return ends that when closed
		 * @throws dev.poolworks.PoolDeadlockException if the wait would never end
		 */
		default TaskFuture.Wait beginWait(Collection<? extends TaskFuture<?>> futures) {
			return NO_WAIT;
		}

	}

}
