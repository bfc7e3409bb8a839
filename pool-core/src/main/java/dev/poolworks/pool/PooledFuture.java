package dev.poolworks.pool;

import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.poolworks.TaskFuture;
import dev.poolworks.TaskProgress;
import dev.poolworks.TaskState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The future of a task in a pool.
 * <p>
 * It is settled by a thread that must not run foreign code, such as the one that reads a
 * worker's answers. That thread stores the outcome: from there on the future is done, and
 * whoever waits wakes and is answered from it. Only then is the outcome published to
 * {@link CompletableFuture}: by a {@link Completer} thread if there are dependent stages,
 * else by the settling thread itself, which has nothing to run. Whoever adds a dependent
 * first announces it ({@link #newIncompleteFuture}, {@link #toCompletableFuture}) and
 * then looks whether the outcome is there; the settling thread stores the outcome and
 * then looks for announcements: one of the two sees the other. While the settling thread
 * publishes, announcements wait, for some nanoseconds. ({@code allOf} and {@code anyOf}
 * cannot announce: if one is called in the instant between look and publication, and
 * given a dependent in that same instant, this runs in the settling thread.)
 *
 * @param <T> the type of the result
 */
public final class PooledFuture<T extends @Nullable Object> extends TaskFuture<T> {

	private static final Logger logger = LoggerFactory.getLogger(TaskFuture.class);

	@SuppressWarnings("rawtypes")
	private static final AtomicReferenceFieldUpdater<PooledFuture, @Nullable Outcome> OUTCOME = AtomicReferenceFieldUpdater
		.newUpdater(PooledFuture.class, Outcome.class, "outcome");

	private final PoolTask<T> task;

	private final String pool;

	private final PoolTask.Control control;

	private final Completer completer;

	private final Object callbackLock = new Object();

	private volatile boolean hasDependents;

	private volatile @Nullable Outcome<T> outcome;

	private @Nullable CompletableFuture<?> lastCallback;

	private volatile @Nullable CopyOnWriteArrayList<Consumer<? super TaskProgress>> progressCallbacks;

	PooledFuture(PoolTask<T> task, String pool, PoolTask.Control control, Completer completer) {
		this.task = task;
		this.pool = pool;
		this.control = control;
		this.completer = completer;
	}

	@Override
	public long id() {
		return this.task.id();
	}

	@Override
	public TaskState taskState() {
		if (this.task.state() == TaskState.DISPATCHED) {
			this.control.lookForBegun();
		}
		return this.task.state();
	}

	@Override
	public TaskFuture<T> onDone(Consumer<? super TaskFuture<T>> callback) {
		Objects.requireNonNull(callback, "callback");
		synchronized (this.callbackLock) {
			CompletableFuture<?> before = (this.lastCallback != null) ? this.lastCallback : this;
			this.lastCallback = before.handle((value, failure) -> {
				call(callback, this, "done");
				return null;
			});
		}
		return this;
	}

	@Override
	public TaskFuture<T> onProgress(Consumer<? super TaskProgress> callback) {
		Objects.requireNonNull(callback, "callback");
		synchronized (this.callbackLock) {
			if (this.progressCallbacks == null) {
				this.progressCallbacks = new CopyOnWriteArrayList<>();
			}
			this.progressCallbacks.add(callback);
		}
		return this;
	}

	/**
	 * Hands progress to those who asked for it, on a completer thread.
	 * @param progress the progress
	 */
	public void progress(TaskProgress progress) {
		CopyOnWriteArrayList<Consumer<? super TaskProgress>> callbacks = this.progressCallbacks;
		if (callbacks != null && !isDone()) {
			this.completer.inOrder(() -> callbacks.forEach((callback) -> call(callback, progress, "progress")));
		}
	}

	/**
	 * The task has ended.
	 * @param value its result
	 * @param failure why there is none, or {@code null}
	 */
	void settle(@Nullable T value, @Nullable Throwable failure) {
		if (!decide(new Outcome<>(value, failure))) {
			return; // completed from outside
		}
		if (!publishAlone()) {
			this.completer.execute(this::publish);
		}
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		if (this.control.cancel(this.task, mayInterruptIfRunning)) {
			publish();
		}
		return isCancelled();
	}

	@Override
	public boolean complete(T value) {
		return completeFromOutside(new Outcome<>(value, null));
	}

	@Override
	public boolean completeExceptionally(Throwable ex) {
		return completeFromOutside(new Outcome<>(null, Objects.requireNonNull(ex, "ex")));
	}

	@Override
	public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
		executor.execute(() -> {
			if (!isDone()) {
				try {
					complete(supplier.get());
				}
				catch (Throwable ex) {
					completeExceptionally(ex);
				}
			}
		});
		return this;
	}

	@Override
	public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
		return completeAsync(supplier, defaultExecutor());
	}

	@Override
	public boolean isDone() {
		return this.outcome != null;
	}

	@Override
	public boolean isCancelled() {
		Outcome<T> outcome = this.outcome;
		return outcome != null && outcome.failure instanceof CancellationException;
	}

	@Override
	public boolean isCompletedExceptionally() {
		Outcome<T> outcome = this.outcome;
		return outcome != null && outcome.failure != null;
	}

	@Override
	public T getNow(T absent) {
		return (this.outcome != null) ? join() : absent;
	}

	@Override
	public T get() throws InterruptedException, ExecutionException {
		if (!isDoneSoon()) {
			awaitDone(Long.MAX_VALUE);
		}
		return decided(PooledFuture::executionException);
	}

	@Override
	public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
		long nanos = unit.toNanos(timeout);
		if (!(nanos > 0 && isDoneSoon()) && !awaitDone(nanos)) {
			throw new TimeoutException();
		}
		return decided(PooledFuture::executionException);
	}

	@Override
	public T join() {
		if (!isDoneSoon()) {
			awaitDoneUninterruptibly();
		}
		return decided(PooledFuture::completionException);
	}

	@Override
	public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
		announceDependent();
		return new CompletableFuture<>();
	}

	@Override
	public CompletableFuture<T> toCompletableFuture() {
		announceDependent();
		return this;
	}

	@Override
	public CompletionStage<T> minimalCompletionStage() {
		return copy().minimalCompletionStage();
	}

	@Override
	protected Wait beginWait(Collection<? extends TaskFuture<?>> futures) {
		boolean own = futures.stream()
			.allMatch((future) -> future instanceof PooledFuture<?> pooled && pooled.control == this.control);
		return own ? this.control.beginWait(futures) : () -> {
		};
	}

	@Override
	protected String describe() {
		return "task " + id() + " (" + this.task.name() + ") of pool '" + this.pool + "'";
	}

	private boolean completeFromOutside(Outcome<T> outcome) {
		boolean first = decide(outcome);
		publish();
		if (first) {
			this.control.cancel(this.task, true);
		}
		return first;
	}

	/**
	 * Decides the outcome; who comes first decides.
	 * @param outcome the outcome
	 * @return whether this is it
	 */
	private boolean decide(Outcome<T> outcome) {
		if (!OUTCOME.compareAndSet(this, null, outcome)) {
			return false;
		}
		tellWatchers();
		return true;
	}

	private void announceDependent() {
		if (!this.hasDependents) {
			synchronized (this.task) {
				this.hasDependents = true;
			}
			publish();
		}
	}

	/**
	 * Publishes if there are no dependents. Whoever announces one meanwhile waits:
	 * {@link CompletableFuture} runs what it finds, also if another thread has completed
	 * it, and would find what is added now.
	 * @return whether it has
	 */
	private boolean publishAlone() {
		synchronized (this.task) {
			if (this.hasDependents || getNumberOfDependents() > 0) {
				return false;
			}
			publish();
			return true;
		}
	}

	/** Makes the outcome, if there is one, visible to everybody. May be called again. */
	private void publish() {
		Outcome<T> outcome = this.outcome;
		if (outcome != null) {
			if (outcome.failure != null) {
				super.completeExceptionally(outcome.failure);
			}
			else {
				super.complete(outcome.value());
			}
		}
	}

	private boolean isDoneSoon() {
		if (this.outcome == null) {
			this.completer.spin().until(this::isDone);
		}
		return this.outcome != null;
	}

	/**
	 * The outcome, once there is one.
	 * @param wrapper makes of a failure, other than a cancellation, what is to be thrown
	 */
	private <X extends Exception> T decided(Function<Throwable, X> wrapper) throws X {
		Outcome<T> outcome = Objects.requireNonNull(this.outcome, "outcome");
		Throwable failure = outcome.failure;
		if (failure == null) {
			return outcome.value();
		}
		if (failure instanceof CancellationException cancellation) {
			throw cancellation;
		}
		X wrapped = wrapper.apply(failure);
		CallerFrames.append(wrapped.getCause());
		throw wrapped;
	}

	private static ExecutionException executionException(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : null;
		return new ExecutionException((cause != null) ? cause : failure);
	}

	private static CompletionException completionException(Throwable failure) {
		return (failure instanceof CompletionException completion) ? completion : new CompletionException(failure);
	}

	private <C> void call(Consumer<? super C> callback, C argument, String what) {
		try {
			callback.accept(argument);
		}
		catch (Throwable ex) {
			logger.error("{}: a {} callback threw", describe(), what, ex);
		}
	}

	private record Outcome<T extends @Nullable Object>(@Nullable T nullableValue, @Nullable Throwable failure) {

		@SuppressWarnings("NullAway") // null only if T is nullable, or beside a failure
		T value() {
			return this.nullableValue;
		}

	}

}
