package dev.poolworks.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;

/**
 * Java serialization with a given class loader and with bounds: the depth of a graph and
 * its number of references. A filter set for the whole JVM ({@code jdk.serialFilter})
 * applies as well.
 */
final class ObjectReader extends ObjectInputStream {

	private static final int MAX_DEPTH = 1_000;

	private static final long MAX_REFERENCES = 50_000_000;

	private final ClassLoader classLoader;

	ObjectReader(InputStream in, ClassLoader classLoader) throws IOException {
		super(in);
		this.classLoader = classLoader;
		ObjectInputFilter outer = getObjectInputFilter();
		setObjectInputFilter(
				(outer != null) ? ObjectInputFilter.merge(ObjectReader::bounds, outer) : ObjectReader::bounds);
	}

	@Override
	protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
		try {
			return Class.forName(description.getName(), false, this.classLoader);
		}
		catch (ClassNotFoundException ex) {
			return super.resolveClass(description); // primitive types
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

	private static ObjectInputFilter.Status bounds(ObjectInputFilter.FilterInfo info) {
		return (info.depth() > MAX_DEPTH || info.references() > MAX_REFERENCES) ? ObjectInputFilter.Status.REJECTED
				: ObjectInputFilter.Status.UNDECIDED;
	}

}
