package dev.poolworks.spring.task;

import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dev.poolworks.spring.task.KnownPools.KnownPool;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Whether a method can be called in another process at all. What cannot be told from the
 * types, such as the elements of a raw list, shows with the call.
 */
final class ProcessSuitability {

	private static final int MAX_DEPTH = 8;

	private final Class<?> targetClass;

	private final Method method;

	private final KnownPool pool;

	ProcessSuitability(Class<?> targetClass, Method method, KnownPool pool) {
		this.targetClass = targetClass;
		this.method = method;
		this.pool = pool;
	}

	void check() {
		for (int i = 0; i < this.method.getParameterCount(); i++) {
			Class<?> offender = offender(ResolvableType.forMethodParameter(this.method, i, this.targetClass), 0);
			if (offender != null) {
				throw notSerializable("parameter " + i, offender);
			}
		}
		ResolvableType result = ResolvableType.forMethodReturnType(this.method, this.targetClass);
		ReturnStyle style = ReturnStyle.of(this.method.getReturnType());
		boolean later = style == ReturnStyle.FUTURE || style == ReturnStyle.MONO;
		Class<?> offender = offender(later ? result.getGeneric(0) : result, 0);
		if (offender != null) {
			throw notSerializable("result", offender);
		}
		if (!this.pool.beansInWorker() && !hasPlainConstructor()) {
			throw PooledTaskParser.wrong(this.method,
					"runs in the pool '" + this.pool.name() + "', whose workers have no Spring context, and "
							+ this.targetClass.getName() + " has no constructor without parameters",
					"Set pool.executors." + this.pool.name() + ".worker.context to application or to a "
							+ "@Configuration class, or give the class such a constructor: the worker then makes "
							+ "an instance without injection.");
		}
	}

	private RuntimeException notSerializable(String where, Class<?> offender) {
		return PooledTaskParser.wrong(this.method,
				"runs in the process pool '" + this.pool.name() + "', but " + offender.getName() + " in its " + where
						+ " can never be serialized: it is final and not java.io.Serializable",
				"Let " + offender.getSimpleName() + " implement Serializable, use another type, or use a thread pool.");
	}

	private boolean hasPlainConstructor() {
		return !this.targetClass.isInterface() && !Modifier.isAbstract(this.targetClass.getModifiers())
				&& Stream.of(this.targetClass.getDeclaredConstructors())
					.anyMatch((constructor) -> constructor.getParameterCount() == 0);
	}

	/**
	 * The first class in a type whose every instance is sure not to be serializable.
	 */
	private static @Nullable Class<?> offender(ResolvableType type, int depth) {
		Class<?> raw = type.resolve();
		if (raw == null || depth > MAX_DEPTH) {
			return null;
		}
		if (raw.isArray()) {
			return offender(type.getComponentType(), depth + 1);
		}
		if (isContainer(raw)) {
			for (ResolvableType element : type.getGenerics()) {
				Class<?> offender = offender(element, depth + 1);
				if (offender != null) {
					return offender;
				}
			}
			return null;
		}
		return (raw.isPrimitive() || !Modifier.isFinal(raw.getModifiers()) || Serializable.class.isAssignableFrom(raw)
				|| Path.class.isAssignableFrom(raw)) ? null : raw;
	}

	private static boolean isContainer(Class<?> type) {
		return Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type) || type == Optional.class
				|| type == Iterable.class || Stream.class.isAssignableFrom(type) || Future.class.isAssignableFrom(type)
				|| CompletionStage.class.isAssignableFrom(type);
	}

}
