package dev.poolworks.wire;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import dev.poolworks.RemoteTaskException;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions as bytes: the description (types, messages, stack traces and causes as text)
 * always, and the serialized exception if it survives serialization and deserialization
 * where it was thrown. Thread-safe.
 */
public final class FailureCodec {

	private static final int MAX_CAUSES = 50;

	private static final int MAX_FRAMES = 1024;

	private static final int MAX_TEXT = 16_000;

	/** A name is that of a class, a method or a file. */
	private static final int MAX_NAME = 1_000;

	/** After this no further frame and no further cause is described. */
	private static final int MAX_DESCRIPTION_BYTES = 2 * 1024 * 1024;

	private final ValueCodec values;

	public FailureCodec(ValueCodec values) {
		this.values = values;
	}

	/**
	 * Encodes an exception. Never fails for what the exception holds.
	 * @param failure the exception
	 * @return its bytes
	 */
	public byte[] encode(Throwable failure) {
		PayloadBuffer buffer = new PayloadBuffer(Integer.MAX_VALUE, "exception");
		try (DataOutputStream out = new DataOutputStream(buffer)) {
			describe(failure, out);
			byte[] serialized = serialize(failure);
			out.writeBoolean(serialized != null);
			if (serialized != null) {
				out.write(serialized);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("writing to memory failed", ex);
		}
		return buffer.toByteArray();
	}

	/**
	 * Decodes an exception.
	 * @param bytes what {@link #encode} gave
	 * @return the exception itself, or a {@link RemoteTaskException} in its place
	 * @throws FrameException if the bytes are none of an exception
	 */
	public Throwable decode(byte[] bytes) throws FrameException {
		ByteArrayInputStream all = new ByteArrayInputStream(bytes);
		DataInputStream in = new DataInputStream(all);
		Throwable described;
		try {
			described = rebuild(in, 0);
			if (described == null) {
				throw new FrameException("a failure has no description");
			}
			if (!in.readBoolean()) {
				return described;
			}
		}
		catch (FrameException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new FrameException("a failure's description is spoilt: " + ex);
		}
		try {
			// one that cannot tell its own stack trace would fail whoever handles it
			if (this.values.decode(all.readAllBytes()) instanceof Throwable failure
					&& ask(failure::getStackTrace) != null) {
				return failure;
			}
		}
		catch (IOException | ClassNotFoundException ex) {
			described.addSuppressed(ex); // says why it is not the exception itself
		}
		return described;
	}

	private byte @Nullable [] serialize(Throwable failure) {
		try {
			byte[] bytes = this.values.encode(failure, "exception");
			return (this.values.decode(bytes) instanceof Throwable) ? bytes : null;
		}
		catch (IOException | ClassNotFoundException ex) {
			return null; // the description has to do
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			return null; // foreign code: a writeObject of the exception's own
		}
	}

	private static void describe(Throwable failure, DataOutputStream out) throws IOException {
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Throwable next = failure;
		while (next != null && seen.size() < MAX_CAUSES && out.size() < MAX_DESCRIPTION_BYTES && seen.add(next)) {
			Throwable described = next;
			out.writeBoolean(true);
			writeText(out, described.getClass().getName(), MAX_NAME);
			writeText(out, ask(described::getMessage), MAX_TEXT);
			describeFrames(ask(described::getStackTrace), out);
			next = ask(described::getCause);
		}
		out.writeBoolean(false);
	}

	private static void describeFrames(StackTraceElement @Nullable [] frames, DataOutputStream out) throws IOException {
		if (frames != null) {
			for (int i = 0; i < Math.min(frames.length, MAX_FRAMES) && out.size() < MAX_DESCRIPTION_BYTES; i++) {
				out.writeBoolean(true);
				writeText(out, frames[i].getClassName(), MAX_NAME);
				writeText(out, frames[i].getMethodName(), MAX_NAME);
				writeText(out, frames[i].getFileName(), MAX_NAME);
				out.writeInt(frames[i].getLineNumber());
			}
		}
		out.writeBoolean(false);
	}

	/** The methods of an exception may be overridden by any code. */
	private static <T> @Nullable T ask(Supplier<@Nullable T> question) {
		try {
			return question.get();
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			return null;
		}
	}

	private static @Nullable Throwable rebuild(DataInputStream in, int depth) throws IOException {
		if (!in.readBoolean()) {
			return null;
		}
		String type = readText(in);
		if (depth > MAX_CAUSES || type == null) {
			throw new FrameException("a failure's description is out of bounds");
		}
		String message = readText(in);
		StackTraceElement[] frames = rebuildFrames(in);
		RemoteTaskException described = new RemoteTaskException(type, message, rebuild(in, depth + 1));
		described.setStackTrace(frames);
		return described;
	}

	private static StackTraceElement[] rebuildFrames(DataInputStream in) throws IOException {
		List<StackTraceElement> frames = new ArrayList<>();
		while (in.readBoolean()) {
			if (frames.size() == MAX_FRAMES) {
				throw new FrameException("a failure's stack trace is out of bounds");
			}
			String declaring = readText(in);
			String method = readText(in);
			frames.add(new StackTraceElement((declaring != null) ? declaring : "", (method != null) ? method : "",
					readText(in), in.readInt()));
		}
		return frames.toArray(StackTraceElement[]::new);
	}

	private static void writeText(DataOutputStream out, @Nullable String text, int maxChars) throws IOException {
		out.writeBoolean(text != null);
		if (text != null) {
			out.writeUTF((text.length() > maxChars) ? text.substring(0, maxChars) + "..." : text);
		}
	}

	private static @Nullable String readText(DataInputStream in) throws IOException {
		return in.readBoolean() ? in.readUTF() : null;
	}

}
