package dev.poolworks.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * Frames over a byte channel that does not block: a thread that is interrupted in a
 * channel that blocks closes it for everybody. Who has to wait waits for the channel's
 * {@link Readiness}. Small frames leave in one write; large ones pass through a buffer
 * that stays in the processor's cache.
 */
abstract class ChannelConnection implements Connection {

	private static final int BUFFER_BYTES = 128 * 1024;

	private static final int LENGTH_BYTES = 4;

	private static final int HEADER_BYTES = LENGTH_BYTES + 1 + 8;

	private final ByteChannel channel;

	private final Readiness readiness;

	private final int maxFrameBytes;

	/** Only the thread that receives uses it. */
	private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES).flip();

	private final Object sending = new Object();

	@GuardedBy("sending")
	private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);

	ChannelConnection(ByteChannel channel, Readiness readiness, int maxFrameBytes) {
		this.channel = channel;
		this.readiness = readiness;
		this.maxFrameBytes = maxFrameBytes;
	}

	@Override
	public final void send(FrameType type, long id, byte[]... body) throws IOException {
		long length = HEADER_BYTES - LENGTH_BYTES;
		for (byte[] part : body) {
			length += part.length;
		}
		if (length > this.maxFrameBytes) {
			throw new FrameException(
					"a frame of " + length + " bytes is to be sent, the limit is " + this.maxFrameBytes);
		}
		synchronized (this.sending) {
			this.out.clear();
			this.out.putInt((int) length).put(type.code()).putLong(id);
			for (byte[] part : body) {
				put(part);
			}
			flush();
		}
	}

	@Override
	public final @Nullable Frame receive() throws IOException {
		return receive(this.maxFrameBytes);
	}

	@Override
	public @Nullable Frame receive(int maxFrameBytes) throws IOException {
		if (!fill(HEADER_BYTES)) {
			return null;
		}
		int length = this.in.getInt();
		if (length < HEADER_BYTES - LENGTH_BYTES || length > maxFrameBytes) {
			throw new FrameException("a frame says it has " + length + " bytes, the limit is " + maxFrameBytes);
		}
		int bodyLength = length - (HEADER_BYTES - LENGTH_BYTES);
		FrameType type = FrameType.of(this.in.get());
		long id = this.in.getLong();
		byte[] body;
		try {
			body = new byte[bodyLength];
		}
		catch (OutOfMemoryError ex) {
			skip(type, bodyLength);
			throw new FrameMemoryException(type, id, bodyLength, ex);
		}
		int done = 0;
		while (done < bodyLength) {
			awaitPart(type, bodyLength - done);
			int part = Math.min(this.in.remaining(), bodyLength - done);
			this.in.get(body, done, part);
			done += part;
		}
		Thread.interrupted(); // nobody can have meant what happens next
		return new Frame(type, id, body);
	}

	private void skip(FrameType type, int bytes) throws IOException {
		int left = bytes;
		while (left > 0) {
			awaitPart(type, left);
			int part = Math.min(this.in.remaining(), left);
			this.in.position(this.in.position() + part);
			left -= part;
		}
	}

	private void awaitPart(FrameType type, int left) throws IOException {
		if (!this.in.hasRemaining() && !fill(1)) {
			throw new FrameException("the connection ended " + left + " bytes before the end of a " + type + " frame");
		}
	}

	@Override
	public final boolean isReadable() {
		if (this.in.hasRemaining()) {
			return true;
		}
		this.in.clear();
		try {
			return this.channel.read(this.in) != 0;
		}
		catch (IOException ex) {
			return true; // whoever receives will meet it again
		}
		finally {
			this.in.flip();
		}
	}

	@Override
	public final void close() throws IOException {
		try {
			this.channel.close();
		}
		finally {
			this.readiness.close();
		}
	}

	@GuardedBy("sending")
	private void put(byte[] part) throws IOException {
		int done = 0;
		while (done < part.length) {
			if (!this.out.hasRemaining()) {
				flush();
				this.out.clear();
			}
			int length = Math.min(this.out.remaining(), part.length - done);
			this.out.put(part, done, length);
			done += length;
		}
	}

	@GuardedBy("sending")
	private void flush() throws IOException {
		this.out.flip();
		while (this.out.hasRemaining()) {
			if (this.channel.write(this.out) == 0) {
				this.readiness.awaitWritable();
			}
		}
	}

	/**
	 * Reads until there are so many bytes.
	 * @param bytes how many
	 * @return whether there are; {@code false} at the end of the connection between two
	 * frames
	 * @throws IOException if the connection ends within a frame's header or breaks
	 */
	private boolean fill(int bytes) throws IOException {
		if (this.in.remaining() >= bytes) {
			return true;
		}
		this.in.compact();
		while (this.in.position() < bytes) {
			int read = this.channel.read(this.in);
			if (read == 0) {
				this.readiness.awaitReadable();
			}
			else if (read < 0) {
				int left = this.in.position();
				this.in.flip();
				if (left > 0) {
					throw new FrameException(
							"the connection ended within the header of a frame, after " + left + " bytes");
				}
				return false;
			}
		}
		this.in.flip();
		return true;
	}

}
