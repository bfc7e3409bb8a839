package dev.poolworks.wire;

import java.io.Closeable;
import java.io.IOException;

/**
 * Waits until a channel can be read or written, undisturbed by interrupts: a thread that
 * is interrupted goes on waiting and is still interrupted afterwards. Thread-safe.
 */
interface Readiness extends Closeable {

	/**
	 * Waits until there is something to read, or the other side has closed.
	 * @throws IOException after {@link #close()}
	 */
	void awaitReadable() throws IOException;

	/**
	 * Waits until there is room to write, or the other side has closed.
	 * @throws IOException after {@link #close()}
	 */
	void awaitWritable() throws IOException;

	/** Ends all waiting. */
	@Override
	void close() throws IOException;

}
