package dev.poolworks.wire;

import java.nio.ByteBuffer;
import java.util.List;

import dev.poolworks.PayloadTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Encodes tasks, on the pool's side. Thread-safe.
 */
public final class TaskEncoder {

	private static final byte[] NOTHING = {};

	private final CodeTable codes = new CodeTable();

	private final ValueCodec values;

	private final long maxPayloadBytes;

	/**
	 * An encoder.
	 * @param values encodes code and arguments
	 * @param maxPayloadBytes largest task
	 */
	public TaskEncoder(ValueCodec values, long maxPayloadBytes) {
		this.values = values;
		this.maxPayloadBytes = maxPayloadBytes;
	}

	/**
	 * Encodes a task without an argument.
	 * @param shape {@link TaskShape#CALL} or {@link TaskShape#RUN}
	 * @param code the code
	 * @return the encoded task
	 */
	public EncodedTask encode(TaskShape shape, Object code) {
		return bounded(new EncodedTask(shape, this.codes.encode(code, this.values), NOTHING));
	}

	/**
	 * Encodes the call of a function.
	 * @param code the function
	 * @param argument its argument
	 * @return the encoded task
	 */
	public EncodedTask encodeApply(Object code, @Nullable Object argument) {
		EncodedTask.Code encoded = this.codes.encode(code, this.values);
		return bounded(new EncodedTask(TaskShape.APPLY, encoded, this.values.encode(argument, "argument")));
	}

	/**
	 * Encodes the calls of a function for several items.
	 * @param code the function
	 * @param items the items
	 * @return the encoded task
	 */
	public EncodedTask encodeEach(Object code, List<?> items) {
		EncodedTask.Code encoded = this.codes.encode(code, this.values);
		PayloadBuffer buffer = new PayloadBuffer(this.maxPayloadBytes, "chunk of " + items.size() + " items");
		int index = 0;
		for (Object item : items) {
			byte[] bytes = this.values.encode(item, "item" + index++);
			buffer.write(ByteBuffer.allocate(4).putInt(bytes.length).array(), 0, 4);
			buffer.write(bytes, 0, bytes.length);
		}
		return bounded(new EncodedTask(TaskShape.EACH, encoded, buffer.toByteArray()));
	}

	private EncodedTask bounded(EncodedTask task) {
		if (task.sizeBytes() > this.maxPayloadBytes) {
			throw new PayloadTooLargeException(
					"task takes " + task.sizeBytes() + " bytes, the limit is " + this.maxPayloadBytes
							+ "; raise max-payload, or pass a file's path instead of its content",
					task.sizeBytes(), this.maxPayloadBytes);
		}
		return task;
	}

}
