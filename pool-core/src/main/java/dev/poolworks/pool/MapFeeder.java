package dev.poolworks.pool;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * The thread that does for a map what its consumer must not wait for: waits for room,
 * sends again what a lost worker has left over, and, unless the consumer does, reads the
 * input. It is there while there is something to do, and a daemon, for the code of an
 * input may block for ever; while it reads, the feed it holds keeps the JVM alive.
 * Thread-safe.
 *
 * @param <C> the type of what is sent
 */
final class MapFeeder<C> {

	private final Object lock = new Object();

	private final String name;

	private final Work<C> work;

	@GuardedBy("lock")
	private final Queue<C> waiting = new ArrayDeque<>();

	@GuardedBy("lock")
	private @Nullable Thread thread;

	@GuardedBy("lock")
	private boolean closed;

	MapFeeder(String name, Work<C> work) {
		this.name = name;
		this.work = work;
	}

	/**
	 * Adds what comes before anything of the input.
	 * @param chunks what is to be sent
	 * @return whether it will be; if not, this is closed
	 * @throws OutOfMemoryError if there are no more threads to be had
	 */
	boolean add(Collection<C> chunks) {
		synchronized (this.lock) {
			if (!this.closed && !chunks.isEmpty()) {
				this.waiting.addAll(chunks);
				start();
			}
			return !this.closed;
		}
	}

	/**
	 * Starts the thread, if it is not there.
	 * @throws OutOfMemoryError if there are no more threads to be had
	 */
	void start() {
		synchronized (this.lock) {
			if (this.thread == null) {
				Thread started = new Thread(this::run, this.name);
				started.setDaemon(true);
				started.start();
				this.thread = started;
			}
		}
	}

	/**
	 * Drops what waits and sends nothing more.
	 * @return what is dropped
	 */
	List<C> close() {
		synchronized (this.lock) {
			List<C> dropped = List.copyOf(this.waiting);
			this.waiting.clear();
			this.closed = true;
			interrupt();
			return dropped;
		}
	}

	boolean isClosed() {
		synchronized (this.lock) {
			return this.closed;
		}
	}

	/** Wakes the thread, where it waits for room or in the code of the input. */
	void interrupt() {
		synchronized (this.lock) {
			if (this.thread != null) {
				this.thread.interrupt();
			}
		}
	}

	/**
	 * The thread, while it is there.
	 * @return the thread
	 */
	@Nullable Thread thread() {
		synchronized (this.lock) {
			return this.thread;
		}
	}

	private void run() {
		try {
			C chunk = next();
			while (chunk != null) {
				this.work.send(chunk);
				chunk = next();
			}
		}
		catch (Throwable ex) {
			this.work.failed(ex); // no memory or no stack left, or nobody would ever know
			gone();
		}
		finally {
			this.work.ended();
		}
	}

	private @Nullable C next() {
		synchronized (this.lock) {
			if (!this.waiting.isEmpty()) {
				return this.waiting.poll();
			}
		}
		C chunk = this.work.nextOfInput();
		if (chunk != null) {
			return chunk;
		}
		synchronized (this.lock) {
			chunk = this.waiting.poll();
			if (chunk == null) {
				this.thread = null;
			}
			return chunk;
		}
	}

	private void gone() {
		synchronized (this.lock) {
			this.thread = null;
		}
	}

	/**
	 * What the thread does.
	 *
	 * @param <C> the type of what is sent
	 */
	interface Work<C> {

		/**
		 * Reads the input. Calls foreign code.
		 * @return what is to be sent; {@code null} if the input is not for this thread to
		 * read, or used up
		 */
		@Nullable C nextOfInput();

		void send(C chunk);

		void failed(Throwable failure);

		/** The thread ends. */
		void ended();

	}

}
