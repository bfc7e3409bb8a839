package dev.poolworks.spring.task;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.poolworks.spring.PooledTask;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Finds {@code @PooledTask} methods. Stateless.
 */
public final class PooledTaskMethods {

	private PooledTaskMethods() {
	}

	/**
	 * The annotated methods of a class, those of its superclasses and interfaces
	 * included.
	 */
	static Map<Method, PooledTask> find(Class<?> targetClass) {
		if (!AnnotationUtils.isCandidateClass(targetClass, PooledTask.class)) {
			return Map.of();
		}
		MetadataLookup<@Nullable PooledTask> lookup = (method) -> AnnotatedElementUtils.findMergedAnnotation(method,
				PooledTask.class);
		return MethodIntrospector.selectMethods(targetClass, lookup);
	}

	/**
	 * The names of the beans that have tasks for a pool. Creates no bean.
	 * @param beanFactory where to look
	 * @param pool the name of the pool
	 * @return names in the order of the definitions
	 */
	public static List<String> namesOfBeans(ConfigurableListableBeanFactory beanFactory, String pool) {
		List<String> names = new ArrayList<>();
		for (String name : beanFactory.getBeanNamesForType(Object.class, true, false)) {
			Class<?> type = targetClass(beanFactory, name);
			if (type != null && find(type).values().stream().anyMatch((task) -> isFor(beanFactory, task, pool))) {
				names.add(name);
			}
		}
		return names;
	}

	/**
	 * The class of a bean without its proxies.
	 */
	static @Nullable Class<?> targetClass(ConfigurableListableBeanFactory beanFactory, String beanName) {
		if (ScopedProxyUtils.isScopedTarget(beanName)) {
			return null;
		}
		return AutoProxyUtils.determineTargetClass(beanFactory, beanName);
	}

	private static boolean isFor(ConfigurableListableBeanFactory beanFactory, PooledTask task, String pool) {
		String name = beanFactory.resolveEmbeddedValue(task.pool());
		return name != null && PoolNames.uniform(name).equals(PoolNames.uniform(pool));
	}

}
