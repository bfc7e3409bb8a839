package dev.poolworks.wire;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
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

	private static final int MAX_TEXT = 16_000;

	private static final int MAX_TYPE = 1_000;

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
		while (next != null && seen.size() < MAX_CAUSES && out.size() < StackCodec.MAX_BYTES && seen.add(next)) {
			Throwable described = next;
			out.writeBoolean(true);
			StackCodec.writeText(out, described.getClass().getName(), MAX_TYPE);
			StackCodec.writeText(out, ask(described::getMessage), MAX_TEXT);
			StackCodec.write(ask(described::getStackTrace), out);
			next = ask(described::getCause);
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
		String type = StackCodec.readText(in);
		if (depth > MAX_CAUSES || type == null) {
			throw new FrameException("a failure's description is out of bounds");
		}
		String message = StackCodec.readText(in);
		StackTraceElement[] frames = StackCodec.read(in);
		RemoteTaskException described = new RemoteTaskException(type, message, rebuild(in, depth + 1));
		described.setStackTrace(frames);
		return described;
	}

}
