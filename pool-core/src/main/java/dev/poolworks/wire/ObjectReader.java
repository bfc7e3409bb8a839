package dev.poolworks.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Java deserialization with a given class loader and with bounds: the depth of a graph,
 * its number of references, and the length of arrays, of which no more is made than the
 * bytes can fill. A filter set for the whole JVM ({@code jdk.serialFilter}) applies as
 * well.
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

	private @Nullable String refusal;

	ObjectReader(ByteBuffer bytes, ClassLoader classLoader) throws IOException {
		super(new ByteArrayInputStream(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()));
		this.classLoader = classLoader;
		this.sizeBytes = bytes.remaining();
		ObjectInputFilter outer = getObjectInputFilter();
		setObjectInputFilter((outer != null) ? ObjectInputFilter.merge(this::bounds, outer) : this::bounds);
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
		Class<?>[] types = new Class<?>[interfaces.length];
		for (int i = 0; i < interfaces.length; i++) {
			types[i] = Class.forName(interfaces[i], false, this.classLoader);
		}
		return Proxy.newProxyInstance(this.classLoader, types, (proxy, method, arguments) -> null).getClass();
	}

	/**
	 * Why a value was refused.
	 * @return a clause, or {@code null} if it was not refused by these bounds
	 */
	@Nullable String refusal() {
		return this.refusal;
	}

	private ObjectInputFilter.Status bounds(ObjectInputFilter.FilterInfo info) {
		if (info.depth() > MAX_DEPTH) {
			this.refusal = "it is nested deeper than " + MAX_DEPTH + " objects";
		}
		else if (info.references() > MAX_REFERENCES) {
			this.refusal = "it has more than " + MAX_REFERENCES + " references";
		}
		else if (info.arrayLength() > maxLength(info.serialClass())) {
			this.refusal = "it claims an array of " + info.arrayLength() + " elements, more than its bytes can fill";
		}
		return (this.refusal != null) ? ObjectInputFilter.Status.REJECTED : ObjectInputFilter.Status.UNDECIDED;
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
