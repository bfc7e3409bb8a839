package dev.poolworks.spring.task;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOptions;
import dev.poolworks.spring.PooledTask;
import dev.poolworks.spring.diagnostics.DidYouMean;
import dev.poolworks.spring.diagnostics.PoolConfigurationException;
import dev.poolworks.spring.task.KnownPools.KnownPool;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import org.springframework.util.StringValueResolver;

/**
 * Reads {@code @PooledTask} methods and refuses those that cannot work, so that they are
 * found when the application starts and not with their first call. Immutable.
 */
final class PooledTaskParser {

	private final KnownPools pools;

	private final StringValueResolver resolver;

	PooledTaskParser(KnownPools pools, StringValueResolver resolver) {
		this.pools = pools;
		this.resolver = resolver;
	}

	/**
	 * The methods of a bean that are tasks.
	 * @param targetClass the class of the bean, without proxies
	 * @return the methods; empty if there is none
	 * @throws PoolConfigurationException if one of them cannot work
	 */
	Map<Method, PooledTaskMethod> parse(Class<?> targetClass) {
		Map<Method, PooledTaskMethod> methods = new LinkedHashMap<>();
		PooledTaskMethods.find(targetClass)
			.forEach((method, task) -> methods.put(method, parse(targetClass, method, task)));
		return methods;
	}

	private PooledTaskMethod parse(Class<?> targetClass, Method method, PooledTask task) {
		checkProxiable(method);
		KnownPool pool = pool(method, task);
		ReturnStyle style = ReturnStyle.of(method.getReturnType());
		if (style == ReturnStyle.UNSUPPORTED) {
			throw wrong(method, "returns " + method.getReturnType().getName() + ", which cannot be made of a task",
					"Return a plain value, void, Future, CompletionStage, CompletableFuture, TaskFuture "
							+ "or Reactor's Mono.");
		}
		if (pool.isProcess()) {
			new ProcessSuitability(targetClass, method, pool).check();
		}
		TaskOptions options = options(method, task);
		TaskName name = name(method, task);
		Method fallback = StringUtils.hasText(task.fallback()) ? fallback(targetClass, method, task.fallback()) : null;
		return new PooledTaskMethod(method, targetClass, pool, options, name, style, fallback);
	}

	private static void checkProxiable(Method method) {
		int modifiers = method.getModifiers();
		String what = Modifier.isStatic(modifiers) ? "static"
				: Modifier.isPrivate(modifiers) ? "private" : Modifier.isFinal(modifiers) ? "final" : null;
		if (what != null) {
			throw wrong(method, "is " + what + ", so no proxy can see its calls",
					"Make it an instance method that is neither private nor final.");
		}
		if (Modifier.isFinal(method.getDeclaringClass().getModifiers())) {
			throw wrong(method, "is in a final class, of which no proxy can be made",
					"Remove final from the class, or move the method to another bean.");
		}
	}

	private KnownPool pool(Method method, PooledTask task) {
		String name = resolve(task.pool());
		if (!StringUtils.hasText(name)) {
			throw wrong(method, "names no pool", "Write the pool's name, as in @PooledTask(\"render\").");
		}
		KnownPool pool = this.pools.find(name);
		if (pool != null) {
			return pool;
		}
		String suggestion = DidYouMean.closest(name, this.pools.names());
		throw wrong(method,
				"names the pool '" + name + "', which is not configured; "
						+ (this.pools.names().isEmpty() ? "there is no pool under pool.executors"
								: "there are " + String.join(", ", this.pools.names())),
				(suggestion != null) ? "Did you mean '" + suggestion + "'?"
						: "Configure it under pool.executors." + name + ", or use the name of one of those.");
	}

	private TaskOptions options(Method method, PooledTask task) {
		Duration timeout = duration(method, "timeout", task.timeout());
		Duration queueTimeout = duration(method, "queueTimeout", task.queueTimeout());
		return new TaskOptions(timeout, queueTimeout, task.priority(), null, task.idempotent(), null);
	}

