package dev.poolworks;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

/**
 * Waiting for several futures at a time: Python's {@code wait} and {@code as_completed}.
 * The futures may be of different pools. A wait that ends early leaves nothing behind in
 * the futures that go on.
 */
public final class TaskFutures {

	private static final long FOREVER = Long.MAX_VALUE;

	private TaskFutures() {
	}

	/**
	 * Waits without limit.
	 * @param <F> the type of the futures
	 * @param futures futures of pools, also as {@code invokeAll} gives them; one that is
	 * contained twice counts once
	 * @param what what to wait for
	 * @return which are done and which are not
	 * @throws IllegalArgumentException if one of them is not of a pool
	 * @throws CompletionException with an {@link InterruptedException} if the wait was
	 * interrupted (the thread's interrupt status is kept)
	 */
	public static <F extends Future<?>> WaitResult<F> wait(Collection<? extends F> futures, WaitFor what) {
		return wait(futures, what, FOREVER);
	}

	/**
	 * Waits. Returns at once if there is nothing to wait for, as with no futures at all.
	 * @param <F> the type of the futures
	 * @param futures futures of pools, also as {@code invokeAll} gives them; one that is
	 * contained twice counts once
	 * @param what what to wait for
	 * @param timeout how long to wait at most; a time that is up is no error
	 * @return which are done and which are not
	 * @throws IllegalArgumentException if one of them is not of a pool
	 * @throws CompletionException with an {@link InterruptedException} if the wait was
	 * interrupted (the thread's interrupt status is kept)
	 */
	public static <F extends Future<?>> WaitResult<F> wait(Collection<? extends F> futures, WaitFor what,
			Duration timeout) {
		return wait(futures, what, nanos(timeout));
	}

	/**
	 * The futures in the order in which they are done: those that are already, then the
	 * others. Waits in the course of the stream, without limit.
	 * @param <F> the type of the futures
	 * @param futures futures of pools, also as {@code invokeAll} gives them; one that is
	 * contained twice comes once
	 * @return a sequential stream; should be closed if it is not read to its end
	 * @throws IllegalArgumentException if one of them is not of a pool
	 */
	public static <F extends Future<?>> Stream<F> asCompleted(Collection<? extends F> futures) {
		return stream(new Completions<>(futures, null));
	}

	/**
	 * The futures in the order in which they are done: those that are already, then the
	 * others. Waits in the course of the stream, which throws
	 * {@link WaitTimeoutException} when the time is up and futures are left that are not
	 * done; these go on. An interrupt of the wait gives a {@link CompletionException}
	 * with an {@link InterruptedException}.
	 * @param <F> the type of the futures
	 * @param futures futures of pools, also as {@code invokeAll} gives them; one that is
	 * contained twice comes once
	 * @param timeout for all, from this call on
	 * @return a sequential stream; should be closed if it is not read to its end
	 * @throws IllegalArgumentException if one of them is not of a pool
	 */
	public static <F extends Future<?>> Stream<F> asCompleted(Collection<? extends F> futures, Duration timeout) {
		return stream(new Completions<>(futures, timeout));
	}

	private static <F extends Future<?>> WaitResult<F> wait(Collection<? extends F> futures, WaitFor what, long nanos) {
		long start = System.nanoTime();
		Set<F> all = new LinkedHashSet<>(futures);
		Set<TaskFuture<?>> pending = ofPools(all);
		boolean enough = all.isEmpty();
		for (TaskFuture<?> future : List.copyOf(pending)) {
			if (future.isDone()) {
				pending.remove(future);
				enough |= suffices(future, what);
			}
		}
		enough |= pending.isEmpty();
		if (!enough) {
			Arrivals arrivals = new Arrivals();
			pending.forEach(arrivals::expect);
			try {
				while (!enough) {
					TaskFuture<?> future = arrivals.next(pending,
							(nanos != FOREVER) ? nanos - (System.nanoTime() - start) : FOREVER);
					if (future == null) {
						break;
					}
					pending.remove(future);
					enough = pending.isEmpty() || suffices(future, what);
				}
			}
			finally {
				pending.forEach(arrivals::forget);
			}
		}
		return result(all);
	}

	private static boolean suffices(TaskFuture<?> done, WaitFor what) {
		return switch (what) {
			case FIRST_COMPLETED -> true;
			case FIRST_EXCEPTION -> done.isCompletedExceptionally();
			case ALL_COMPLETED -> false;
		};
	}

	private static <F extends Future<?>> WaitResult<F> result(Set<F> futures) {
		Set<F> done = new LinkedHashSet<>();
		Set<F> notDone = new LinkedHashSet<>();
		for (F future : futures) {
			(future.isDone() ? done : notDone).add(future);
		}
		return new WaitResult<>(done, notDone);
	}

