package dev.poolworks.wire;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import dev.poolworks.PayloadTooLargeException;
import dev.poolworks.TaskNotSerializableException;
import org.jspecify.annotations.Nullable;

/**
 * Values as bytes: a tag, then the few types that most arguments have in short, all
 * others by Java serialization. Thread-safe.
 */
public final class ValueCodec {

	private static final byte NULL = 0;

	private static final byte TRUE = 1;

	private static final byte FALSE = 2;

	private static final byte INTEGER = 3;

	private static final byte LONG = 4;

	private static final byte DOUBLE = 5;

	private static final byte STRING = 6;

	private static final byte BYTES = 7;

	private static final byte SERIALIZED = 8;

	private final ClassLoader classLoader;

	private final long maxPayloadBytes;

	private final @Nullable AllowedTypes allowed;

	/**
	 * A codec that trusts whoever sends what it decodes.
	 * @param classLoader finds the classes of decoded values
	 * @param maxPayloadBytes largest encoded value
	 */
	public ValueCodec(ClassLoader classLoader, long maxPayloadBytes) {
		this(classLoader, maxPayloadBytes, null);
	}

	private ValueCodec(ClassLoader classLoader, long maxPayloadBytes, @Nullable AllowedTypes allowed) {
		this.classLoader = classLoader;
		this.maxPayloadBytes = maxPayloadBytes;
		this.allowed = allowed;
	}

	/**
	 * The same codec for what comes from somebody who is not trusted.
	 * @param types the classes of which it decodes objects
	 * @return a codec whose {@code decode} throws {@link RefusedTypeException} for others
	 */
	public ValueCodec allowing(AllowedTypes types) {
		return new ValueCodec(this.classLoader, this.maxPayloadBytes, types);
	}

	/**
	 * Encodes a value.
	 * @param value the value
	 * @param what what it is, for messages, such as {@code argument}
	 * @return its bytes
	 * @throws TaskNotSerializableException if it holds what cannot be serialized; says
	 * where
	 * @throws PayloadTooLargeException if it is too large
	 */
	public byte[] encode(@Nullable Object value, String what) {
		if (value == null) {
			return new byte[] { NULL };
		}
		if (value instanceof Integer number) {
			return ByteBuffer.allocate(5).put(INTEGER).putInt(number).array();
		}
		if (value instanceof Long number) {
			return ByteBuffer.allocate(9).put(LONG).putLong(number).array();
		}
		if (value instanceof Double number) {
			return ByteBuffer.allocate(9).put(DOUBLE).putDouble(number).array();
		}
		if (value instanceof Boolean flag) {
			return new byte[] { flag ? TRUE : FALSE };
		}
		if (value instanceof String text && isUnicode(text)) {
			return tagged(STRING, text.getBytes(StandardCharsets.UTF_8), what);
		}
		if (value instanceof byte[] bytes) {
			return tagged(BYTES, bytes, what);
		}
		return serialize(value, what, null);
	}

	/**
	 * Encodes code: a lambda, a method reference or an object.
	 * @param code the code
	 * @param what what it is, for messages
	 * @return its bytes, and whether they stand for every object of its class
	 */
	EncodedCode encodeCode(Object code, String what) {
		ObjectWriter.Captures captures = new ObjectWriter.Captures();
		return new EncodedCode(serialize(code, what, captures), captures.isNone());
	}

	/**
	 * Decodes a value.
	 * @param bytes what {@link #encode} gave
	 * @return the value
	 * @throws IOException if the bytes are none of a value, or if the value's own code
	 * throws, which is then the cause
	 * @throws ClassNotFoundException if a class is not here
	 */
	public @Nullable Object decode(byte[] bytes) throws IOException, ClassNotFoundException {
		return decode(ByteBuffer.wrap(bytes));
	}

	/**
	 * Decodes a value that takes the rest of a buffer.
	 * @param bytes a buffer with an array
	 * @return the value
	 * @throws IOException if the bytes are none of a value, or if the value's own code
	 * throws, which is then the cause
	 * @throws ClassNotFoundException if a class is not here
	 */
	public @Nullable Object decode(ByteBuffer bytes) throws IOException, ClassNotFoundException {
		byte tag = bytes.hasRemaining() ? bytes.get() : -1;
		requireLength(tag, bytes.remaining());
		return switch (tag) {
			case NULL -> null;
			case TRUE -> Boolean.TRUE;
			case FALSE -> Boolean.FALSE;
			case INTEGER -> bytes.getInt();
			case LONG -> bytes.getLong();
			case DOUBLE -> bytes.getDouble();
			case STRING -> new String(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining(),
					StandardCharsets.UTF_8);
			case BYTES -> {
				byte[] value = new byte[bytes.remaining()];
				bytes.get(value);
				yield value;
			}
			case SERIALIZED -> deserialize(bytes, null);
			default -> throw new FrameException("a value has the unknown tag " + tag);
		};
	}

