package dev.poolworks.wire;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;

import dev.poolworks.RemoteTaskException;

/**
 * Exceptions as bytes, each of a chain by itself. Thread-safe.
 *
 * <pre>
 *  body:  { 1 │ type │ message │ frames │ cause (4) │ count (4) │ suppressed (4 each) }* │ 0 │ { length (4) │ serialized }*
 * </pre>
 *
 * What hangs on an exception comes before it and has a number, from 0; the last is the
 * one that was thrown. Each is described as text, and serialized as far as it can be.
 * There a number stands for every other exception, and for a value that the receiver may
 * not take its bytes: where it does not, there is {@code null}.
 */
public final class FailureCodec {

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
		try {
			return new FailureWriter(this.values.maxPayloadBytes()).write(failure);
		}
		catch (IOException ex) {
			throw new IllegalStateException("writing to memory failed", ex);
		}
	}

	/**
	 * Decodes an exception.
	 * @param bytes what {@link #encode} gave
	 * @return the exception itself, or a {@link RemoteTaskException} in its place
	 * @throws FrameException if the bytes are none of an exception
	 */
	public Throwable decode(byte[] bytes) throws FrameException {
		DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
		try {
			return new FailureReader(this.values, in, bytes.length).read();
		}
		catch (FrameException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new FrameException("a failure's description is spoilt: " + ex);
		}
	}

}
