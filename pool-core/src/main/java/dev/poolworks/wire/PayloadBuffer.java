package dev.poolworks.wire;

import java.io.OutputStream;
import java.util.Arrays;

import dev.poolworks.PayloadTooLargeException;

/**
 * Bytes being encoded, up to a limit. Not thread-safe.
 */
final class PayloadBuffer extends OutputStream {

	private final long limitBytes;

	private final String what;

	private byte[] bytes = new byte[256];

	private int size;

	/**
	 * An empty buffer.
	 * @param limitBytes how much it takes
	 * @param what whose bytes these are, for the message
	 */
	PayloadBuffer(long limitBytes, String what) {
		this.limitBytes = limitBytes;
		this.what = what;
	}

	@Override
	public void write(int value) {
		room(1);
		this.bytes[this.size++] = (byte) value;
	}

	@Override
	public void write(byte[] source, int offset, int length) {
		room(length);
		System.arraycopy(source, offset, this.bytes, this.size, length);
		this.size += length;
	}

	byte[] toByteArray() {
		return (this.size == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.size);
	}

	static void requireWithin(long limitBytes, long wanted, String what) {
		if (wanted > limitBytes) {
			throw new PayloadTooLargeException(what + " takes " + wanted + " bytes or more, the limit is " + limitBytes
					+ "; raise max-payload, or pass a file's path instead of its content", wanted, limitBytes);
		}
	}

	private void room(int length) {
		long wanted = (long) this.size + length;
		requireWithin(this.limitBytes, wanted, this.what);
		if (wanted > this.bytes.length) {
			long doubled = Math.max(wanted, Math.min(2L * this.bytes.length, this.limitBytes));
			this.bytes = Arrays.copyOf(this.bytes, (int) Math.min(doubled, Integer.MAX_VALUE - 8));
		}
	}

}
