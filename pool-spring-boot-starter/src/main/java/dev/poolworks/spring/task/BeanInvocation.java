package dev.poolworks.spring.task;

import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import dev.poolworks.TaskFunction;
import dev.poolworks.pool.CallByName;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/**
 * The call of a bean's method, on its way to a worker process. There it is a call of the
 * worker's own bean, by its proxy: transactions and caches work as they do elsewhere.
 *
 * @param beanName the bean's name
 * @param beanClass its class without proxies
 * @param method the method
 * @param arguments its arguments
 */
record BeanInvocation(String beanName, String beanClass, MethodName method,
		@Nullable Object[] arguments) implements CallByName, Serializable {

	/** Has no captures, so a worker needs to be told of it only once. */
	@SuppressWarnings("NullAway") // it does not look at type arguments
	static final TaskFunction<BeanInvocation, @Nullable Object> RUN = BeanInvocation::run;

	private static final Map<MethodName, Method> METHODS = new ConcurrentHashMap<>();

	/** Of the bean: what runs it is code of ours. */
	@Override
	public String calledPackage() {
		return ClassUtils.getPackageName(this.beanClass);
	}

	private @Nullable Object run() throws Exception {
		Method declared = METHODS.get(this.method);
		if (declared == null) {
			declared = this.method.resolve();
			METHODS.put(this.method, declared);
		}
		Object bean = WorkerBeans.get(this.beanName, load(this.beanClass));
		Method invocable = AopUtils.selectInvocableMethod(declared, bean.getClass());
		invocable.setAccessible(true);
		try {
			return ReturnStyle.of(declared.getReturnType()).value(invocable.invoke(bean, this.arguments));
		}
		catch (InvocationTargetException ex) {
			throw Failures.asException(ex.getTargetException());
		}
	}

	private static Class<?> load(String name) throws ClassNotFoundException {
		return ClassUtils.forName(name, ClassUtils.getDefaultClassLoader());
	}

	/**
	 * A method by names.
	 *
	 * @param declaringClass the class that declares it
	 * @param name its name
	 * @param parameterTypes the types of its parameters
	 */
	record MethodName(String declaringClass, String name, List<String> parameterTypes) implements Serializable {

		static MethodName of(Method method) {
			return new MethodName(method.getDeclaringClass().getName(), method.getName(),
					Stream.of(method.getParameterTypes()).map(Class::getName).toList());
		}

		private Method resolve() throws ClassNotFoundException, NoSuchMethodException {
			Class<?>[] types = new Class<?>[this.parameterTypes.size()];
			for (int i = 0; i < types.length; i++) {
				types[i] = load(this.parameterTypes.get(i));
			}
			return load(this.declaringClass).getDeclaredMethod(this.name, types);
		}

	}

}
