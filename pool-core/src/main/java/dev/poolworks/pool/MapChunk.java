package dev.poolworks.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

import dev.poolworks.PayloadTooLargeException;
import dev.poolworks.TaskFunction;
import dev.poolworks.TaskNotSerializableException;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskOutcome;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.TaskTimeoutException.Phase;
import dev.poolworks.WorkerCrashedException;
import org.jspecify.annotations.Nullable;

/**
 * Items of a map that travel to a worker as one task. Takes their outcomes, and when the
 * task ends without having brought all of them, sorts out what becomes of the others.
 * Thread-safe; runs no foreign code.
 *
 * @param <A> the type of an item
 * @param <R> the type of a result
 */
final class MapChunk<A extends @Nullable Object, R extends @Nullable Object> implements Job.ItemSink<R> {

	private final MapOperation<A, R> map;

	private final long firstIndex;

	private final List<A> items;

	private boolean fed;

	/** Outcomes handed on. */
	private int known;

	/** Outcomes that this run of the task has brought; fewer if it is run again. */
	private int brought;

	private boolean ended;

	private @Nullable PoolTask<?> task;

	private long payloadBytes;

	/** Code of the items may throw whatever it likes meanwhile. */
	private volatile boolean encoding;

	private boolean holdsFeed;

	/**
	 * A chunk that is to be sent.
	 * @param map where it belongs
	 * @param firstIndex the position of its first item
	 * @param items the items
	 * @param fed whether a pool that drains takes it in
	 */
	MapChunk(MapOperation<A, R> map, long firstIndex, List<A> items, boolean fed) {
		this.map = map;
		this.firstIndex = firstIndex;
		this.items = items;
		this.fed = fed;
	}

	int size() {
		return this.items.size();
	}

	boolean isDivisible() {
		return this.items.size() > 1;
	}

	/**
	 * Makes a drain take this chunk in and wait for its end: it waits for room, or it is
	 * sent again, or something of it may have to be. Ended by {@link #release}.
	 * @param intake the way to the pool
	 */
	void hold(TaskIntake intake) {
		synchronized (this) {
			if (this.holdsFeed || this.ended) {
				return;
			}
			this.holdsFeed = true;
		}
		boolean held = intake.openFeed(this.fed);
		synchronized (this) {
			this.holdsFeed = held;
			this.fed = this.fed || held;
			if (held && this.task != null) {
				this.task.markFed();
			}
		}
	}

	/**
	 * Ends {@link #hold}; may be called again.
	 * @param intake the way to the pool
	 */
	void release(TaskIntake intake) {
		boolean held;
		synchronized (this) {
			held = this.holdsFeed;
			this.holdsFeed = false;
		}
		if (held) {
			intake.closeFeed();
		}
	}

	/**
	 * Makes and encodes the task of this chunk. Runs foreign code, in the calling thread.
	 * @param intake makes it
	 * @param function what to apply
	 * @param options how
	 * @return whether there is something to submit; if not, the chunk has ended
	 */
	boolean encode(TaskIntake intake, TaskFunction<? super A, ? extends R> function, TaskOptions options) {
		PoolTask<?> task = isDivisible() ? several(intake, function, options) : single(intake, function, options);
		if (this.fed) {
			task.markFed();
		}
		synchronized (this) {
			this.task = task;
		}
		this.encoding = true;
		try {
			this.payloadBytes = intake.encode(task);
		}
		finally {
			this.encoding = false;
		}
		return this.payloadBytes != TaskIntake.FAILED;
	}

	boolean offer(TaskIntake intake) {
		return intake.offer(requireTask(), this.payloadBytes);
	}

	void put(TaskIntake intake) throws InterruptedException {
		intake.put(requireTask(), this.payloadBytes);
	}

	boolean isEncoded() {
		synchronized (this) {
			return this.task != null;
		}
	}

