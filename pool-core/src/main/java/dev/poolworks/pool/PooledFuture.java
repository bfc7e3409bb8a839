package dev.poolworks.pool;

import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.poolworks.TaskContext;
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
 * worker's answers. That thread completes it, at which instant it is done for everybody,
 * wakes those who wait, and hands all that follows to a {@link Completer}: stages and
 * callbacks. A future that foreign code has hung something on directly is completed by
 * such a thread as a whole, see {@link StagedFuture}.
 * <p>
 * When the task has ended, what it consisted of is given up; what stays is the outcome.
 *
 * @param <T> the type of the result
 */
public final class PooledFuture<T extends @Nullable Object> extends FutureStages<T> {

	private static final Logger logger = LoggerFactory.getLogger(TaskFuture.class);

	@SuppressWarnings("rawtypes")
	private static final AtomicReferenceFieldUpdater<PooledFuture, @Nullable DoneCallback> CALLBACKS = AtomicReferenceFieldUpdater
		.newUpdater(PooledFuture.class, DoneCallback.class, "callbacks");

	@SuppressWarnings("rawtypes")
	private static final AtomicReferenceFieldUpdater<PooledFuture, @Nullable ProgressFeed> PROGRESS = AtomicReferenceFieldUpdater
		.newUpdater(PooledFuture.class, ProgressFeed.class, "progress");

	private final long id;

	private final String pool;

	/** {@code null} when the task has ended, which is after this future is done. */
	private volatile @Nullable PoolTask<T> task;

	/** Set before the task is given up. */
	private volatile TaskState endState = TaskState.QUEUED;

	private volatile @Nullable DoneCallback<T> callbacks;

	private volatile @Nullable ProgressFeed progress;

	PooledFuture(PoolTask<T> task, String pool) {
		this.id = task.id();
		this.task = task;
		this.pool = pool;
	}

	@Override
	public long id() {
		return this.id;
	}

	@Override
	public TaskState taskState() {
		PoolTask<T> task = this.task;
		if (task == null) {
			return this.endState;
		}
		if (task.state() == TaskState.DISPATCHED) {
			task.control().lookForBegun();
		}
		return task.state();
	}

	@Override
	public TaskFuture<T> onDone(Consumer<? super TaskFuture<T>> callback) {
		Objects.requireNonNull(callback, "callback");
		PoolTask<T> task = this.task;
		if (task == null || isDone() || !push(callback)) {
			call(callback, this, "done");
		}
		else if (isDone()) {
			hasEnded(task.completer()); // perhaps nobody has seen it
		}
		return this;
	}

	@Override
	public TaskFuture<T> onProgress(Consumer<? super TaskProgress> callback) {
		Objects.requireNonNull(callback, "callback");
		PoolTask<T> task = this.task;
		if (task != null && !isDone()) {
			feed().add(callback, task.completer());
			if (isDone()) {
				hasEnded(task.completer()); // perhaps nobody has seen it
			}
			return this;
		}
		ProgressFeed feed = this.progress;
		if (feed != null) {
			feed.add(callback, null);
		}
		return this;
	}

	/**
	 * Hands the last progress to those who asked for it, on a completer thread.
	 * @param progress the progress
	 */
	public void progress(TaskProgress progress) {
		PoolTask<T> task = this.task;
		if (task != null && !isDone()) {
			feed().report(progress, task.completer());
		}
	}

	/**
	 * The task has ended.
	 * @param value its result
	 * @param failure why there is none, or {@code null}
	 */
	void settle(@Nullable T value, @Nullable Throwable failure) {
		PoolTask<T> task = this.task;
		if (task == null) {
			return; // settled before
		}
		if (isDone()) {
			release(task); // completed from outside
		}
		else if (closeToOthers()) {
			endAndRelease(task, value, failure);
		}
		else {
			task.completer().execute(() -> endAndRelease(task, value, failure));
		}
	}

	private void endAndRelease(PoolTask<T> task, @Nullable T value, @Nullable Throwable failure) {
		end(task, value, failure);
		release(task);
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		PoolTask<T> task = this.task;
		if (task != null && !isDone()) {
			task.control().cancel(task, mayInterruptIfRunning);
			if (!isDone() && task.state() == TaskState.CANCELLED) {
				// by another thread, perhaps, that has not come to this future yet
				endFromOutside(task, null, new CancellationException(describe() + " was cancelled"));
			}
		}
		return isCancelled();
	}

	@Override
	public boolean complete(T value) {
		return completeFromOutside(value, null);
	}

	@Override
	public boolean completeExceptionally(Throwable ex) {
		return completeFromOutside(null, Objects.requireNonNull(ex, "ex"));
	}

