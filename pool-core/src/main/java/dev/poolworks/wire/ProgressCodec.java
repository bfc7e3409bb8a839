package dev.poolworks.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import dev.poolworks.TaskProgress;

/**
 * Progress as bytes.
 */
public final class ProgressCodec {

	private static final int MAX_MESSAGE_CHARS = 1000;

	private ProgressCodec() {
	}

	public static byte[] encode(TaskProgress progress) {
		String text = (progress.message() != null) ? progress.message() : "";
		byte[] message = text.substring(0, Math.min(text.length(), MAX_MESSAGE_CHARS)).getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(17 + message.length)
			.putLong(progress.done())
			.putLong(progress.total())
			.put((byte) ((progress.message() != null) ? 1 : 0))
			.put(message)
			.array();
	}

	public static TaskProgress decode(byte[] bytes) throws IOException {
		if (bytes.length < 17) {
			throw new FrameException("a progress frame has only " + bytes.length + " bytes");
		}
		ByteBuffer in = ByteBuffer.wrap(bytes);
		long done = in.getLong();
		long total = in.getLong();
		boolean hasMessage = in.get() == 1;
		String message = new String(bytes, in.position(), in.remaining(), StandardCharsets.UTF_8);
		return new TaskProgress(done, total, hasMessage ? message : null);
	}

}
