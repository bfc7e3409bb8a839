package dev.poolworks.wire;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Java serialization that also takes some values of the JDK that are not
 * {@link Serializable}: those with a {@link StandIn}, and the views of lists and maps.
 */
class ObjectWriter extends ObjectOutputStream {

	private final @Nullable Captures captures;

	ObjectWriter(OutputStream out, @Nullable Captures captures) throws IOException {
		super(out);
		this.captures = captures;
		enableReplaceObject(true);
	}

	@Override
	protected @Nullable Object replaceObject(Object object) {
		if (this.captures != null) {
			this.captures.saw(object);
		}
		if (object instanceof Serializable) {
			return (object.getClass() == NullPointerException.class) ? withMessage((NullPointerException) object)
					: object;
		}
		StandIn standIn = StandIn.of(object);
		if (standIn != null) {
			return standIn;
		}
		return object.getClass().getName().startsWith("java.util.") ? copyOfView(object) : object;
	}

	/** The helpful message of a NullPointerException is computed, not serialized. */
	private static NullPointerException withMessage(NullPointerException failure) {
		NullPointerException copy = new NullPointerException(failure.getMessage());
		copy.setStackTrace(failure.getStackTrace());
		if (failure.getCause() != null) {
			copy.initCause(failure.getCause());
		}
		for (Throwable suppressed : failure.getSuppressed()) {
			copy.addSuppressed(suppressed);
		}
		return copy;
	}

	private static Object copyOfView(Object view) {
		if (view instanceof Map.Entry<?, ?> entry) {
			return new AbstractMap.SimpleImmutableEntry<>(entry);
		}
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
	 * Whether code is a lambda that has captured nothing, found out while it is written.
	 * The first object written is the code itself: a lambda inside of other code says
	 * nothing about that code.
	 */
	static final class Captures {

		private boolean begun;

		private boolean none;

		private void saw(Object object) {
			if (!this.begun) {
				this.begun = true;
				this.none = object instanceof SerializedLambda lambda && lambda.getCapturedArgCount() == 0;
			}
		}

		boolean isNone() {
			return this.none;
		}

	}

}
