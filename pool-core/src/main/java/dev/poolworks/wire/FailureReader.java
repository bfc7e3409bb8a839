package dev.poolworks.wire;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import dev.poolworks.RemoteTaskException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link FailureWriter} has written, from the innermost exception to the
 * outermost. One that may not be read, or does not let itself be read, becomes a
 * {@link RemoteTaskException} in its place, with what hangs on it. For one failure and
 * one thread.
 */
final class FailureReader {

	private final ValueCodec values;

	private final DataInputStream in;

	private final long sizeBytes;

	private final List<Description> descriptions = new ArrayList<>();

	private final List<Throwable> read = new ArrayList<>();

	/** Those in whose place something else is. */
	private final Set<Throwable> replaced = Collections.newSetFromMap(new IdentityHashMap<>());

	/** Details may refer to the same bytes: they are read so often only. */
	private long detailBytes;

	/**
	 * A reader.
	 * @param values reads the exceptions
	 * @param in what was written
	 * @param sizeBytes how much there is
	 */
	FailureReader(ValueCodec values, DataInputStream in, long sizeBytes) {
		this.values = values;
		this.in = in;
		this.sizeBytes = sizeBytes;
	}

	/**
	 * Reads the exception.
	 * @return the outermost
	 * @throws IOException if the bytes are none of an exception
	 */
	Throwable read() throws IOException {
		while (this.in.readBoolean()) {
			this.descriptions.add(description(this.descriptions.size()));
		}
		if (this.descriptions.isEmpty()) {
			throw new FrameException("a failure has no description");
		}
		for (Description description : this.descriptions) {
			this.read.add(exception(description));
		}
		if (this.in.read() >= 0) {
			throw new FrameException("a failure goes on after its last exception");
		}
		return this.read.get(this.read.size() - 1);
	}

	private Description description(int index) throws IOException {
		String type = StackCodec.readText(this.in);
		if (type == null || index >= FailureWriter.MAX_EXCEPTIONS) {
			throw new FrameException("a failure's description is out of bounds");
		}
		String message = StackCodec.readText(this.in);
		StackTraceElement[] frames = StackCodec.read(this.in);
		int cause = this.in.readInt();
		int count = this.in.readInt();
		if (cause < FailureWriter.NONE || cause >= index || count < 0 || count > index) {
			throw new FrameException("a failure's description is out of bounds");
		}
		int[] suppressed = new int[count];
		for (int i = 0; i < count; i++) {
			suppressed[i] = this.in.readInt();
			if (suppressed[i] < 0 || suppressed[i] >= index) {
				throw new FrameException("a failure's description is out of bounds");
			}
		}
		return new Description(type, message, frames, cause, suppressed);
	}

	private Throwable exception(Description description) throws IOException {
		int length = this.in.readInt();
		if (length < FailureWriter.NONE || length > this.in.available()) {
			throw new FrameException("an exception says it has " + length + " bytes of " + this.in.available());
		}
		if (length == FailureWriter.NONE) {
			return described(description, null);
		}
		ByteBuffer bytes = ByteBuffer.wrap(this.in.readNBytes(length));
		try {
			if (itself(bytes, description) instanceof Throwable failure && ForeignCode.isTalking(failure)) {
				return failure;
			}
			return described(description, null);
		}
		catch (IOException | ClassNotFoundException ex) {
			return described(description, ex);
		}
	}

	/** A replacement may not fit where the original was: then there is nothing. */
	private @Nullable Object itself(ByteBuffer bytes, Description description)
			throws IOException, ClassNotFoundException {
		try {
			return this.values.deserialize(bytes.duplicate(), (stand) -> resolve(stand, this.read::get));
		}
		catch (RefusedTypeException ex) {
			throw ex;
		}
		catch (IOException ex) {
			if (this.replaced.isEmpty()) {
				throw ex;
			}
			return this.values.deserialize(bytes, (stand) -> resolve(stand, (number) -> fitting(number, description)));
		}
	}

	private @Nullable Throwable fitting(int number, Description description) {
		Throwable other = this.read.get(number);
		return (description.holds(number) || !this.replaced.contains(other)) ? other : null;
	}

	private @Nullable Object resolve(StandIn stand, Known known) throws IOException {
		if (stand instanceof StandIn.OfException other) {
			return exception(other.number(), known);
		}
		if (stand instanceof StandIn.OfDetail detail) {
			return detail(detail.bytes(), known);
		}
		return stand;
	}

	private @Nullable Throwable exception(int number, Known known) throws IOException {
		if (number == FailureWriter.NONE) {
			return new RemoteTaskException(Throwable.class.getName(),
					"left out, there are more than " + FailureWriter.MAX_EXCEPTIONS + " exceptions", null);
		}
		if (number < 0 || number >= this.read.size()) {
			throw new InvalidObjectException("it holds exception " + number + " of " + this.read.size());
		}
		return known.exception(number);
	}

	private @Nullable Object detail(byte[] bytes, Known known) throws IOException {
		this.detailBytes += bytes.length;
		if (this.detailBytes > 2 * this.sizeBytes) { // each is read twice at most
			throw new InvalidObjectException("its details are more than its " + this.sizeBytes + " bytes");
		}
		try {
			return this.values.deserialize(ByteBuffer.wrap(bytes),
					(stand) -> (stand instanceof StandIn.OfException other) ? exception(other.number(), known) : stand);
		}
		catch (IOException | ClassNotFoundException ex) {
			return null; // the exception has to do without it
		}
	}

	private RemoteTaskException described(Description description, @Nullable Throwable reason) {
		RemoteTaskException described = new RemoteTaskException(description.type, description.message,
				(description.cause != FailureWriter.NONE) ? this.read.get(description.cause) : null);
		described.setStackTrace(description.frames);
		for (int number : description.suppressed) {
			described.addSuppressed(this.read.get(number));
		}
		if (reason != null) {
			described.addSuppressed(reason); // says why it is not the exception itself
		}
		this.replaced.add(described);
		return described;
	}

	/**
	 * The exceptions that were read before.
	 */
	@FunctionalInterface
	private interface Known {

		@Nullable Throwable exception(int number);

	}

	/**
	 * An exception as text.
	 *
	 * @param type its class
	 * @param message its message
	 * @param frames its stack trace
	 * @param cause the number of its cause
	 * @param suppressed the numbers of the suppressed
	 */
	private record Description(String type, @Nullable String message, StackTraceElement[] frames, int cause,
			int[] suppressed) {

		boolean holds(int number) {
			for (int other : this.suppressed) {
				if (other == number) {
					return true;
				}
			}
			return number == this.cause;
		}

	}

}
