package dev.poolworks;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A named pool of workers that run tasks: Python's {@code concurrent.futures.Executor}
 * and Java's {@link ExecutorService} in one. All methods may be called by any thread at
 * any time.
 * <p>
 * The methods that take a {@link Task}, a {@link TaskAction}, a {@link TaskFunction} or a
 * {@link TaskConsumer} work with every type of pool, and their code may throw checked
 * exceptions. Those inherited from {@link ExecutorService} work with thread pools for
 * everything, with process pools for what can be serialized; what can't fails with
 * {@link TaskNotSerializableException}.
 * <p>
 * Every {@code submit} throws {@link TaskRejectedException} when the pool is shut down or
 * full (and its rejection policy says so). A process pool encodes the task in the calling
 * thread, before {@code submit} returns: a task that cannot be encoded gives a future
 * that has failed with {@link TaskNotSerializableException}, one that is too large a
 * future that has failed with {@link PayloadTooLargeException}.
 * <p>
 * An interrupt of a calling thread costs neither a worker nor a task. Where a call waits
 * ({@code get}, a {@code submit} that waits for room, the results of a map,
 * {@code invokeAll}, {@code invokeAny}) it ends the wait; everywhere else, and wherever
 * no {@link InterruptedException} is declared, the thread stays interrupted.
 * <p>
 * A task may wait for others of its own pool, as long as some worker can run them. A wait
 * without limit that would leave none, because all workers wait in the same way, throws
 * {@link PoolDeadlockException}: {@code result}, {@code get} and {@code join},
 * {@code map}, {@code invokeAll} and {@code invokeAny}. So does {@code close()} in a task
 * of the same pool, at once. Waits with a limit run it out; waits through plain stages or
 * latches are not seen.
 */
public interface TaskPool extends ExecutorService, AutoCloseable {

	/**
	 * The name, as in {@code pool.executors.<name>}.
	 * @return the name
	 */
	String name();

	PoolType type();

	<T extends @Nullable Object> TaskFuture<T> submit(Task<T> task);

	<T extends @Nullable Object> TaskFuture<T> submit(Task<T> task, TaskOptions options);

	<A extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> submit(
			TaskFunction<? super A, ? extends R> function, A argument);

	<A extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> submit(
			TaskFunction<? super A, ? extends R> function, A argument, TaskOptions options);

	TaskFuture<?> submit(TaskAction task);

	/**
	 * Submits an action.
	 * @param task the task
	 * @param options how; {@code null}, as for {@link #submit(Runnable, TaskOptions)
	 * runnables}, means the defaults
	 * @return its future; the result is {@code null}
	 */
	TaskFuture<?> submit(TaskAction task, @Nullable TaskOptions options);

	<T extends @Nullable Object> TaskFuture<T> submit(TaskAction task, T result);

	/**
	 * Submits work on one argument. It has a name of its own since an overload of
	 * {@code submit} would make {@code submit(x -> f(x), a)} ambiguous.
	 * @param <A> the type of the argument
	 * @param consumer the work
	 * @param argument the argument
	 * @return its future; the result is {@code null}
	 */
	<A extends @Nullable Object> TaskFuture<?> run(TaskConsumer<? super A> consumer, A argument);

	<A extends @Nullable Object> TaskFuture<?> run(TaskConsumer<? super A> consumer, A argument, TaskOptions options);

	/**
	 * Runs a task nobody waits for; its failure is logged.
	 * @param task the task
	 * @throws TaskNotSerializableException if it cannot be encoded: nobody has a future
	 * to find that in
	 * @throws PayloadTooLargeException if it is too large
	 */
	void execute(TaskAction task);

	@Override
	<T extends @Nullable Object> TaskFuture<T> submit(Callable<T> task);

	<T extends @Nullable Object> TaskFuture<T> submit(Callable<T> task, TaskOptions options);

	@Override
	TaskFuture<?> submit(Runnable task);

	/**
	 * Submits a runnable.
	 * @param task the task
	 * @param options how; {@code null} means the defaults, so that
	 * {@code submit(runnable, null)} is what it is for an {@link ExecutorService}
	 * @return its future; the result is {@code null}
	 */
	TaskFuture<?> submit(Runnable task, @Nullable TaskOptions options);

	@Override
	<T extends @Nullable Object> TaskFuture<T> submit(Runnable task, T result);

	/**
	 * Applies a function to every item. Returns at once; see {@link MapOptions} for what
	 * happens then. Never rejects: it waits for room in the queue.
	 * @param <A> the type of an item
	 * @param <R> the type of a result
	 * @param function the function
	 * @param items the items; may be infinite if {@link MapOptions#bufferSize} is set
	 * @return the results, in the order of the items
	 */
	default <A extends @Nullable Object, R extends @Nullable Object> TaskResults<R> map(
			TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items) {
		return map(function, items, MapOptions.defaults());
	}

	<A extends @Nullable Object, R extends @Nullable Object> TaskResults<R> map(
			TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items, MapOptions options);

	/**
	 * Does the same work on every item: {@link #map} without results. Each item gives
	 * {@code null} when it is done, so {@code forEach(..).toList()} waits for all.
	 * @param <A> the type of an item
	 * @param consumer the work
	 * @param items the items
	 * @return what becomes of the items, in their order
	 */
	default <A extends @Nullable Object> TaskResults<?> forEach(TaskConsumer<? super A> consumer,
			Iterable<? extends A> items) {
		return forEach(consumer, items, MapOptions.defaults());
	}

	<A extends @Nullable Object> TaskResults<?> forEach(TaskConsumer<? super A> consumer, Iterable<? extends A> items,
			MapOptions options);

	/**
	 * What the pool is and does at one instant; the figures of one snapshot belong
	 * together.
	 * @return the snapshot
	 */
	PoolSnapshot snapshot();

	/**
	 * The workers alive, in the order of their start.
	 * @return an unmodifiable list
	 */
	List<WorkerSnapshot> workers();

	/**
	 * Changes the bounds of the number of workers. Running tasks are not disturbed.
	 * @param minSize workers kept also without work; from 0
	 * @param maxSize workers at most; from 1 and at least {@code minSize}
	 * @throws IllegalArgumentException if the bounds are not such
	 */
	void resize(int minSize, int maxSize);

	/**
	 * Holds back queued tasks; running ones go on, new ones are accepted.
	 */
	void suspend();

	/**
	 * Ends {@link #suspend()}.
	 */
	void resume();

	/**
	 * Shuts down in the given form and returns at once. A later call can only be
	 * stricter.
	 * @param how the form
	 */
	void shutdown(Shutdown how);

	/**
	 * The same as {@code shutdown(Shutdown.drain())}.
	 */
	@Override
	void shutdown();

	/**
	 * Shuts down: waiting tasks are cancelled and returned, running ones interrupted and,
	 * in a process pool, killed with their worker if they have not ended after
	 * {@code kill-grace}.
	 * @return the tasks that were waiting
	 */
	@Override
	List<Runnable> shutdownNow();

	/**
	 * Waits until a pool that was shut down has ended. In a process pool no worker
	 * process is left then.
	 */
	@Override
	boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException;

	/**
	 * Shuts down, runs everything that was submitted and waits for the end, without
	 * limit. An interrupt of the waiting thread turns this into {@link #shutdownNow()};
	 * the thread's interrupt status is kept.
	 */
	@Override
	void close();

}
