package dev.poolworks.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;

import dev.poolworks.MapOptions;
import dev.poolworks.TaskFunction;
import org.jspecify.annotations.Nullable;

/**
 * A map that is under way: takes items from the input, sends them in chunks, and sends
 * again what a lost worker has left over.
 * <p>
 * Without a buffer size a thread of its own does all of that. With one, the consumer's
 * thread takes the items and submits them; it never waits for room in the queue, nor does
 * it send again: that is left to the thread, which is started when there is need.
 *
 * @param <A> the type of an item
 * @param <R> the type of a result
 */
final class MapOperation<A extends @Nullable Object, R extends @Nullable Object> {

	/** Stands for no deadline. */
	static final long NEVER = Long.MAX_VALUE;

	private final TaskIntake intake;

	private final String pool;

	private final TaskFunction<? super A, ? extends R> function;

	private final Iterator<? extends A> input;

	private final MapOptions options;

	private final int chunkSize;

	private final long deadline;

	private final ItemOutcomes<R> outcomes;

	private final Object lock = new Object();

	/** Chunks that wait for the feeder, and so for room or for another run. */
	private final Queue<MapChunk<A, R>> waiting = new ArrayDeque<>();

	/** Chunks that are to be cancelled if this is closed. */
	private final Set<MapChunk<A, R>> underWay = new HashSet<>();

	private @Nullable Thread feeder;

	private boolean holdsFeed;

	private boolean closed;

	private volatile boolean inputOver;

	/** Items taken from the input; only for the thread that takes them. */
	private long read;

	MapOperation(TaskIntake intake, String pool, TaskFunction<? super A, ? extends R> function,
			Iterator<? extends A> input, MapOptions options, int chunkSize) {
		this.intake = intake;
		this.pool = pool;
		this.function = function;
		this.input = input;
		this.options = options;
		this.chunkSize = isBuffered() ? Math.min(chunkSize, options.bufferSize()) : chunkSize;
		this.deadline = (options.timeout() != null) ? System.nanoTime() + Nanos.of(options.timeout()) : NEVER;
		this.outcomes = new ItemOutcomes<>(options.ordered());
	}

	/**
	 * Sends what may be sent before anybody takes a result.
	 * @return whether the pool is there to take it
	 */
	boolean start() {
		if (!this.intake.openFeed(false)) {
			return false;
		}
		if (isBuffered()) {
			this.intake.closeFeed();
			fillBuffer(0);
			return true;
		}
		synchronized (this.lock) {
			this.holdsFeed = true;
			startFeeder();
		}
		return true;
	}

	ItemOutcomes<R> outcomes() {
		return this.outcomes;
	}

	long deadline() {
		return this.deadline;
	}

	/**
	 * Somebody is about to take a result: takes items from the input until there are
	 * again as many as the buffer holds.
	 */
	void beforeTake() {
		if (isBuffered()) {
			fillBuffer(1);
		}
	}

	/**
	 * Cancels what is under way and takes nothing more from the input.
	 */
	void close() {
		List<MapChunk<A, R>> dropped;
		List<MapChunk<A, R>> cancelled;
		synchronized (this.lock) {
			if (this.closed) {
				return;
			}
			this.closed = true;
			dropped = List.copyOf(this.waiting);
			cancelled = List.copyOf(this.underWay);
			this.waiting.clear();
			if (this.feeder != null) {
				this.feeder.interrupt();
			}
		}
		this.outcomes.close();
		endInput();
		dropped.forEach((chunk) -> chunk.release(this.intake));
		// what waits first, or a worker would begin it as soon as it is rid of another
		cancelled.forEach((chunk) -> chunk.cancel(false));
		cancelled.forEach((chunk) -> chunk.cancel(true));
	}

	/**
	 * The task of a chunk has ended, and its outcomes are handed on.
	 * @param chunk the chunk
	 * @param again what is to be sent again of it
	 */
	void chunkEnded(MapChunk<A, R> chunk, List<MapChunk<A, R>> again) {
		again.forEach((part) -> part.hold(this.intake));
		boolean dropped;
		synchronized (this.lock) {
			this.underWay.remove(chunk);
			dropped = this.closed;
			if (!dropped && !again.isEmpty()) {
				this.waiting.addAll(again);
				startFeeder();
			}
		}
		if (dropped) {
			again.forEach((part) -> part.release(this.intake));
		}
		chunk.release(this.intake);
	}

	private boolean isBuffered() {
		return this.options.bufferSize() > 0;
	}