	/** The same objects: other futures cannot be watched. */
	private static Set<TaskFuture<?>> ofPools(Collection<? extends Future<?>> futures) {
		Set<TaskFuture<?>> ofPools = new LinkedHashSet<>();
		for (Future<?> future : futures) {
			if (!(Objects.requireNonNull(future, "future") instanceof TaskFuture<?> ofPool)) {
				throw new IllegalArgumentException("a " + future.getClass().getName()
						+ " is no future of a pool; pass what submit, run or invokeAll returned, not a stage of it");
			}
			ofPools.add(ofPool);
		}
		return ofPools;
	}

	private static <F extends Future<?>> Stream<F> stream(Completions<F> completions) {
		int characteristics = Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL;
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(completions, characteristics), false)
			.onClose(completions::close);
	}

	private static long nanos(Duration timeout) {
		if (timeout.isNegative()) {
			return 0;
		}
		return (timeout.toSeconds() > FOREVER / 2_000_000_000L) ? FOREVER : timeout.toNanos();
	}

	/**
	 * What a wait has found.
	 *
	 * @param <F> the type of the futures
	 * @param done futures that have a result, have failed or are cancelled, in the order
	 * in which they were given
	 * @param notDone the others
	 */
	public record WaitResult<F extends Future<?>>(Set<F> done, Set<F> notDone) {

		public WaitResult {
			done = Collections.unmodifiableSet(new LinkedHashSet<>(done));
			notDone = Collections.unmodifiableSet(new LinkedHashSet<>(notDone));
		}

	}

	/**
	 * Futures that have become done. What is left in the futures does not hold on to it.
	 */
	private static final class Arrivals {

		private final BlockingQueue<TaskFuture<?>> queue = new LinkedBlockingQueue<>();

		private final TaskFuture.Watcher watcher = new QueueWatcher(new WeakReference<>(this.queue));

		void expect(TaskFuture<?> future) {
			future.watch(this.watcher);
		}

		void forget(TaskFuture<?> future) {
			future.unwatch(this.watcher);
		}

		/**
		 * Waits for the next one.
		 * @param pending those that may come
		 * @param nanos how long at most, or {@link #FOREVER}
		 * @return the future, or {@code null} if there is none in time
		 */
		@Nullable TaskFuture<?> next(Collection<TaskFuture<?>> pending, long nanos) {
			TaskFuture<?> there = this.queue.poll();
			if (there != null) {
				return there;
			}
			try {
				if (nanos != FOREVER) {
					return this.queue.poll(nanos, TimeUnit.NANOSECONDS);
				}
				try (TaskFuture.Wait wait = pending.iterator().next().beginWait(pending)) {
					return this.queue.take();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new CompletionException("interrupted while waiting for futures", ex);
			}
		}

	}

	private record QueueWatcher(WeakReference<BlockingQueue<TaskFuture<?>>> queue) implements TaskFuture.Watcher {

		@Override
		public void done(TaskFuture<?> future) {
			BlockingQueue<TaskFuture<?>> queue = this.queue.get();
			if (queue != null) {
				queue.add(future);
			}
		}

		@Override
		public boolean isAbandoned() {
			return this.queue.refersTo(null);
		}

	}

	/**
	 * Gives one future after the other, as they become done.
	 *
	 * @param <F> the type of the futures
	 */
	private static final class Completions<F extends Future<?>> implements Iterator<F> {

		private final Arrivals arrivals = new Arrivals();

		private final Set<TaskFuture<?>> pending;

		private final int size;

		private final @Nullable Duration timeout;

		private final long start = System.nanoTime();

		private boolean watching;

		Completions(Collection<? extends F> futures, @Nullable Duration timeout) {
			this.pending = ofPools(futures);
			this.size = this.pending.size();
			this.timeout = timeout;
		}

		@Override
		public boolean hasNext() {
			return !this.pending.isEmpty();
		}

		@Override
		@SuppressWarnings("unchecked") // only futures of this type are expected
		public F next() {
			if (!hasNext()) {
				throw new NoSuchElementException("all futures were given");
			}
			if (!this.watching) {
				this.watching = true;
				this.pending.forEach(this.arrivals::expect);
			}
			long limit = (this.timeout != null) ? nanos(this.timeout) - (System.nanoTime() - this.start) : FOREVER;
			TaskFuture<?> future = this.arrivals.next(this.pending, limit);
			if (future == null) {
				throw timeout();
			}
			this.pending.remove(future);
			return (F) future;
		}

		void close() {
			this.pending.forEach(this.arrivals::forget);
			this.pending.clear();
		}

		private WaitTimeoutException timeout() {
			String message = this.pending.size() + " of " + this.size + " futures are not done after a wait of "
					+ ((this.timeout != null) ? TaskFuture.millis(this.timeout) : 0)
					+ " ms; they go on: wait again, or cancel them";
			close();
			return new WaitTimeoutException(message);
		}

	}

}
