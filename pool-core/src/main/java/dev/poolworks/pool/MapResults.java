package dev.poolworks.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.poolworks.MapOptions;
import dev.poolworks.MapOptions.OnError;
import dev.poolworks.PoolType;
import dev.poolworks.TaskFunction;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOutcome;
import dev.poolworks.TaskPool;
import dev.poolworks.TaskResults;
import dev.poolworks.WaitTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The consumer's side of a map.
 *
 * @param <R> the type of a result
 */
final class MapResults<R extends @Nullable Object> implements TaskResults<R> {

	/** Chunks that each worker gets if the number of items is known. */
	private static final int CHUNKS_PER_WORKER = 4;

	private static final int MAX_AUTOMATIC_CHUNK = 1024;

	private final MapOperation<?, R> map;

	private final TaskPool pool;

	private final MapOptions options;

	private boolean handedOut;

	private MapResults(MapOperation<?, R> map, TaskPool pool, MapOptions options) {
		this.map = map;
		this.pool = pool;
		this.options = options;
	}

	static <A extends @Nullable Object, R extends @Nullable Object> TaskResults<R> of(TaskIntake intake, TaskPool pool,
			TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items, MapOptions options) {
		MapOperation<A, R> map = new MapOperation<>(intake, pool.name(), function, items.iterator(), options,
				chunkSize(pool, items, options));
		if (!map.start()) {
			throw intake.shutDown(function);
		}
		return new MapResults<>(map, pool, options);
	}

	@Override
	public Iterator<R> iterator() {
		return new Taker<>(this::nextResult, MapResults::value);
	}

	@Override
	public Stream<R> stream() {
		return stream(iterator());
	}

	@Override
	public List<R> toList() {
		List<R> results = new ArrayList<>();
		iterator().forEachRemaining(results::add);
		return Collections.unmodifiableList(results);
	}

	@Override
	public Stream<TaskOutcome<R>> outcomes() {
		return stream(new Taker<>(this::nextOutcome, Function.identity()));
	}

	@Override
	public void close() {
		this.map.close();
	}

	private <T extends @Nullable Object> Stream<T> stream(Iterator<T> taker) {
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(taker, Spliterator.ORDERED), false)
			.onClose(this::close);
	}

	private static int chunkSize(TaskPool pool, Iterable<?> items, MapOptions options) {
		if (options.chunkSize() > 0) {
			return options.chunkSize();
		}
		if (pool.type() == PoolType.PROCESS && options.bufferSize() == 0 && items instanceof Collection<?> collection) {
			int share = collection.size() / (CHUNKS_PER_WORKER * pool.snapshot().maxSize());
			return Math.max(1, Math.min(MAX_AUTOMATIC_CHUNK, share));
		}
		return 1;
	}

	private @Nullable TaskOutcome<R> nextOutcome() {
		this.map.beforeTake();
		ItemOutcomes<R> outcomes = this.map.outcomes();
		try (TaskFuture.Wait wait = this.map.beginWait()) {
			TaskOutcome<R> outcome = outcomes.take(this.map.deadline());
			if (outcome == null && !outcomes.isExhausted()) {
				throw timeout(outcomes);
			}
			return outcome;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CompletionException("interrupted while waiting for result " + outcomes.taken()
					+ " of a map in pool '" + this.pool.name() + "'; the rest is cancelled", ex);
		}
	}

	private @Nullable TaskOutcome<R> nextResult() {
		TaskOutcome<R> outcome = nextOutcome();
		while (outcome != null && outcome.failure() != null) {
			if (this.options.onError() == OnError.STOP || this.map.outcomes().isCut()) {
				throw failure(outcome.failure());
			}
			outcome = nextOutcome();
		}
		return outcome;
	}

	private WaitTimeoutException timeout(ItemOutcomes<R> outcomes) {
		return new WaitTimeoutException("a map in pool '" + this.pool.name() + "' has given " + outcomes.taken()
				+ " results in " + Objects.requireNonNull(this.options.timeout()).toMillis() + " ms ("
				+ this.pool.snapshot().summary() + "); the rest is cancelled: raise the timeout of MapOptions");
	}

	private static RuntimeException failure(Throwable failure) {
		CallerFrames.append(failure);
		if (failure instanceof RuntimeException runtimeException) {
			return runtimeException;
		}
		if (failure instanceof Error error) {
			throw error;
		}
		return new CompletionException(failure);
	}

	@SuppressWarnings("NullAway") // null only if R is nullable: the outcome has no
									// failure
	private static <R extends @Nullable Object> R value(TaskOutcome<R> outcome) {
		return outcome.value();
	}

	/**
	 * Takes one outcome after the other. What cannot be taken is thrown where the element
	 * would have come, and ends the map.
	 *
	 * @param <T> the type of an element
	 */
	private final class Taker<T extends @Nullable Object> implements Iterator<T> {

		private final Source<R> source;

		private final Function<TaskOutcome<R>, T> element;

		private @Nullable TaskOutcome<R> next;

		private @Nullable Throwable failure;

		private boolean over;

		Taker(Source<R> source, Function<TaskOutcome<R>, T> element) {
			this.source = source;
			this.element = element;
			if (MapResults.this.handedOut) {
				throw new IllegalStateException(
						"the results of a map can be taken once; keep what toList() returns to go over them again");
			}
			MapResults.this.handedOut = true;
		}

		@Override
		public boolean hasNext() {
			if (this.next == null && this.failure == null && !this.over) {
				try {
					this.next = this.source.take();
					this.over = this.next == null;
				}
				catch (RuntimeException | Error ex) {
					this.failure = ex;
					close();
				}
			}
			return !this.over;
		}

		@Override
		public T next() {
			if (!hasNext()) {
				throw new NoSuchElementException("all results of the map were taken");
			}
			if (this.failure != null) {
				this.over = true;
				throw failure(this.failure);
			}
			TaskOutcome<R> outcome = Objects.requireNonNull(this.next);
			this.next = null;
			return this.element.apply(outcome);
		}

	}

	/**
	 * Gives one outcome after the other.
	 *
	 * @param <R> the type of a result
	 */
	@FunctionalInterface
	private interface Source<R extends @Nullable Object> {

		@Nullable TaskOutcome<R> take();

	}

}
