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
 * its number of references, and the length of arrays, of which no more is made than the
 * bytes can fill. Where the sender is not trusted, only {@linkplain AllowedTypes allowed
 * classes}. A filter set for the whole JVM ({@code jdk.serialFilter}) applies as well.
 */
final class ObjectReader extends ObjectInputStream {

	private static final int MAX_DEPTH = 1_000;

	private static final long MAX_REFERENCES = 50_000_000;

	/**
	 * Collections make arrays that are larger than their number of elements, of which
	 * each takes a byte at least.
	 */
	private static final long ELEMENTS_PER_BYTE = 8;

	private static final long FEW_ELEMENTS = 64;

	private final ClassLoader classLoader;

	private final long sizeBytes;

	private final @Nullable AllowedTypes allowed;

	private @Nullable InvalidObjectException refusal;

	ObjectReader(ByteBuffer bytes, ClassLoader classLoader, @Nullable AllowedTypes allowed) throws IOException {
		super(new ByteArrayInputStream(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()));
		this.classLoader = classLoader;
		this.sizeBytes = bytes.remaining();
		this.allowed = allowed;
		ObjectInputFilter outer = getObjectInputFilter();
		setObjectInputFilter((outer != null) ? ObjectInputFilter.merge(this::check, outer) : this::check);
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
			return new InvalidObjectException("it is nested deeper than " + MAX_DEPTH + " objects");
		}
		if (info.references() > MAX_REFERENCES) {
			return new InvalidObjectException("it has more than " + MAX_REFERENCES + " references");
		}
		Class<?> type = info.serialClass();
		if (info.arrayLength() > maxLength(type)) {
			return new InvalidObjectException(
					"it claims an array of " + info.arrayLength() + " elements, more than its bytes can fill");
		}
		if (this.allowed != null && type != null && !this.allowed.allows(type)) {
			return new RefusedTypeException(this.allowed.refusal(type));
		}
		return null;
	}

	private long maxLength(@Nullable Class<?> type) {
		Class<?> element = (type != null) ? type.getComponentType() : null;
		if (element == null || !element.isPrimitive()) {
			return this.sizeBytes * ELEMENTS_PER_BYTE + FEW_ELEMENTS;
		}
		if (element == long.class || element == double.class) {
			return this.sizeBytes / Long.BYTES;
		}
		if (element == int.class || element == float.class) {
			return this.sizeBytes / Integer.BYTES;
		}
		return this.sizeBytes;
	}

}
