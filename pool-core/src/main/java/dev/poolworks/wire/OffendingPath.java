package dev.poolworks.wire;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;

/**
 * Finds where in an object the value is that cannot be serialized: breadth first, so that
 * the shortest path is named. Only used after serialization has failed.
 */
final class OffendingPath {

	private static final int MAX_OBJECTS = 100_000;

	private static final int MAX_LABEL_CHARS = 50;

	private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Deque<Node> open = new ArrayDeque<>();

	private OffendingPath() {
	}

	/**
	 * Finds the value.
	 * @param root where to begin
	 * @param name what to call the root
	 * @return such as {@code argument.pages[3].source (com.acme.Source)}, or {@code null}
	 */
	static @Nullable String find(Object root, String name) {
		OffendingPath search = new OffendingPath();
		search.add(root, name);
		for (int i = 0; i < MAX_OBJECTS && !search.open.isEmpty(); i++) {
			Node node = search.open.remove();
			if (!isSerializable(node.value)) {
				return node.path + " (" + node.value.getClass().getName() + ")";
			}
			try {
				search.addParts(node);
			}
			catch (RuntimeException | StackOverflowError | LinkageError ex) {
				// a collection with code of its own: the search goes on elsewhere
			}
		}
		return null;
	}

	private static boolean isSerializable(Object value) {
		return value instanceof Serializable || StandIn.isFor(value) || (value.getClass()
			.getName()
			.startsWith("java.util.")
				&& (value instanceof Collection<?> || value instanceof Map<?, ?> || value instanceof Map.Entry<?, ?>));
	}

	private void add(@Nullable Object value, String path) {
		if (value != null && this.seen.add(value)) {
			this.open.add(new Node(value, path));
		}
	}

	private void addParts(Node node) {
		Object value = node.value;
		if (value instanceof Object[] array) {
			for (int i = 0; i < Array.getLength(array); i++) {
				add(array[i], node.path + "[" + i + "]");
			}
		}
		else if (value instanceof Collection<?> collection) {
			int i = 0;
			for (Object element : collection) {
				add(element, node.path + "[" + i++ + "]");
			}
		}
		else if (value instanceof Map<?, ?> map) {
			int i = 0;
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				add(entry.getKey(), node.path + ".key" + i);
				add(entry.getValue(), node.path + "[" + label(entry.getKey(), i++) + "]");
			}
		}
		else if (value instanceof Map.Entry<?, ?> entry) {
			add(entry.getKey(), node.path + ".key");
			add(entry.getValue(), node.path + ".value");
		}
		else if (value instanceof Optional<?> optional) {
			add(optional.orElse(null), node.path + ".value");
		}
		else if (!(value instanceof BaseStream<?, ?>) && !(value instanceof Path)) {
			addFields(node);
		}
	}

	private static String label(@Nullable Object key, int index) {
		boolean plain = key instanceof String || key instanceof Number || key instanceof Enum<?>;
		String text = plain ? String.valueOf(key) : "key" + index;
		return (text.length() > MAX_LABEL_CHARS) ? text.substring(0, MAX_LABEL_CHARS) + "..." : text;
	}

	private void addFields(Node node) {
		SerializedLambda lambda = lambda(node.value);
		if (lambda != null) {
			for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
				add(lambda.getCapturedArg(i), node.path + ".captured" + i);
			}
			return;
		}
		for (Class<?> type = node.value.getClass(); type != null; type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				int modifiers = field.getModifiers();
				if (!Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers)
						&& !field.getType().isPrimitive()) {
					add(read(field, node.value), node.path + "." + field.getName());
				}
			}
		}
	}

	private static @Nullable Object read(Field field, Object owner) {
		try {
			field.setAccessible(true);
			return field.get(owner);
		}
		catch (RuntimeException | IllegalAccessException ex) {
			return null; // closed by its module: the search goes on elsewhere
		}
	}

	private static @Nullable SerializedLambda lambda(Object value) {
		if (!value.getClass().isHidden() && !value.getClass().isSynthetic()) {
			return null;
		}
		try {
			Method method = value.getClass().getDeclaredMethod("writeReplace");
			method.setAccessible(true);
			return (method.invoke(value) instanceof SerializedLambda lambda) ? lambda : null;
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			return null; // no lambda, or closed by its module
		}
	}

	private record Node(Object value, String path) {

	}

}
