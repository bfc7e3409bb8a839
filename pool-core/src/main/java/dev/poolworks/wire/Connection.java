package dev.poolworks.wire;

import java.io.Closeable;
import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * A two-way connection that carries frames. One thread at a time may receive; sending is
 * thread-safe; closing from another thread ends both. An interrupt, whenever it comes,
 * disturbs neither: who sends is still interrupted afterwards, who receives is not, since
 * nobody can have meant the connection.
 */
public interface Connection extends Closeable {

	/**
	 * Sends a frame. Blocks while the other side does not read and the transport's
	 * buffer, which holds at least 64 KiB, is full.
	 * @param type what it is
	 * @param id the task it is about, or 0
	 * @param body the parts of the body
	 * @throws IOException if the connection is closed or broken
	 */
	void send(FrameType type, long id, byte[]... body) throws IOException;

	/**
	 * Waits for the next frame.
	 * @return the frame; {@code null} at the orderly end of the connection
	 * @throws FrameException if what comes is truncated, oversized or no frame
	 * @throws FrameMemoryException if there is no memory for it here; the next one may be
	 * received
	 * @throws IOException if the connection is closed or broken
	 */
	@Nullable Frame receive() throws IOException;

	/**
	 * Waits for the next frame, from somebody who is not trusted with large ones yet.
	 * @param maxFrameBytes largest frame accepted
	 * @return the frame; {@code null} at the orderly end of the connection
	 * @throws FrameException if what comes is truncated, oversized or no frame
	 * @throws IOException if the connection is closed or broken
	 */
	@Nullable Frame receive(int maxFrameBytes) throws IOException;

	/**
	 * Whether {@link #receive()} has not long to wait: something has come, or the
	 * connection has ended. Looks and does not wait. To be called by the thread that
	 * receives.
	 * @return whether there is something to receive
	 */
	boolean isReadable();

	/**
	 * Tells the pool that this side, a worker, has taken up a task, at the price of a
	 * store: the pool sees it when it looks, also if this side has died in between.
	 * @param id the task
	 */
	void acknowledge(long id);

	/**
	 * Whether the other side, a worker, has taken up a task; that task must not run again
	 * unasked. If it has spoilt the place where it says so, nobody can know: the answer
	 * is {@code true}, and the connection is closed because the protocol was broken.
	 * Thread-safe; never fails.
	 * @param id the last task that was sent
	 * @return whether it was taken up
	 */
	boolean hasAcknowledged(long id);

	/**
	 * Lets go of what is kept for {@link #hasAcknowledged(long)}, when the other side has
	 * ended for certain; what it says then is what it will say.
	 */
	void forget();

	/**
	 * Ends sending and receiving. What has been acknowledged can still be asked.
	 */
	@Override
	void close() throws IOException;

}
