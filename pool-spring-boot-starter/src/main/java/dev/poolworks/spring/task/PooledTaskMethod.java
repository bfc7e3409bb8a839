package dev.poolworks.spring.task;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import dev.poolworks.TaskOptions;
import dev.poolworks.spring.task.KnownPools.KnownPool;
import org.jspecify.annotations.Nullable;

/**
 * A {@code @PooledTask} method, checked.
 *
 * @param method the method of the target class
 * @param targetClass the class of the bean, without proxies
 * @param pool the pool its calls go to
 * @param options the options that all calls have in common
 * @param name how the tasks are called
 * @param style who waits for the result
 * @param fallback the method that is called with a failure, or {@code null}
 */
record PooledTaskMethod(Method method, Class<?> targetClass, KnownPool pool, TaskOptions options, TaskName name,
		ReturnStyle style, @Nullable Method fallback) {

	TaskOptions options(Object[] arguments) {
		return this.options.name(this.name.of(arguments));
	}

	/**
	 * Calls the fallback on the target itself.
	 * @param target the bean without proxies
	 * @param arguments the arguments of the call that failed
	 * @param failure why it failed
	 * @return the fallback's result
	 * @throws Exception what the fallback throws; the failure if there is no fallback
	 */
	@Nullable Object fallBack(Object target, Object[] arguments, Throwable failure) throws Exception {
		if (this.fallback == null) {
			throw Failures.asException(failure);
		}
		Object[] all = new Object[arguments.length + 1];
		System.arraycopy(arguments, 0, all, 0, arguments.length);
		all[arguments.length] = failure;
		try {
			return this.fallback.invoke(target, all);
		}
		catch (InvocationTargetException ex) {
			throw Failures.asException(ex.getTargetException());
		}
	}

	boolean declares(Class<? extends Throwable> type) {
		for (Class<?> declared : this.method.getExceptionTypes()) {
			if (declared.isAssignableFrom(type)) {
				return true;
			}
		}
		return false;
	}

}
