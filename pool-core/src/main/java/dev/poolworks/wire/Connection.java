package dev.poolworks.wire;

import java.io.Closeable;
import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * A two-way connection that carries frames. One thread at a time may receive; sending is
 * thread-safe, also for a thread that is interrupted; closing from another thread ends
 * both.
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
	 * Whether the pool has sent a frame that this side, a worker, has not received. Costs
	 * no more than a look at memory. To be called by the thread that receives.
	 * @return whether {@link #receive()} has not long to wait
	 */
	boolean isAnnounced();

	/**
	 * Tells the other side that a task has been taken up, at the price of a store: the
	 * other side sees it when it looks, also if this side has died in between.
	 * @param id the task
	 */
	void acknowledge(long id);

	/**
	 * The last task that the other side has acknowledged.
	 * @return the task; 0 for none
	 */
	long acknowledged();

	@Override
	void close() throws IOException;

}
