package dev.poolworks.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * A task as it goes to a worker: encoded once, when it is submitted.
 *
 * <pre>
 *  body:  shape (1) │ attempt (4) │ timeout ns (8) │ code number (4) │ code length (4) │ code │ argument
 * </pre>
 *
 * @param shape how the code is called
 * @param code the code
 * @param argument the encoded argument; empty if there is none
 */
public record EncodedTask(TaskShape shape, Code code, byte[] argument) {

	private static final int HEAD_BYTES = 1 + 4 + 8 + 4 + 4;

	/**
	 * Its size on the wire at the most.
	 * @return bytes
	 */
	public long sizeBytes() {
		return (long) HEAD_BYTES + this.code.bytes.length + this.argument.length;
	}

	/**
	 * The whole of it, for a {@link TaskDecoder} that knows no code by number.
	 * @return the body of a frame
	 */
	public byte[] body() {
		return ByteBuffer.allocate((int) sizeBytes())
			.put(this.shape.code())
			.putInt(1)
			.putLong(0)
			.putInt(0)
			.putInt(this.code.bytes.length)
			.put(this.code.bytes)
			.put(this.argument)
			.array();
	}

	/**
	 * Of how many items the outcomes may come one by one.
	 * @return how many; 0 for a task that is no chunk of items
	 */
	public int items() {
		int items = 0;
		if (this.shape == TaskShape.EACH) {
			ByteBuffer bytes = ByteBuffer.wrap(this.argument);
			while (bytes.remaining() >= Integer.BYTES) {
				int length = bytes.getInt();
				bytes.position(bytes.position() + length);
				items++;
			}
		}
		return items;
	}

	/**
	 * Takes note that a worker is about to be sent this code.
	 * @param known the numbers of the code that the worker has; grows
	 * @return whether it has it already
	 */
	public boolean define(BitSet known) {
		if (this.code.number <= 0) {
			return false;
		}
		boolean defined = known.get(this.code.number);
		known.set(this.code.number);
		return defined;
	}

	/**
	 * Sends it.
	 * @param connection to a worker
	 * @param defined whether the worker has the code
	 * @param id the task's number
	 * @param attempt which run this is, from 1
	 * @param timeoutNanos the task's time; 0: no limit
	 * @throws IOException if the connection is closed or broken
	 */
	public void send(Connection connection, boolean defined, long id, int attempt, long timeoutNanos)
			throws IOException {
		byte[] definition = defined ? new byte[0] : this.code.bytes;
		byte[] head = ByteBuffer.allocate(HEAD_BYTES)
			.put(this.shape.code())
			.putInt(attempt)
			.putLong(timeoutNanos)
			.putInt(this.code.number)
			.putInt(definition.length)
			.array();
		connection.send(FrameType.TASK, id, head, definition, this.argument);
	}

	/**
	 * Encoded code.
	 *
	 * @param number by which a worker knows it; 0 for code that is sent each time
	 * @param bytes the bytes
	 */
	record Code(int number, byte[] bytes) {

	}

}