	private @Nullable Duration duration(Method method, String attribute, String value) {
		String resolved = resolve(value);
		if (!StringUtils.hasText(resolved)) {
			return null;
		}
		Duration duration;
		try {
			duration = DurationStyle.detectAndParse(resolved);
		}
		catch (IllegalArgumentException ex) {
			throw wrong(method, "has the " + attribute + " '" + resolved + "', which is not a duration",
					"Write it such as 500ms, 5s or 2m.");
		}
		if (duration.isZero() || duration.isNegative()) {
			throw wrong(method, "has the " + attribute + " '" + resolved + "', which is not positive",
					"Write a positive duration, or remove the attribute to use the pool's.");
		}
		return duration;
	}

	private TaskName name(Method method, PooledTask task) {
		String template = resolve(task.name());
		TaskName name = new TaskName(StringUtils.hasText(template) ? template
				: ClassUtils.getShortName(method.getDeclaringClass()) + "." + method.getName());
		if (name.highestPlace() >= method.getParameterCount()) {
			throw wrong(method, "has the name '" + template + "' with a place for argument " + name.highestPlace()
					+ ", but " + method.getParameterCount() + " parameters", "Count the places from {0}.");
		}
		return name;
	}

	private static Method fallback(Class<?> targetClass, Method method, String name) {
		Class<?>[] types = Stream.concat(Stream.of(method.getParameterTypes()), Stream.of(Throwable.class))
			.toArray(Class<?>[]::new);
		String wanted = signature(method.getReturnType(), name, types);
		if (method.getReturnType() == TaskFuture.class) {
			throw wrong(method, "has a fallback, but returns TaskFuture, which only a task can be",
					"Return CompletableFuture.");
		}
		Method fallback = null;
		for (Class<?> type = targetClass; type != null && fallback == null; type = type.getSuperclass()) {
			fallback = ClassUtils.getMethodIfAvailable(type, name, types);
			fallback = (fallback != null) ? fallback : declared(type, name, types);
		}
		if (fallback == null) {
			String others = Stream.of(targetClass.getDeclaredMethods())
				.filter((candidate) -> candidate.getName().equals(name))
				.map((candidate) -> signature(candidate.getReturnType(), name, candidate.getParameterTypes()))
				.collect(Collectors.joining(", "));
			throw wrong(method,
					"has the fallback '" + name + "', but "
							+ (others.isEmpty() ? "there is no such method" : "there is only " + others),
					"Declare " + wanted + " in the same class.");
		}
		if (!ClassUtils.isAssignable(method.getReturnType(), fallback.getReturnType())) {
			throw wrong(method, "has a fallback that returns " + fallback.getReturnType().getName(),
					"Declare " + wanted + ".");
		}
		fallback.setAccessible(true);
		return fallback;
	}

	private static @Nullable Method declared(Class<?> type, String name, Class<?>[] types) {
		return Stream.of(type.getDeclaredMethods())
			.filter((method) -> method.getName().equals(name) && Arrays.equals(method.getParameterTypes(), types))
			.findFirst()
			.orElse(null);
	}

	private static String signature(Class<?> returnType, String name, Class<?>[] types) {
		return returnType.getSimpleName() + " " + name
				+ Stream.of(types).map(Class::getSimpleName).collect(Collectors.joining(", ", "(", ")"));
	}

	private String resolve(String value) {
		String resolved = this.resolver.resolveStringValue(value);
		return (resolved != null) ? resolved.trim() : "";
	}

	/**
	 * A failure analysis of a method.
	 */
	static PoolConfigurationException wrong(Method method, String fact, String action) {
		String parameters = Stream.of(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", "(", ")"));
		return new PoolConfigurationException("The @PooledTask method " + method.getDeclaringClass().getName() + "."
				+ method.getName() + parameters + " " + fact + ".", action);
	}

}
