package dev.poolworks;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The result of a task, now or later: Python's {@code Future} and all of
 * {@link CompletableFuture}.
 * <p>
 * {@link #cancel cancel(false)} succeeds only before the task has started,
 * {@code cancel(true)} stops a running one too: it is interrupted and, in a process pool,
 * killed with its worker if it has not ended after {@code kill-grace}. Completing the
 * future from outside stops the task in the same way. Dependent stages and callbacks run
 * on a thread of their own, never on a worker; dependents are plain
 * {@code CompletableFuture}s.
 *
 * @param <T> the type of the result
 */
public abstract class TaskFuture<T extends @Nullable Object> extends CompletableFuture<T> {

	@SuppressWarnings("rawtypes")
	private static final AtomicReferenceFieldUpdater<TaskFuture, @Nullable Queue> WATCHERS = AtomicReferenceFieldUpdater
		.newUpdater(TaskFuture.class, Queue.class, "watchers");

	private volatile @Nullable Queue<Watcher> watchers;

	/**
	 * A number that no other task of the pool has.
	 * @return the number, from 1
	 */
	public abstract long id();

	/**
	 * What the pool knows of the task. ({@code Future.state()}, since Java 19, is another
	 * thing.)
	 * @return the state
	 */
	public abstract TaskState taskState();

	/**
	 * Tells whether a worker has the task at this moment.
	 * @return whether it is dispatched or running
	 */
	public boolean isRunning() {
		TaskState state = taskState();
		return state == TaskState.RUNNING || state == TaskState.DISPATCHED;
	}

	/**
	 * Waits for the result, without limit and without regard to interrupts.
	 * @return the result
	 * @throws CompletionException with the task's exception as cause, if that is checked;
	 * a {@link RuntimeException} or {@link Error} of the task is thrown as itself
	 * @throws CancellationException if the task was cancelled
	 * @throws PoolDeadlockException if this is called by a task of the same pool and
	 * would wait for ever
	 */
	public T result() {
		try {
			return join();
		}
		catch (CancellationException ex) {
			throw original(ex);
		}
		catch (CompletionException ex) {
			throw unwrapped(ex);
		}
	}

	/**
	 * Waits for the result.
	 * @param timeout how long to wait at most
	 * @return the result
	 * @throws WaitTimeoutException if the wait was in vain; the task goes on
	 * @throws CompletionException as {@link #result()} does, and with an
	 * {@link InterruptedException} if the wait was interrupted (the thread's interrupt
	 * status is kept)
	 * @throws CancellationException if the task was cancelled
	 */
	public T result(Duration timeout) {
		try {
			return get(nanos(timeout), TimeUnit.NANOSECONDS);
		}
		catch (CancellationException ex) {
			throw original(ex);
		}
		catch (ExecutionException ex) {
			throw unwrapped(ex);
		}
		catch (TimeoutException ex) {
			throw waitTimeout(timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CompletionException("interrupted while waiting for " + describe(), ex);
		}
	}

	/**
	 * Waits for the end of the task, without limit and without regard to interrupts, and
	 * gives its exception.
	 * @return what the task threw, as it threw it, or {@code null} if it returned a value
	 * @throws CancellationException if the task was cancelled
	 */
	public @Nullable Throwable exception() {
		awaitDoneUninterruptibly();
		return exception(Duration.ZERO);
	}

	/**
	 * Waits for the end of the task and gives its exception.
	 * @param timeout how long to wait at most
	 * @return what the task threw, as it threw it, or {@code null} if it returned a value
	 * @throws WaitTimeoutException if the wait was in vain; the task goes on
	 * @throws CompletionException with an {@link InterruptedException} if the wait was
	 * interrupted
	 * @throws CancellationException if the task was cancelled
	 */
	public @Nullable Throwable exception(Duration timeout) {
		try {
			get(nanos(timeout), TimeUnit.NANOSECONDS);
			return null;
		}
		catch (CancellationException ex) {
			throw original(ex);
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
		catch (TimeoutException ex) {
			throw waitTimeout(timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CompletionException("interrupted while waiting for " + describe(), ex);
		}
	}

	/**
	 * The result of a task that has succeeded; does not wait. ({@code Future} knows this
	 * since Java 19.)
	 * @return the result
	 * @throws IllegalStateException if there is none, or not yet
	 */
	public T resultNow() {
		if (!isDone() || isCompletedExceptionally()) {
			throw new IllegalStateException(describe() + " is " + taskState() + ": it has no result now");
		}
		return join();
	}

	/**
	 * What a task that has failed threw; does not wait. ({@code Future} knows this since
	 * Java 19.)
	 * @return the exception
	 * @throws IllegalStateException if there is none, or not yet, or if the task was
	 * cancelled
	 */
	public Throwable exceptionNow() {
		Throwable failure = (isDone() && !isCancelled()) ? exception(Duration.ZERO) : null;
		if (failure == null) {
			throw new IllegalStateException(describe() + " is " + taskState() + ": it has no exception now");
		}
		return failure;
	}

	/**
	 * Calls back when this future is done. Callbacks that are added before run one after
	 * the other in the order in which they were added, on a thread of their own; one that
	 * is added when the future is done already runs at once, in this thread, even if
	 * earlier ones have not ended. One that throws is logged and stops neither the others
	 * nor the pool.
	 * @param callback gets this future
	 * @return this future
	 */
	public abstract TaskFuture<T> onDone(Consumer<? super TaskFuture<T>> callback);

	/**
	 * Calls back when the task reports progress through
	 * {@link TaskContext#progress(long, long, String)}, in the order of the reports. Of
	 * those that come while the callback is busy it hears the last one; the last of all
	 * it hears before {@link #onDone} calls back. What was reported last before this call
	 * it hears first, also of a task that has ended.
	 * @param callback gets the progress; one that blocks delays the callbacks of this
	 * future alone
	 * @return this future
	 */
	public abstract TaskFuture<T> onProgress(Consumer<? super TaskProgress> callback);

	/**
	 * Refused: a result that others may have seen does not change.
	 */
	@Override
	public void obtrudeValue(T value) {
		throw new UnsupportedOperationException("the result of " + describe() + " cannot be replaced");
	}

	/**
	 * Refused: a result that others may have seen does not change.
	 */
	@Override
	public void obtrudeException(Throwable ex) {
		throw new UnsupportedOperationException("the result of " + describe() + " cannot be replaced");
	}

	/**
	 * To be called after {@link #isDone()} has become true. Runs no foreign code.
	 */
	protected final void tellWatchers() {
		Queue<Watcher> watchers = this.watchers;
		if (watchers != null) {
			this.watchers = null;
			tell(watchers);
		}
	}

	private void tell(Queue<Watcher> watchers) {
		Watcher watcher = watchers.poll();
		while (watcher != null) {
			watcher.done(this);
			watcher = watchers.poll();
		}
	}

	/**
	 * Adds one who wants to know when this future is done; unlike a dependent stage it
	 * can be removed.
	 * @param watcher is called once, possibly at once
	 */
	final void watch(Watcher watcher) {
		Queue<Watcher> watchers = this.watchers;
		while (watchers == null && !isDone()) {
			WATCHERS.compareAndSet(this, null, new ConcurrentLinkedQueue<Watcher>());
			watchers = this.watchers; // gone again if this is done
		}
		if (watchers == null) {
			watcher.done(this);
			return;
		}
		watchers.removeIf(Watcher::isAbandoned);
		watchers.add(watcher);
		if (isDone()) {
			tell(watchers);
			this.watchers = null;
		}
	}

	final void unwatch(Watcher watcher) {
		Queue<Watcher> watchers = this.watchers;
		if (watchers != null) {
			watchers.remove(watcher);
		}
	}

	/**
	 * Waits until {@link #isDone()}. Runs no foreign code.
	 * @param nanos how long at most; {@link Long#MAX_VALUE}: no limit
	 * @return whether it is done
	 * @throws InterruptedException if the wait was interrupted
	 */
	protected final boolean awaitDone(long nanos) throws InterruptedException {
		if (nanos != Waiter.FOREVER) {
			return Waiter.await(this, nanos);
		}
		try (Wait wait = beginWait(List.of(this))) {
			return Waiter.await(this, nanos);
		}
	}

	/**
	 * Waits until {@link #isDone()}, also if interrupted; then the thread's interrupt
	 * status is set. Runs no foreign code.
	 */
	protected final void awaitDoneUninterruptibly() {
		try (Wait wait = beginWait(List.of(this))) {
			Waiter.awaitUninterruptibly(this);
		}
	}

	/**
	 * The current thread is about to wait, without limit, for the first of several.
	 * @param futures the futures, among them this one
	 * @return ends that when closed
	 * @throws PoolDeadlockException if that would be for ever: this thread is one of the
	 * workers that the task waits for
	 */
	protected abstract Wait beginWait(Collection<? extends TaskFuture<?>> futures);

	/**
	 * Names the task and its pool, for messages.
	 * @return a few words
	 */
	protected abstract String describe();

	private WaitTimeoutException waitTimeout(Duration timeout) {
		return new WaitTimeoutException(describe() + " is " + taskState() + " after a wait of " + millis(timeout)
				+ " ms; it goes on: wait again, or call cancel(true)");
	}

	private static long nanos(Duration timeout) {
		Objects.requireNonNull(timeout, "timeout");
		try {
			return timeout.toNanos();
		}
		catch (ArithmeticException ex) {
			return timeout.isNegative() ? 0 : Long.MAX_VALUE;
		}
	}

	/** For messages, which no duration may keep from being written. */
	static long millis(Duration timeout) {
		return TimeUnit.NANOSECONDS.toMillis(nanos(timeout));
	}

	/** Newer JDKs wrap it in another one, whose message is the name of a method. */
	private static CancellationException original(CancellationException ex) {
		return (ex.getCause() instanceof CancellationException cause) ? cause : ex;
	}

	private static RuntimeException unwrapped(Exception wrapper) {
		Throwable cause = wrapper.getCause();
		if (cause instanceof RuntimeException runtimeException) {
			return runtimeException;
		}
		if (cause instanceof Error error) {
			throw error;
		}
		return (wrapper instanceof CompletionException completion) ? completion : new CompletionException(cause);
	}

	/**
	 * A wait of the current thread, until it is closed.
	 */
	@FunctionalInterface
	public interface Wait extends AutoCloseable {

		@Override
		void close();

	}

	/**
	 * Wants to know when a future is done. Must not run foreign code.
	 */
	interface Watcher {

		void done(TaskFuture<?> future);

		/**
		 * Whether nobody is left who wants to know.
		 * @return whether this may be removed
		 */
		boolean isAbandoned();

	}

}