	/**
	 * Cancels the chunk's task, if there is one.
	 * @param mayInterrupt whether also if it has begun
	 */
	void cancel(boolean mayInterrupt) {
		PoolTask<?> task;
		synchronized (this) {
			task = this.task;
		}
		if (task != null) {
			task.future().cancel(mayInterrupt);
		}
	}

	@Override
	public void succeeded(R value) {
		bring(value, null);
	}

	@Override
	public void failed(Throwable failure) {
		bring(null, failure);
	}

	@Override
	public synchronized void restarted() {
		this.brought = 0;
	}

	/**
	 * Ends a chunk whose task was not accepted.
	 * @param failure why not
	 */
	void refused(Throwable failure) {
		ended(failure);
	}

	private synchronized void bring(@Nullable R value, @Nullable Throwable failure) {
		if (!this.ended && this.brought < this.items.size()) {
			this.brought++;
			if (this.brought > this.known) {
				handOn(value, failure);
			}
		}
	}

	private void handOn(@Nullable R value, @Nullable Throwable failure) {
		long index = this.firstIndex + this.known;
		this.known++;
		this.map.outcomes().put(new TaskOutcome<>(index, value, failure));
	}

	private PoolTask<R> single(TaskIntake intake, TaskFunction<? super A, ? extends R> function, TaskOptions options) {
		PoolTask<R> task = intake.create(new Job.Apply<A, R>(function, this.items.get(0)), options);
		task.observe((value, failure) -> {
			bring(value, failure);
			ended(failure);
		});
		return task;
	}

	private PoolTask<?> several(TaskIntake intake, TaskFunction<? super A, ? extends R> function, TaskOptions options) {
		PoolTask<@Nullable Void> task = intake.create(new Job.Each<A, R>(function, this.items, this), options);
		task.observe((nothing, failure) -> ended(failure));
		return task;
	}

	private void ended(@Nullable Throwable failure) {
		List<MapChunk<A, R>> again;
		synchronized (this) {
			if (this.ended) {
				return;
			}
			this.ended = true;
			this.task = null;
			again = (this.known < this.items.size()) ? settleRest(failure) : List.of();
		}
		this.map.chunkEnded(this, again);
	}

	/**
	 * Decides on the items without an outcome.
	 * @param failure why there is none
	 * @return what is to be sent again
	 */
	private List<MapChunk<A, R>> settleRest(@Nullable Throwable failure) {
		if (isDivisible() && this.known == 0 && isTooMuch(failure)) {
			int half = this.items.size() / 2;
			return List.of(rest(0, half), rest(half, this.items.size()));
		}
		if (costsOneItem(failure)) {
			handOn(null, failure);
			return (this.known < this.items.size()) ? List.of(rest(this.known, this.items.size())) : List.of();
		}
		while (this.known < this.items.size()) {
			handOn(null, (failure != null) ? failure : new IllegalStateException(
					"the worker answered for " + this.brought + " of " + size() + " items"));
		}
		return List.of();
	}

	private MapChunk<A, R> rest(int from, int to) {
		return new MapChunk<>(this.map, this.firstIndex + from, new ArrayList<>(this.items.subList(from, to)), true);
	}

	/** A failure to encode: it may be due to one item, or to all of them together. */
	private boolean isTooMuch(@Nullable Throwable failure) {
		return failure instanceof TaskNotSerializableException || failure instanceof PayloadTooLargeException
				|| (this.encoding && failure != null && !(failure instanceof CancellationException));
	}

	/** A failure that says nothing of the items that were not begun. */
	private static boolean costsOneItem(@Nullable Throwable failure) {
		return failure instanceof WorkerCrashedException || failure instanceof InterruptedException
				|| (failure instanceof TaskTimeoutException timeout && timeout.phase() == Phase.RUN);
	}

	private PoolTask<?> requireTask() {
		synchronized (this) {
			if (this.task == null) {
				throw new CancellationException("chunk " + this.firstIndex + " has ended");
			}
			return this.task;
		}
	}

}