	@Override
	public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
		Objects.requireNonNull(supplier, "supplier");
		executor.execute(() -> {
			if (!isDone()) {
				try {
					complete(supplier.get());
				}
				catch (Throwable ex) {
					completeExceptionally((ex instanceof CompletionException) ? ex : new CompletionException(ex));
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
	public T getNow(T absent) {
		return isDone() ? join() : absent;
	}

	@Override
	public T get() throws InterruptedException, ExecutionException {
		if (!isDoneSoon()) {
			awaitDone(Long.MAX_VALUE);
		}
		return outcome();
	}

	@Override
	public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
		long nanos = unit.toNanos(timeout);
		if (!isDone() && !(nanos > 0 && isDoneSoon()) && !awaitDone(nanos)) {
			throw new TimeoutException();
		}
		return outcome();
	}

	@Override
	public T join() {
		if (!isDoneSoon()) {
			awaitDoneUninterruptibly();
		}
		try {
			return super.join();
		}
		catch (CancellationException ex) {
			throw original(ex);
		}
		catch (CompletionException ex) {
			CallerFrames.append(ex.getCause());
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			Throwable failure = failure(); // its own text is what throws
			throw new CompletionException(failure.getClass().getName(), failure);
		}
	}

	@Override
	protected Wait beginWait(Collection<? extends TaskFuture<?>> futures) {
		PoolTask<T> task = this.task;
		if (task == null || PoolTask.current() == null) {
			return PoolTask.Control.NO_WAIT;
		}
		PoolTask.Control control = task.control();
		boolean own = futures.stream()
			.allMatch((future) -> future instanceof PooledFuture<?> pooled && pooled.isUnder(control));
		return own ? control.beginWait(futures) : PoolTask.Control.NO_WAIT;
	}

	private boolean isUnder(PoolTask.Control control) {
		PoolTask<T> task = this.task;
		return task != null && task.control() == control;
	}

	@Override
	protected String describe() {
		PoolTask<T> task = this.task;
		return "task " + this.id + ((task != null) ? " (" + task.name() + ")" : "") + " of pool '" + this.pool + "'";
	}

	/** What this future, which is done, was completed with. */
	private T outcome() throws InterruptedException, ExecutionException {
		try {
			return super.get();
		}
		catch (CancellationException ex) {
			throw original(ex);
		}
		catch (ExecutionException ex) {
			CallerFrames.append(ex.getCause());
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			Throwable failure = failure(); // its own text is what throws
			throw new ExecutionException(failure.getClass().getName(), failure);
		}
	}

	private boolean isDoneSoon() {
		PoolTask<T> task = this.task;
		if (task != null && !isDone()) {
			task.completer().spin().until(this::isDone);
		}
		return isDone();
	}

	private boolean completeFromOutside(@Nullable T value, @Nullable Throwable failure) {
		PoolTask<T> task = this.task;
		if (task == null || isDone() || !endFromOutside(task, value, failure)) {
			return false;
		}
		task.control().cancel(task, true);
		return true;
	}

	/**
	 * Ends this future in the calling thread, whatever that is. If it runs a task, it
	 * lets another one run what hangs on this future, and waits until it is done.
	 */
	private boolean endFromOutside(PoolTask<T> task, @Nullable T value, @Nullable Throwable failure) {
		if (!isShared() || TaskContext.find().isEmpty()) {
			return end(task, value, failure);
		}
		task.completer().execute(() -> end(task, value, failure));
		awaitDoneUninterruptibly();
		return hasOutcome(value, failure);
	}

	/**
	 * Ends this future; who comes first decides how.
	 * @return whether this was the first
	 */
	@SuppressWarnings("NullAway") // the value is null only if T is nullable, or beside a
									// failure
	private boolean end(PoolTask<T> task, @Nullable T value, @Nullable Throwable failure) {
		if (isShared()) {
			beforeDependents(() -> hasEnded(task.completer()));
		}
		boolean first = (failure != null) ? super.completeExceptionally(failure) : super.complete(value);
		if (first) {
			hasEnded(task.completer());
		}
		return first;
	}

	/** Tells everybody. Runs no foreign code; may be called again. */
	private void hasEnded(Completer completer) {
		tellWatchers();
		CompletableFuture<T> stages = takeStages();
		if (stages != null) {
			completer.execute(() -> complete(stages));
		}
		ProgressFeed feed = this.progress;
		if (feed == null || !feed.end(() -> callBack(takeCallbacks()))) {
			DoneCallback<T> last = takeCallbacks();
			if (last != null) {
				completer.execute(() -> callBack(last));
			}
		}
	}

	/**
	 * Gives up what the task consisted of: whoever keeps this future keeps its outcome.
	 */
	private void release(PoolTask<T> task) {
		this.endState = task.state();
		this.task = null;
	}

	private boolean push(Consumer<? super TaskFuture<T>> callback) {
		DoneCallback<T> before = this.callbacks;
		while (before != DoneCallback.TAKEN) {
			if (CALLBACKS.compareAndSet(this, before, new DoneCallback<>(callback, before))) {
				return true;
			}
			before = this.callbacks;
		}
		return false;
	}

	@SuppressWarnings("unchecked") // there is no other type in this field
	private @Nullable DoneCallback<T> takeCallbacks() {
		DoneCallback<T> last = (this.callbacks != null) ? CALLBACKS.getAndSet(this, DoneCallback.TAKEN) : null;
		return (last != DoneCallback.TAKEN) ? last : null;
	}

	private void callBack(@Nullable DoneCallback<T> last) {
		if (last != null) {
			last.inOrder().forEach((callback) -> call(callback.action(), this, "done"));
		}
	}

	private ProgressFeed feed() {
		ProgressFeed feed = this.progress;
		if (feed == null) {
			PROGRESS.compareAndSet(this, null, new ProgressFeed(this));
			feed = Objects.requireNonNull(this.progress);
		}
		return feed;
	}

	/** Calls foreign code, which may throw what it likes. */
	<C> void call(Consumer<? super C> callback, C argument, String what) {
		try {
			callback.accept(argument);
		}
		catch (Throwable ex) {
			logger.error("{}: a {} callback threw", describe(), what, ex);
		}
	}

}
