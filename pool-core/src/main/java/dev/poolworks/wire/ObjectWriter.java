package dev.poolworks.wire;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Java serialization that also takes some values of the JDK that are not
 * {@link Serializable}: paths, optionals, streams (they are consumed), and the views of
 * lists and maps.
 */
final class ObjectWriter extends ObjectOutputStream {

	private final @Nullable Captures captures;

	ObjectWriter(OutputStream out, @Nullable Captures captures) throws IOException {
		super(out);
		this.captures = captures;
		enableReplaceObject(true);
	}

	@Override
	protected Object replaceObject(Object object) {
		if (this.captures != null && object instanceof SerializedLambda lambda) {
			this.captures.saw(lambda);
		}
		if (object instanceof Path path) {
			return new Stand.OfPath(path.toString());
		}
		if (object instanceof Serializable) {
			return object;
		}
		if (object instanceof Optional<?> optional) {
			return new Stand.OfOptional(optional.orElse(null));
		}
		if (object instanceof Stream<?> stream) {
			return new Stand.OfStream(new ArrayList<>(stream.toList()));
		}
		return object.getClass().getName().startsWith("java.util.") ? copyOfView(object) : object;
	}

	private static Object copyOfView(Object view) {
		if (view instanceof List<?> list) {
			return new ArrayList<>(list);
		}
		if (view instanceof Set<?> set) {
			return new LinkedHashSet<>(set);
		}
		if (view instanceof Map<?, ?> map) {
			return new LinkedHashMap<>(map);
		}
		return (view instanceof Collection<?> collection) ? new ArrayList<>(collection) : view;
	}

	/**
	 * Whether a lambda has captured anything, found out while it is written.
	 */
	static final class Captures {

		private int lambdas;

		private int arguments;

		private void saw(SerializedLambda lambda) {
			this.lambdas++;
			this.arguments += lambda.getCapturedArgCount();
		}

		boolean isNone() {
			return this.lambdas == 1 && this.arguments == 0;
		}

	}

	/**
	 * What is written in place of a value that is not serializable.
	 */
	sealed interface Stand extends Serializable {

		/**
		 * Takes the place of a path of the default file system.
		 *
		 * @param path the path
		 */
		record OfPath(String path) implements Stand {

			private Object readResolve() {
				return Path.of(this.path);
			}

		}

		/**
		 * Takes the place of an optional.
		 *
		 * @param value the value, or {@code null}
		 */
		record OfOptional(@Nullable Object value) implements Stand {

			private Object readResolve() {
				return Optional.ofNullable(this.value);
			}

		}

		/**
		 * Takes the place of a stream.
		 *
		 * @param elements its elements
		 */
		record OfStream(ArrayList<Object> elements) implements Stand {

			private Object readResolve() {
				return this.elements.stream();
			}

		}

	}

}
