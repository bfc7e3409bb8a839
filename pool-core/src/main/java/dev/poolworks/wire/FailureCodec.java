package dev.poolworks.wire;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import dev.poolworks.PayloadTooLargeException;
import dev.poolworks.RemoteTaskException;
import dev.poolworks.TaskNotSerializableException;
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
			describe(failure, out, Collections.newSetFromMap(new IdentityHashMap<>()));
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
	 * @throws IOException if the bytes are none of an exception
	 */
	public Throwable decode(byte[] bytes) throws IOException {
		ByteArrayInputStream all = new ByteArrayInputStream(bytes);
		DataInputStream in = new DataInputStream(all);
		Throwable described = rebuild(in, 0);
		if (described == null) {
			throw new FrameException("a failure has no description");
		}
		if (!in.readBoolean()) {
			return described;
		}
		try {
			if (this.values.decode(all.readAllBytes()) instanceof Throwable failure) {
				return withMessage(failure, described);
			}
		}
		catch (IOException | ClassNotFoundException | RuntimeException | LinkageError ex) {
			described.addSuppressed(ex); // says why it is not the exception itself
		}
		return described;
	}

	private byte @Nullable [] serialize(Throwable failure) {
		try {
			byte[] bytes = this.values.encode(failure, "exception");
			return (this.values.decode(bytes) instanceof Throwable) ? bytes : null;
		}
		catch (TaskNotSerializableException | PayloadTooLargeException | IOException | ClassNotFoundException
				| StackOverflowError ex) {
			return null; // the description has to do
		}
		catch (RuntimeException | LinkageError ex) {
			return null; // from a constructor or readObject of the exception's own
		}
	}

	/** The helpful message of a NullPointerException is computed, not serialized. */
	private static Throwable withMessage(Throwable failure, Throwable described) {
		if (failure.getClass() == NullPointerException.class && failure.getMessage() == null
				&& described instanceof Described original && original.message() != null) {
			NullPointerException copy = new NullPointerException(original.message());
			copy.setStackTrace(failure.getStackTrace());
			return copy;
		}
		return failure;
	}

	private static void describe(Throwable failure, DataOutputStream out, Set<Throwable> seen) throws IOException {
		out.writeBoolean(true);
		writeText(out, failure.getClass().getName());
		writeText(out, message(failure));
		StackTraceElement[] frames = failure.getStackTrace();
		int length = Math.min(frames.length, MAX_FRAMES);
		out.writeInt(length);
		for (int i = 0; i < length; i++) {
			writeText(out, frames[i].getClassName());
			writeText(out, frames[i].getMethodName());
			writeText(out, frames[i].getFileName());
			out.writeInt(frames[i].getLineNumber());
		}
		Throwable cause = failure.getCause();
		if (cause != null && seen.add(failure) && !seen.contains(cause) && seen.size() < MAX_CAUSES) {
			describe(cause, out, seen);
		}
		else {
			out.writeBoolean(false);
		}
	}

	private static @Nullable String message(Throwable failure) {
		try {
			return failure.getMessage();
		}
		catch (RuntimeException ex) {
			return "(its getMessage() threw " + ex + ")";
		}
	}

	private static @Nullable Throwable rebuild(DataInputStream in, int depth) throws IOException {
		if (!in.readBoolean()) {
			return null;
		}
		String type = readText(in);
		String message = readText(in);
		int length = in.readInt();
		if (depth > MAX_CAUSES || length < 0 || length > MAX_FRAMES || type == null) {
			throw new FrameException("a failure's description is out of bounds");
		}
		StackTraceElement[] frames = new StackTraceElement[length];
		for (int i = 0; i < length; i++) {
			String declaring = readText(in);
			String method = readText(in);
			frames[i] = new StackTraceElement((declaring != null) ? declaring : "", (method != null) ? method : "",
					readText(in), in.readInt());
		}
		Described described = new Described(type, message, rebuild(in, depth + 1));
		described.setStackTrace(frames);
		return described;
	}

	private static void writeText(DataOutputStream out, @Nullable String text) throws IOException {
		out.writeBoolean(text != null);
		if (text != null) {
			out.writeUTF((text.length() > MAX_TEXT) ? text.substring(0, MAX_TEXT) + "..." : text);
		}
	}

	private static @Nullable String readText(DataInputStream in) throws IOException {
		return in.readBoolean() ? in.readUTF() : null;
	}

	/**
	 * An exception rebuilt from its description.
	 */
	private static final class Described extends RemoteTaskException {

		private static final long serialVersionUID = 1L;

		private final @Nullable String message;

		Described(String type, @Nullable String message, @Nullable Throwable cause) {
			super(type, message, cause);
			this.message = message;
		}

		@Nullable String message() {
			return this.message;
		}

	}

}
