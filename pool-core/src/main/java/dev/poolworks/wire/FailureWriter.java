package dev.poolworks.wire;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Writes an exception and all that hang on it, each by itself: what cannot travel costs
 * itself, not the exception that holds it. For one exception and one thread.
 */
final class FailureWriter {

	/** Of an exception that is described; stands as well for one that is not sent. */
	static final int NONE = -1;

	static final int MAX_EXCEPTIONS = 100;

	private static final int MAX_TEXT = 16_000;

	private static final int MAX_TYPE = 1_000;

	private static final int UNDER_WAY = -2;

	private final Map<Throwable, Integer> numbers = new IdentityHashMap<>();

	private final List<Written> written = new ArrayList<>();

	private int begun;

	private long bytesLeft;

	/**
	 * A writer.
	 * @param maxBytes for the serialized exceptions together
	 */
	FailureWriter(long maxBytes) {
		this.bytesLeft = maxBytes;
	}

	/**
	 * Writes everything.
	 * @param failure the exception
	 * @return the bytes, for {@link FailureReader}
	 * @throws IOException never, for all is in memory
	 */
	byte[] write(Throwable failure) throws IOException {
		number(failure);
		List<byte[]> descriptions = descriptions();
		PayloadBuffer buffer = new PayloadBuffer(Integer.MAX_VALUE, "exception");
		DataOutputStream out = new DataOutputStream(buffer);
		for (byte[] description : descriptions) {
			out.writeBoolean(true);
			out.write(description);
		}
		out.writeBoolean(false);
		for (Written next : this.written) {
			out.writeInt((next.bytes != null) ? next.bytes.length : NONE);
			if (next.bytes != null) {
				out.write(next.bytes);
			}
		}
		return buffer.toByteArray();
	}

	/** What was thrown is the last, and has room before what hangs on it. */
	private List<byte[]> descriptions() throws IOException {
		LinkedList<byte[]> descriptions = new LinkedList<>();
		int left = StackCodec.MAX_BYTES;
		for (int i = this.written.size() - 1; i >= 0; i--) {
			byte[] description = this.written.get(i).describe(left);
			left -= description.length;
			descriptions.addFirst(description);
		}
		return descriptions;
	}

	/**
	 * The number of an exception, which is written first if it has none. What it hangs on
	 * has the greater number.
	 */
	private int number(Throwable failure) {
		Integer known = this.numbers.get(failure);
		if (known != null && known != UNDER_WAY) {
			return known;
		}
		if (this.begun == MAX_EXCEPTIONS) {
			return NONE;
		}
		this.begun++;
		if (known != null) {
			return add(new Written(failure, NONE, List.of(), null)); // a circle ends here
		}
		this.numbers.put(failure, UNDER_WAY);
		Throwable cause = ForeignCode.ask(failure::getCause);
		int causeNumber = (cause != null) ? number(cause) : NONE;
		List<Integer> suppressed = new ArrayList<>();
		for (Throwable next : failure.getSuppressed()) {
			int number = number(next);
			if (number != NONE) {
				suppressed.add(number);
			}
		}
		byte[] bytes = serialize(failure);
		int number = add(new Written(failure, causeNumber, suppressed, bytes));
		this.numbers.put(failure, number);
		return number;
	}

	private int add(Written next) {
		this.written.add(next);
		return this.written.size() - 1;
	}

	/** Most exceptions hold nothing that needs to be written by itself. */
	private byte @Nullable [] serialize(Throwable failure) {
		byte[] bytes = serialize(failure, false);
		if (bytes == null) {
			bytes = serialize(failure, true);
		}
		if (bytes != null) {
			this.bytesLeft -= bytes.length;
		}
		return bytes;
	}

	private byte @Nullable [] serialize(Throwable failure, boolean apart) {
		return ForeignCode.ask(() -> {
			PayloadBuffer buffer = new PayloadBuffer(this.bytesLeft, "exception");
			try (ExceptionWriter writer = new ExceptionWriter(buffer, apart)) {
				writer.writeObject(failure);
				writer.flush();
				return writer.needsApart ? null : buffer.toByteArray();
			}
		});
	}

	private @Nullable Object detail(Object value) {
		return ForeignCode.ask(() -> {
			PayloadBuffer buffer = new PayloadBuffer(this.bytesLeft, "detail");
			try (DetailWriter writer = new DetailWriter(buffer)) {
				writer.writeObject(value);
			}
			return new StandIn.OfDetail(buffer.toByteArray());
		});
	}

	/**
	 * Writes one exception, with numbers in place of others.
	 */
	private final class ExceptionWriter extends ObjectWriter {

		private final boolean apart;

		private boolean begun;

		private boolean needsApart;

		/**
		 * A writer.
		 * @param out takes the bytes
		 * @param apart whether values are written each by itself, as the receiver may
		 * refuse them
		 */
		ExceptionWriter(OutputStream out, boolean apart) throws IOException {
			super(out, null);
			this.apart = apart;
		}

		@Override
		protected @Nullable Object replaceObject(Object object) {
			if (!this.begun) {
				this.begun = true;
				return super.replaceObject(object);
			}
			if (object instanceof Throwable other) {
				return new StandIn.OfException(number(other));
			}
			if (this.apart) {
				return isPlain(object) ? object : detail(object);
			}
			Object replaced = super.replaceObject(object);
			this.needsApart = this.needsApart || (replaced != null && !AllowedTypes.isOfJdk(replaced.getClass()));
			return replaced;
		}

		private static boolean isPlain(Object object) {
			Class<?> type = object.getClass();
			return object instanceof String || object instanceof byte[] || object instanceof Boolean
					|| object instanceof Character
					|| (object instanceof Number && type.getPackageName().equals("java.lang"))
					|| object instanceof StackTraceElement || object instanceof StackTraceElement[];
		}

	}

	/**
	 * Writes a value that an exception holds.
	 */
	private final class DetailWriter extends ObjectWriter {

		DetailWriter(OutputStream out) throws IOException {
			super(out, null);
		}

		@Override
		protected @Nullable Object replaceObject(Object object) {
			return (object instanceof Throwable other) ? new StandIn.OfException(number(other))
					: super.replaceObject(object);
		}

	}

	/**
	 * An exception as it is sent.
	 *
	 * @param failure the exception
	 * @param cause the number of its cause
	 * @param suppressed the numbers of the suppressed
	 * @param bytes itself; {@code null} if it cannot be serialized
	 */
	private record Written(Throwable failure, int cause, List<Integer> suppressed, byte @Nullable [] bytes) {

		byte[] describe(int maxBytes) throws IOException {
			PayloadBuffer buffer = new PayloadBuffer(Integer.MAX_VALUE, "exception");
			DataOutputStream out = new DataOutputStream(buffer);
			StackCodec.writeText(out, this.failure.getClass().getName(), MAX_TYPE);
			String message = (maxBytes > 0) ? ForeignCode.ask(this.failure::getMessage) : null;
			StackCodec.writeText(out, message, MAX_TEXT);
			StackCodec.write(ForeignCode.stackTrace(this.failure), out, maxBytes);
			out.writeInt(this.cause);
			out.writeInt(this.suppressed.size());
			for (int number : this.suppressed) {
				out.writeInt(number);
			}
			return buffer.toByteArray();
		}

	}

}
