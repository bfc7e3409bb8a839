package dev.poolworks.wire;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Decodes tasks, on the worker's side, and keeps the code that has a number. Confined to
 * one thread.
 */
public final class TaskDecoder {

	private final Map<Integer, Object> codes = new HashMap<>();

	/** Kept, since decoding may fail the first time and succeed the second. */
	private final Map<Integer, ByteBuffer> definitions = new HashMap<>();

	private final ValueCodec values;

	public TaskDecoder(ValueCodec values) {
		this.values = values;
	}

	/**
	 * Reads the head of a task: all but code and argument, which run foreign code when
	 * they are decoded.
	 * @param body the body of a {@link FrameType#TASK} frame
	 * @return the head
	 * @throws IOException if it is none
	 */
	public Head head(byte[] body) throws IOException {
		ByteBuffer in = ByteBuffer.wrap(body);
		try {
			TaskShape shape = TaskShape.of(in.get());
			return new Head(shape, in.getInt(), in.getLong(), in);
		}
		catch (BufferUnderflowException ex) {
			throw new FrameException("a task frame has only " + body.length + " bytes");
		}
	}

	/**
	 * Decodes the code.
	 * @param head a head whose code was not decoded yet
	 * @return the code
	 * @throws IOException if the bytes are none of code
	 * @throws ClassNotFoundException if a class is not here
	 */
	public Object code(Head head) throws IOException, ClassNotFoundException {
		ByteBuffer in = head.rest;
		if (in.remaining() < 2 * Integer.BYTES) {
			throw new FrameException("a task frame ends before its code");
		}
		int number = in.getInt();
		int length = in.getInt();
		if (length < 0 || length > in.remaining()) {
			throw new FrameException("a task's code says it has " + length + " bytes of " + in.remaining());
		}
		if (number == 0) {
			return decode(in, length);
		}
		if (length > 0) {
			this.definitions.put(number, in.slice(in.position(), length));
			in.position(in.position() + length);
		}
		Object code = this.codes.get(number);
		if (code == null) {
			ByteBuffer definition = this.definitions.get(number);
			if (definition == null) {
				throw new FrameException("a task calls code " + number + ", which was never sent");
			}
			code = decode(definition.duplicate(), definition.remaining());
			this.codes.put(number, code);
		}
		return code;
	}

	/**
	 * Decodes the argument.
	 * @param head a head whose code was decoded
	 * @return the argument
	 * @throws IOException if the bytes are none of a value
	 * @throws ClassNotFoundException if a class is not here
	 */
	public @Nullable Object argument(Head head) throws IOException, ClassNotFoundException {
		return this.values.decode(head.rest.slice());
	}

	/**
	 * Splits the items, each still encoded.
	 * @param head a head whose code was decoded
	 * @return the items, for {@link #item}
	 * @throws IOException if the bytes are none of items
	 */
	public List<ByteBuffer> items(Head head) throws IOException {
		List<ByteBuffer> items = new ArrayList<>();
		ByteBuffer in = head.rest;
		while (in.hasRemaining()) {
			int length = (in.remaining() >= 4) ? in.getInt() : -1;
			if (length < 0 || length > in.remaining()) {
				throw new FrameException("an item says it has " + length + " bytes of " + in.remaining());
			}
			items.add(in.slice(in.position(), length));
			in.position(in.position() + length);
		}
		return items;
	}

	/**
	 * Decodes an item.
	 * @param item one of {@link #items}
	 * @return the item
	 * @throws IOException if the bytes are none of a value
	 * @throws ClassNotFoundException if a class is not here
	 */
	public @Nullable Object item(ByteBuffer item) throws IOException, ClassNotFoundException {
		return this.values.decode(item);
	}

	private Object decode(ByteBuffer in, int length) throws IOException, ClassNotFoundException {
		Object code = this.values.decode(in.slice(in.position(), length));
		in.position(in.position() + length);
		if (code == null) {
			throw new FrameException("a task's code is null");
		}
		return code;
	}

	/**
	 * The head of a task.
	 *
	 * @param shape how the code is called
	 * @param attempt which run this is, from 1
	 * @param timeoutNanos the task's time; 0: no limit
	 * @param rest code and argument
	 */
	public record Head(TaskShape shape, int attempt, long timeoutNanos, ByteBuffer rest) {

	}

}
