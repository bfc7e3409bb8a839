package dev.poolworks.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Java deserialization with a given class loader and with bounds: the depth of a graph,
 * its number of references, and the length of all its arrays together, of which no more
 * is made than the bytes can fill. Where the sender is not trusted, only
 * {@linkplain AllowedTypes allowed classes}. A filter set for the whole JVM
 * ({@code jdk.serialFilter}) applies as well.
 */
final class ObjectReader extends ObjectInputStream {

	private static final int MAX_DEPTH = 1_000;

	static final String DEPTH_CURE = "pass a list or an array rather than a chain or a deep tree of objects: Java"
			+ " serialization bears up to some 1000 objects within each other";

	private static final long MAX_REFERENCES = 50_000_000;

	/**
	 * Collections make tables that are larger than their number of elements: a hash map
	 * has 16 places for its first mapping, and with the smallest load factor eight for
	 * each. But its mappings take bytes, five at least for a key that was there before:
	 * no collection of the JDK comes near two places for each of its bytes.
	 */
	private static final int PLACES_PER_BYTE = 2;

	/** An empty collection in a few bytes has some places, too. */
	private static final int FREE_BYTES = 64;

	private final ClassLoader classLoader;

	private final long sizeBytes;

	private final @Nullable AllowedTypes allowed;

	private final @Nullable StandIns standIns;

	/** Bytes that the arrays so far need at least, each in the shortest form. */
	private long claimedBytes;

	private @Nullable InvalidObjectException refusal;

	ObjectReader(ByteBuffer bytes, ClassLoader classLoader, @Nullable AllowedTypes allowed, @Nullable StandIns standIns)
			throws IOException {
		super(new ByteArrayInputStream(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()));
		this.classLoader = classLoader;
		this.sizeBytes = bytes.remaining();
		this.allowed = allowed;
		this.standIns = standIns;
		enableResolveObject(standIns != null);
		ObjectInputFilter outer = getObjectInputFilter();
		setObjectInputFilter((outer != null) ? ObjectInputFilter.merge(this::check, outer) : this::check);
	}

	@Override
	protected @Nullable Object resolveObject(Object object) throws IOException {
		return (this.standIns != null && object instanceof StandIn stand) ? this.standIns.resolve(stand) : object;
	}

	@Override
	protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
		try {
			return Class.forName(description.getName(), false, this.classLoader);
		}
		catch (ClassNotFoundException ex) {
			return super.resolveClass(description); // primitive types, and our own
													// classes
		}
	}

	@Override
	protected Class<?> resolveProxyClass(String[] interfaces) throws IOException, ClassNotFoundException {
		if (this.allowed != null) {
			this.refusal = new RefusedTypeException("it holds a proxy, whose handler would run here; of "
					+ String.join(", ", interfaces) + ". Return plain values");
			throw this.refusal;
		}
		Class<?>[] types = new Class<?>[interfaces.length];
		for (int i = 0; i < interfaces.length; i++) {
			types[i] = Class.forName(interfaces[i], false, this.classLoader);
		}
		return Proxy.newProxyInstance(this.classLoader, types, (proxy, method, arguments) -> null).getClass();
	}

	/**
	 * Why a value was refused.
	 * @return the reason, or {@code null} if it was not refused by this reader
	 */
	@Nullable InvalidObjectException refusal() {
		return this.refusal;
	}

	/** After a refusal, all that follows is refused: foreign code may have caught it. */
	private ObjectInputFilter.Status check(ObjectInputFilter.FilterInfo info) {
		if (this.refusal == null) {
			this.refusal = refuse(info);
		}
		return (this.refusal != null) ? ObjectInputFilter.Status.REJECTED : ObjectInputFilter.Status.UNDECIDED;
	}

	private @Nullable InvalidObjectException refuse(ObjectInputFilter.FilterInfo info) {
		if (info.depth() > MAX_DEPTH) {
			return new InvalidObjectException("it is nested deeper than " + MAX_DEPTH + " objects; " + DEPTH_CURE);
		}
		if (info.references() > MAX_REFERENCES) {
			return new InvalidObjectException("it has more than " + MAX_REFERENCES + " references");
		}
		Class<?> type = info.serialClass();
		if (info.arrayLength() > 0) {
			this.claimedBytes += bytesFor(info.arrayLength(), type);
			if (this.claimedBytes > this.sizeBytes + FREE_BYTES) {
				return new InvalidObjectException("it claims an array of " + info.arrayLength()
						+ " elements; its arrays together are more than its " + this.sizeBytes + " bytes can fill");
			}
		}
		if (this.allowed != null && type != null && !this.allowed.allows(type)) {
			return new RefusedTypeException(this.allowed.refusal(type));
		}
		return null;
	}

	private static long bytesFor(long length, @Nullable Class<?> type) {
		Class<?> element = (type != null) ? type.getComponentType() : null;
		if (element == null || !element.isPrimitive()) {
			return length / PLACES_PER_BYTE;
		}
		if (element == long.class || element == double.class) {
			return length * Long.BYTES;
		}
		if (element == int.class || element == float.class) {
			return length * Integer.BYTES;
		}
		return (element == char.class || element == short.class) ? length * Short.BYTES : length;
	}

	/**
	 * Says what is meant by something that was written in place of something else.
	 */
	@FunctionalInterface
	interface StandIns {

		@Nullable Object resolve(StandIn stand) throws IOException;

	}

}
