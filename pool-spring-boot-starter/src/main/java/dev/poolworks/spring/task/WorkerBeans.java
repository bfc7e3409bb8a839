package dev.poolworks.spring.task;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.poolworks.PoolException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;

/**
 * The beans of this JVM, if it is a worker. It is static because a task arrives in a
 * worker as nothing but serialized data; a worker JVM belongs to one pool and has one
 * context for its whole life. Thread-safe.
 */
public final class WorkerBeans {

	private static volatile @Nullable WorkerBeans current;

	/** Instances of classes, for workers without a context. */
	private static final Map<Class<?>, Object> INSTANCES = new ConcurrentHashMap<>();

	private final BeanFactory beanFactory;

	private final List<String> missing;

	private WorkerBeans(BeanFactory beanFactory, List<String> missing) {
		this.beanFactory = beanFactory;
		this.missing = missing;
	}

	/**
	 * Makes a bean factory the one of this worker.
	 * @param beanFactory of the worker's context
	 * @param missing what the application has and this worker has not, in words
	 */
	public static void use(BeanFactory beanFactory, List<String> missing) {
		current = new WorkerBeans(beanFactory, missing);
	}

	/**
	 * The bean that a task is for; without a context an instance of its class, one for
	 * the whole worker.
	 * @param name the bean's name
	 * @param type its class without proxies
	 * @return the bean
	 */
	static Object get(String name, Class<?> type) {
		WorkerBeans beans = current;
		return (beans != null) ? beans.bean(name, type) : INSTANCES.computeIfAbsent(type, WorkerBeans::instance);
	}

	private Object bean(String name, Class<?> type) {
		if (!this.beanFactory.containsBean(name)) {
			throw new PoolException("the worker's Spring context has no bean '" + name + "' (" + type.getName() + ")"
					+ (this.missing.isEmpty() ? ""
							: "; it was built without " + String.join(", without ", this.missing))
					+ "; define the bean in a class that the application's sources reach, or set the pool's "
					+ "worker.context to a @Configuration class that defines it");
		}
		return this.beanFactory.getBean(name);
	}

	private static Object instance(Class<?> type) {
		try {
			Constructor<?> constructor = type.getDeclaredConstructor();
			constructor.setAccessible(true);
			return constructor.newInstance();
		}
		catch (InvocationTargetException ex) {
			throw new PoolException("the constructor of " + type.getName() + " failed in the worker",
					ex.getTargetException());
		}
		catch (ReflectiveOperationException ex) {
			throw new PoolException("the worker has no Spring context and cannot make an instance of " + type.getName()
					+ "; give it a constructor without parameters or set the pool's worker.context to application", ex);
		}
	}

}
