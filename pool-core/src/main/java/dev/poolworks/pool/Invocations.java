package dev.poolworks.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.poolworks.TaskFuture;
import dev.poolworks.TaskPool;

/**
 * {@code invokeAll} and {@code invokeAny} on top of {@code submit}.
 */
final class Invocations {

	/** Stands for no limit. */
	static final long FOREVER = Long.MAX_VALUE;

	private static final TaskFuture.Wait NOT_FOR_EVER = () -> {
	};

	private Invocations() {
	}

	static <T> List<Future<T>> all(TaskPool pool, Collection<? extends Callable<T>> tasks, long nanos)
			throws InterruptedException {
		long start = System.nanoTime();
		List<Future<T>> futures = new ArrayList<>(tasks.size());
		boolean done = false;
		try {
			for (Callable<T> task : requireAll(tasks)) {
				futures.add(pool.submit(task));
			}
			for (Future<T> future : futures) {
				try {
					if (nanos == FOREVER) {
						future.get();
					}
					else {
						future.get(nanos - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
					}
				}
				catch (ExecutionException | CancellationException ex) {
					// the caller finds it in the future
				}
				catch (TimeoutException ex) {
					return futures;
				}
			}
			done = true;
			return futures;
		}
		finally {
			if (!done) {
				cancel(futures);
			}
		}
	}

	static <T> T any(TaskPool pool, OwnWaits ownWaits, Collection<? extends Callable<T>> tasks, long nanos)
			throws InterruptedException, ExecutionException, TimeoutException {
		if (tasks.isEmpty()) {
			throw new IllegalArgumentException("invokeAny got no tasks; give it at least one");
		}
		long start = System.nanoTime();
		BlockingQueue<TaskFuture<T>> completed = new LinkedBlockingQueue<>();
		List<TaskFuture<T>> futures = new ArrayList<>(tasks.size());
		try {
			for (Callable<T> task : requireAll(tasks)) {
				futures.add(pool.submit(task).onDone(completed::add));
			}
			try (TaskFuture.Wait wait = (nanos == FOREVER) ? ownWaits.begin(futures) : NOT_FOR_EVER) {
				return firstResult(completed, futures.size(), nanos - (System.nanoTime() - start));
			}
		}
		finally {
			cancel(futures);
		}
	}

	private static <T> T firstResult(BlockingQueue<TaskFuture<T>> completed, int count, long nanos)
			throws InterruptedException, ExecutionException, TimeoutException {
		long start = System.nanoTime();
		ExecutionException last = null;
		for (int i = 0; i < count; i++) {
			TaskFuture<T> future = completed.poll(nanos - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
			if (future == null) {
				throw new TimeoutException("none of " + count + " tasks succeeded in time");
			}
			try {
				return future.get();
			}
			catch (ExecutionException ex) {
				last = ex;
			}
			catch (CancellationException ex) {
				last = new ExecutionException(ex);
			}
		}
		throw Objects.requireNonNull(last);
	}

	/** What waits first, or a worker would begin it as soon as it is rid of another. */
	private static void cancel(List<? extends Future<?>> futures) {
		futures.forEach((future) -> future.cancel(false));
		futures.forEach((future) -> future.cancel(true));
	}

	private static <C> Collection<C> requireAll(Collection<C> tasks) {
		tasks.forEach((task) -> Objects.requireNonNull(task, "task"));
		return tasks;
	}

}
