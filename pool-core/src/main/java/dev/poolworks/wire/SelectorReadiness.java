package dev.poolworks.wire;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a channel that does not block. An interrupt wakes a selector; it would close
 * a channel that blocks. One selector for each direction, made when somebody waits there
 * for the first time: most connections never have to wait for room.
 */
final class SelectorReadiness implements Readiness {

	private final SelectableChannel channel;

	private final Object lock = new Object();

	@GuardedBy("lock")
	private @Nullable Selector reading;

	@GuardedBy("lock")
	private @Nullable Selector writing;

	@GuardedBy("lock")
	private boolean closed;

	SelectorReadiness(SelectableChannel channel) {
		this.channel = channel;
	}

	@Override
	public void awaitReadable() throws IOException {
		Selector selector;
		synchronized (this.lock) {
			selector = (this.reading != null) ? this.reading : open(SelectionKey.OP_READ);
			this.reading = selector;
		}
		await(selector);
	}

	@Override
	public void awaitWritable() throws IOException {
		Selector selector;
		synchronized (this.lock) {
			selector = (this.writing != null) ? this.writing : open(SelectionKey.OP_WRITE);
			this.writing = selector;
		}
		await(selector);
	}

	@Override
	public void close() throws IOException {
		Selector reading;
		Selector writing;
		synchronized (this.lock) {
			this.closed = true;
			reading = this.reading;
			writing = this.writing;
		}
		try {
			close(reading);
		}
		finally {
			close(writing);
		}
	}

	@GuardedBy("lock")
	private Selector open(int operation) throws IOException {
		if (this.closed) {
			throw new AsynchronousCloseException();
		}
		Selector selector = Selector.open();
		try {
			this.channel.register(selector, operation);
		}
		catch (IOException | RuntimeException ex) {
			selector.close();
			throw ex;
		}
		return selector;
	}

	private static void await(Selector selector) throws IOException {
		boolean interrupted = false;
		try {
			int ready = 0;
			while (ready == 0) {
				interrupted |= Thread.interrupted(); // or it would not wait
				ready = selector.select((key) -> {
				});
			}
		}
		catch (ClosedSelectorException ex) {
			throw new AsynchronousCloseException();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static void close(@Nullable Selector selector) throws IOException {
		if (selector != null) {
			selector.close();
		}
	}

}
