package dev.poolworks.wire;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * The pool's end of a connection: it looks for the worker's acknowledgements.
 */
final class PoolEnd extends ChannelConnection {

	private final Object lock = new Object();

	/** Its absence means that the worker has not found it. */
	@GuardedBy("lock")
	private @Nullable AcknowledgementFile file;

	@GuardedBy("lock")
	private boolean forgotten;

	@GuardedBy("lock")
	private long acknowledged;

	/** How the worker has broken the protocol, which only a look can tell. */
	private volatile @Nullable String broken;

	PoolEnd(ByteChannel channel, Readiness readiness, @Nullable AcknowledgementFile file, int maxFrameBytes) {
		super(channel, readiness, maxFrameBytes);
		this.file = file;
	}

	@Override
	public @Nullable Frame receive(int maxFrameBytes) throws IOException {
		try {
			Frame frame = super.receive(maxFrameBytes);
			if (frame != null && (frame.type() == FrameType.FAILURE || frame.type() == FrameType.ITEM_FAILURE)) {
				lookForReason();
			}
			return frame;
		}
		catch (ClosedChannelException ex) {
			String reason = this.broken;
			if (reason != null) {
				throw new FrameException(reason);
			}
			throw ex;
		}
	}

	@Override
	public void acknowledge(long id) {
		throw new IllegalStateException("a pool gets acknowledgements, it gives none");
	}

	@Override
	public boolean hasAcknowledged(long id) {
		try {
			synchronized (this.lock) {
				look();
				return this.broken != null || this.acknowledged == id;
			}
		}
		catch (IOException ex) {
			breakOff("its acknowledgements can no longer be read, somebody has changed their file: " + ex);
			return true;
		}
	}

	@Override
	public void forget() {
		try {
			synchronized (this.lock) {
				look();
				this.forgotten = true;
				if (this.file != null) {
					this.file.close();
				}
			}
		}
		catch (IOException ex) {
			breakOff("its acknowledgements could not be read at its end: " + ex);
		}
	}

	/**
	 * A worker that stores into a file which somebody has truncated meets an error
	 * somewhere in its next task, and in each one after that.
	 */
	private void lookForReason() throws FrameException {
		hasAcknowledged(0);
		String reason = this.broken;
		if (reason != null) {
			throw new FrameException(reason);
		}
	}

	@GuardedBy("lock")
	private void look() throws IOException {
		if (this.forgotten || this.broken != null) {
			return;
		}
		if (this.file == null) {
			throw new IOException("the worker has not found it");
		}
		this.acknowledged = this.file.acknowledged();
	}

	private void breakOff(String reason) {
		this.broken = reason;
		try {
			close();
		}
		catch (IOException ex) {
			// it is of no use in any case
		}
	}

}
