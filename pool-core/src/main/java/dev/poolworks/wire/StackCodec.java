package dev.poolworks.wire;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Stack traces as bytes, within bounds.
 */
public final class StackCodec {

	private static final int MAX_FRAMES = 1024;

	/** A name is that of a class, a method or a file. */
	private static final int MAX_NAME = 1_000;

	/** After this no further frame is written. */
	static final int MAX_BYTES = 2 * 1024 * 1024;

	private StackCodec() {
	}

	/**
	 * Encodes a stack trace.
	 * @param frames its frames; those beyond the bounds are left out
	 * @return the bytes
	 */
	public static byte[] encode(StackTraceElement[] frames) {
		PayloadBuffer buffer = new PayloadBuffer(Integer.MAX_VALUE, "stack trace");
		try (DataOutputStream out = new DataOutputStream(buffer)) {
			write(frames, out, MAX_BYTES);
		}
		catch (IOException ex) {
			throw new IllegalStateException("writing to memory failed", ex);
		}
		return buffer.toByteArray();
	}

	/**
	 * Decodes a stack trace.
	 * @param bytes what {@link #encode} gave
	 * @return the frames
	 * @throws FrameException if the bytes are none of a stack trace
	 */
	public static StackTraceElement[] decode(byte[] bytes) throws FrameException {
		try {
			return read(new DataInputStream(new ByteArrayInputStream(bytes)));
		}
		catch (FrameException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new FrameException("a stack trace is spoilt: " + ex);
		}
	}

	static void write(StackTraceElement[] frames, DataOutputStream out, int maxBytes) throws IOException {
		for (int i = 0; i < Math.min(frames.length, MAX_FRAMES) && out.size() < maxBytes; i++) {
			out.writeBoolean(true);
			writeText(out, frames[i].getClassName(), MAX_NAME);
			writeText(out, frames[i].getMethodName(), MAX_NAME);
			writeText(out, frames[i].getFileName(), MAX_NAME);
			out.writeInt(frames[i].getLineNumber());
		}
		out.writeBoolean(false);
	}

	static StackTraceElement[] read(DataInputStream in) throws IOException {
		List<StackTraceElement> frames = new ArrayList<>();
		while (in.readBoolean()) {
			if (frames.size() == MAX_FRAMES) {
				throw new FrameException("a stack trace is out of bounds");
			}
			String declaring = readText(in);
			String method = readText(in);
			frames.add(new StackTraceElement((declaring != null) ? declaring : "", (method != null) ? method : "",
					readText(in), in.readInt()));
		}
		return frames.toArray(StackTraceElement[]::new);
	}

	static void writeText(DataOutputStream out, @Nullable String text, int maxChars) throws IOException {
		out.writeBoolean(text != null);
		if (text != null) {
			out.writeUTF((text.length() > maxChars) ? text.substring(0, maxChars) + "..." : text);
		}
	}

	static @Nullable String readText(DataInputStream in) throws IOException {
		return in.readBoolean() ? in.readUTF() : null;
	}

}
