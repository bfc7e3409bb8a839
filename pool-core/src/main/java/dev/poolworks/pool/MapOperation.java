package dev.poolworks.pool;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.poolworks.MapOptions;
import dev.poolworks.TaskFunction;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskRejectedException;
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

	private final TaskFunction<? super A, ? extends R> function;

	private final Iterator<? extends A> input;

	private final MapOptions options;

	private final int chunkSize;

	private final long deadline;

	private final ItemOutcomes<R> outcomes;

	private final Object lock = new Object();

	/** Chunks that are to be cancelled if this is closed. */
	@GuardedBy("lock")
	private final Set<MapChunk<A, R>> underWay = new HashSet<>();

	private final MapFeeder<MapChunk<A, R>> feeder;

	@GuardedBy("lock")
	private boolean holdsFeed;

	private volatile boolean inputOver;

	/** Items taken from the input; only for the thread that takes them. */
	private long read;

	MapOperation(TaskIntake intake, String pool, TaskFunction<? super A, ? extends R> function,
			Iterator<? extends A> input, MapOptions options, int chunkSize) {
		this.intake = intake;
		this.feeder = new MapFeeder<>(pool + " map feeder", new Feeding());
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
		if (isBuffered()) {
			boolean taken = this.intake.openFeed(false);
			if (taken) {
				this.intake.closeFeed();
				fillBuffer(0);
			}
			return taken;
		}
		this.intake.begins(this); // before the feed is open: a shutdown must find it
		boolean feeding = false;
		try {
			feeding = this.intake.openFeed(false) && startFeeding();
		}
		finally {
			if (!feeding) {
				this.intake.ended(this);
			}
		}
		return feeding;
	}

	private boolean startFeeding() {
		boolean started = false;
		try {
			synchronized (this.lock) {
				if (!this.inputOver) {
					this.feeder.start();
					this.holdsFeed = true;
					started = true;
				}
			}
		}
		catch (OutOfMemoryError ex) {
			throw this.intake.noThread(this.function, ex);
		}
		finally {
			if (!started) {
				this.intake.closeFeed();
			}
		}
		return started;
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
	 * Somebody is about to wait for a result.
	 * @return ends that when closed
	 */
	TaskFuture.Wait beginWait() {
		return (this.deadline != NEVER) ? () -> {
		} : this.intake.ownWaits().begin("an item of a map", this.outcomes::isAwaited, this.outcomes::fail);
	}

	/**
	 * Cancels what is under way and takes nothing more from the input. May be called
	 * again.
	 */
	void close() {
		List<MapChunk<A, R>> dropped = this.feeder.close();
		List<MapChunk<A, R>> cancelled;
		synchronized (this.lock) {
			cancelled = List.copyOf(this.underWay); // what comes later finds this closed
		}
		this.outcomes.close();
		endInput();
		dropped.forEach((chunk) -> chunk.release(this.intake));
		// what waits first, or a worker would begin it as soon as it is rid of another
		cancelled.forEach((chunk) -> chunk.cancel(false));
		cancelled.forEach((chunk) -> chunk.cancel(true));
	}

	/**
	 * The pool takes nothing more: ends the input, also where it blocks.
	 * @param reason why, for the one who takes the results
	 */
	void cutOff(Throwable reason) {
		this.outcomes.complete(reason);
		endInput();
		this.feeder.interrupt();
	}

	/**
	 * Says that the pool is shut down.
	 * @return for the one who takes the results
	 */
	TaskRejectedException shutDown() {
		return this.intake.shutDown(this.function);
	}

	/**
	 * The thread that feeds this map, while it does.
	 * @return the thread
	 */
	@Nullable Thread feeder() {
		return this.feeder.thread();
	}

	/**
	 * The task of a chunk has ended, and its outcomes are handed on.
	 * @param chunk the chunk
	 * @param again what is to be sent again of it
	 */
	void chunkEnded(MapChunk<A, R> chunk, List<MapChunk<A, R>> again) {
		again.forEach((part) -> part.hold(this.intake));
		synchronized (this.lock) {
			this.underWay.remove(chunk);
		}
		leaveToFeeder(again);
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

	private void leaveToFeeder(List<MapChunk<A, R>> chunks) {
		boolean added = false;
		try {
			added = this.feeder.add(chunks);
		}
		catch (OutOfMemoryError ex) {
			fail(this.intake.noThread(this.function, ex));
		}
		if (!added) {
			chunks.forEach((chunk) -> chunk.release(this.intake));
		}
	}

	/** Ends the map: something of it can be neither sent nor waited for. */
	private void fail(Throwable failure) {
		this.outcomes.fail(failure);
		this.feeder.close().forEach((chunk) -> chunk.release(this.intake));
		endInput();
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
		this.intake.ownWaits().lookAgain();
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
				leaveToFeeder(List.of(chunk));
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
		return this.feeder.isClosed();
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

	/** The part of the feeder. */
	private final class Feeding implements MapFeeder.Work<MapChunk<A, R>> {

		@Override
		public @Nullable MapChunk<A, R> nextOfInput() {
			return isBuffered() ? null : MapOperation.this.nextOfInput();
		}

		@Override
		public void send(MapChunk<A, R> chunk) {
			MapOperation.this.send(chunk, true);
		}

		@Override
		public void failed(Throwable failure) {
			fail(failure);
		}

		@Override
		public void ended() {
			MapOperation.this.intake.ended(MapOperation.this);
		}

	}

}