	private boolean isLate() {
		return this.deadline != NEVER && System.nanoTime() - this.deadline >= 0;
	}

	private void fillBuffer(int taking) {
		while (this.options.bufferSize() + taking - this.outcomes.ahead() >= this.chunkSize) {
			MapChunk<A, R> chunk = nextOfInput();
			if (chunk == null) {
				return;
			}
			send(chunk, false);
		}
	}

	private void startFeeder() {
		if (this.feeder == null) {
			this.feeder = new Thread(this::feed, this.pool + " map feeder");
			this.feeder.setDaemon(false); // what was submitted is run, also if main ends
			this.feeder.start();
		}
	}

	private void feed() {
		MapChunk<A, R> chunk = nextToFeed();
		while (chunk != null) {
			send(chunk, true);
			chunk = nextToFeed();
		}
	}

	private @Nullable MapChunk<A, R> nextToFeed() {
		synchronized (this.lock) {
			if (!this.waiting.isEmpty()) {
				return this.waiting.poll();
			}
		}
		MapChunk<A, R> chunk = isBuffered() ? null : nextOfInput();
		if (chunk != null) {
			return chunk;
		}
		synchronized (this.lock) {
			chunk = this.waiting.poll();
			if (chunk == null) {
				this.feeder = null;
			}
			return chunk;
		}
	}

	/** Calls foreign code. */
	private @Nullable MapChunk<A, R> nextOfInput() {
		if (this.inputOver) {
			return null;
		}
		if (isLate()) {
			endInput();
			return null;
		}
		List<A> items = new ArrayList<>(Math.min(this.chunkSize, 16));
		try {
			while (items.size() < this.chunkSize && this.input.hasNext()) {
				items.add(this.input.next());
			}
		}
		catch (Throwable ex) {
			return lastChunk(items, ex);
		}
		return (items.size() < this.chunkSize) ? lastChunk(items, null) : chunk(items);
	}

	private @Nullable MapChunk<A, R> lastChunk(List<A> items, @Nullable Throwable cut) {
		MapChunk<A, R> chunk = items.isEmpty() ? null : chunk(items);
		this.outcomes.complete(cut);
		if (chunk == null) {
			endInput();
		}
		else {
			this.inputOver = true; // the feed stays open until this chunk is submitted
		}
		return chunk;
	}

	private MapChunk<A, R> chunk(List<A> items) {
		this.outcomes.expect(items.size());
		MapChunk<A, R> chunk = new MapChunk<>(this, this.read, items, !isBuffered());
		this.read += items.size();
		if (chunk.isDivisible()) {
			chunk.hold(this.intake);
		}
		return chunk;
	}

	private void send(MapChunk<A, R> chunk, boolean mayWait) {
		synchronized (this.lock) {
			this.underWay.add(chunk);
		}
		try {
			boolean encoded = !isClosed()
					&& (chunk.isEncoded() || chunk.encode(this.intake, this.function, this.options.task()));
			if (encoded && !isClosed()) {
				submit(chunk, mayWait); // if close() comes now, its cancel keeps the
										// chunk
										// out
			}
		}
		catch (RuntimeException | Error ex) {
			refused(chunk, ex);
		}
		if (isClosed()) {
			chunk.cancel(true);
			chunk.release(this.intake);
		}
		else if (this.inputOver) {
			endInput();
		}
	}

	private void submit(MapChunk<A, R> chunk, boolean mayWait) {
		if (!mayWait) {
			if (!chunk.offer(this.intake)) {
				chunk.hold(this.intake);
				synchronized (this.lock) {
					this.waiting.add(chunk);
					startFeeder();
				}
			}
			return;
		}
		boolean submitted = false;
		while (!submitted && !isClosed()) {
			try {
				chunk.put(this.intake);
				submitted = true;
			}
			catch (InterruptedException ex) {
				// by close(), or left over from the code of the input
			}
		}
	}

	/** A chunk was not accepted: nothing more will be, the pool is shut down. */
	private void refused(MapChunk<A, R> chunk, Throwable reason) {
		chunk.refused(reason);
		if (!this.inputOver) {
			this.outcomes.complete(reason);
		}
		endInput();
	}

	private boolean isClosed() {
		synchronized (this.lock) {
			return this.closed;
		}
	}

	/** Takes nothing more from the input, and lets the pool end. */
	private void endInput() {
		boolean held;
		synchronized (this.lock) {
			this.inputOver = true;
			held = this.holdsFeed;
			this.holdsFeed = false;
		}
		if (held) {
			this.intake.closeFeed();
		}
	}

}