	/**
	 * Decodes an object that is serialized as Java does it.
	 * @param bytes a buffer with an array
	 * @param standIns says what is meant by what was written in place of something else;
	 * {@code null} if the object needs nothing but itself
	 * @return the object
	 * @throws IOException if the bytes are none of an object, or if the object's own code
	 * throws, which is then the cause
	 * @throws ClassNotFoundException if a class is not here
	 */
	@Nullable Object deserialize(ByteBuffer bytes, ObjectReader.@Nullable StandIns standIns)
			throws IOException, ClassNotFoundException {
		try (ObjectReader reader = new ObjectReader(bytes, this.classLoader, this.allowed, standIns)) {
			return read(reader);
		}
		catch (IOException | ClassNotFoundException | OutOfMemoryError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			// foreign code: a readObject, a hashCode, a static initializer
			InvalidObjectException invalid = new InvalidObjectException(
					(ex instanceof StackOverflowError) ? "it is nested too deeply; " + ObjectReader.DEPTH_CURE
							: "deserialization threw " + ForeignCode.describe(ex));
			invalid.initCause(ex);
			throw invalid;
		}
	}

	long maxPayloadBytes() {
		return this.maxPayloadBytes;
	}

	private static @Nullable Object read(ObjectReader reader) throws IOException, ClassNotFoundException {
		Object value = null;
		try {
			value = reader.readObject();
		}
		catch (IOException | ClassNotFoundException | RuntimeException ex) {
			if (reader.refusal() == null) {
				throw ex;
			}
		}
		InvalidObjectException refusal = reader.refusal();
		if (refusal != null) {
			throw refusal;
		}
		return value;
	}

	private byte[] serialize(Object value, String what, ObjectWriter.@Nullable Captures captures) {
		PayloadBuffer buffer = new PayloadBuffer(this.maxPayloadBytes, what);
		buffer.write(SERIALIZED);
		try (ObjectWriter writer = new ObjectWriter(buffer, captures)) {
			writer.writeObject(value);
		}
		catch (NotSerializableException | InvalidClassException ex) {
			String path = OffendingPath.find(value, what);
			throw new TaskNotSerializableException(what + " cannot be sent to or from a worker process: "
					+ ((path != null) ? path : ex.getMessage()) + " is not Serializable (" + ex.getMessage()
					+ "); make it Serializable, mark the field transient, or pass plain values. To run code that"
					+ " captures such objects use a TaskPool's own submit methods or @PooledTask", path, ex);
		}
		catch (StackOverflowError ex) {
			throw new TaskNotSerializableException(
					what + " cannot be sent to or from a worker process: it is nested"
							+ " too deeply, or its own code calls itself without end; " + ObjectReader.DEPTH_CURE,
					null, ex);
		}
		catch (PayloadTooLargeException | OutOfMemoryError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			// foreign code: a writeObject, a writeReplace, a static initializer
			throw new TaskNotSerializableException(what
					+ " cannot be sent to or from a worker process: its serialization failed: "
					+ ForeignCode.describe(ex) + "; mend the code of its class that throws, or pass plain values", null,
					ex);
		}
		return buffer.toByteArray();
	}

	private byte[] tagged(byte tag, byte[] content, String what) {
		PayloadBuffer.requireWithin(this.maxPayloadBytes, content.length + 1L, what);
		byte[] bytes = new byte[content.length + 1];
		bytes[0] = tag;
		System.arraycopy(content, 0, bytes, 1, content.length);
		return bytes;
	}

	/** Half a surrogate pair is no character: UTF-8 has no bytes for it. */
	private static boolean isUnicode(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i))) {
				if (!Character.isSurrogatePair(text.charAt(i), (i + 1 < text.length()) ? text.charAt(i + 1) : 0)) {
					return false;
				}
				i++;
			}
		}
		return true;
	}

	private static void requireLength(byte tag, int length) throws FrameException {
		int wanted = switch (tag) {
			case NULL, TRUE, FALSE -> 0;
			case INTEGER -> 4;
			case LONG, DOUBLE -> 8;
			default -> length;
		};
		if (wanted != length) {
			throw new FrameException("a value with tag " + tag + " has " + length + " bytes instead of " + wanted);
		}
	}

	/**
	 * Encoded code.
	 *
	 * @param bytes the bytes
	 * @param withoutCaptures whether they stand for every object of the code's class
	 */
	record EncodedCode(byte[] bytes, boolean withoutCaptures) {

	}

}
