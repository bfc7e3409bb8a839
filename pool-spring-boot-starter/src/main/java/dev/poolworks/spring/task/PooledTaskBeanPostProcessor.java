package dev.poolworks.spring.task;

import java.lang.reflect.Method;
import java.util.Map;

import dev.poolworks.TaskPool;
import dev.poolworks.spring.diagnostics.PoolConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.ProxyProcessorSupport;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.SmartClassLoader;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Gives beans with {@code @PooledTask} methods their advice, as the outermost one: of an
 * existing proxy, or of a new one. The advice is made for each bean because a worker
 * process needs to know the bean's name.
 */
public final class PooledTaskBeanPostProcessor extends ProxyProcessorSupport
		implements BeanPostProcessor, BeanFactoryAware {

	private static final long serialVersionUID = 1L;

	private final transient ObjectProvider<KnownPools> knownPools;

	private transient @Nullable ConfigurableListableBeanFactory beanFactory;

	private transient volatile @Nullable PooledTaskParser parser;

	/**
	 * Creates the post-processor.
	 * @param knownPools the configured pools; asked when the first bean needs them
	 */
	public PooledTaskBeanPostProcessor(ObjectProvider<KnownPools> knownPools) {
		this.knownPools = knownPools;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		Assert.isInstanceOf(ConfigurableListableBeanFactory.class, beanFactory);
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof AopInfrastructureBean) {
			return bean;
		}
		Class<?> targetClass = ClassUtils.getUserClass(AopUtils.getTargetClass(bean));
		if (PooledTaskMethods.find(targetClass).isEmpty()) {
			return bean;
		}
		Map<Method, PooledTaskMethod> methods = parser().parse(targetClass);
		checkName(beanName, methods);
		PooledTaskInterceptor interceptor = new PooledTaskInterceptor(beanName, methods, this::pool);
		Advisor advisor = new Advisor(interceptor);
		if (bean instanceof Advised advised && !advised.isFrozen()) {
			advised.addAdvisor(0, advisor);
			return bean;
		}
		return proxy(bean, beanName, advisor);
	}

	/**
	 * Checks the methods of a class of which no bean has been created yet.
	 * @param targetClass the class without proxies
	 */
	void check(Class<?> targetClass) {
		if (!PooledTaskMethods.find(targetClass).isEmpty()) {
			parser().parse(targetClass);
		}
	}

	private void checkName(String beanName, Map<Method, PooledTaskMethod> methods) {
		for (PooledTaskMethod method : methods.values()) {
			if (method.pool().isProcess() && method.pool().beansInWorker() && !beanFactory().containsBean(beanName)) {
				throw new PoolConfigurationException("The bean of " + method.targetClass().getName()
						+ " is an inner bean without a name of its own, so a worker of the pool '"
						+ method.pool().name() + "' cannot find it.", "Define it as a bean with a name.");
			}
		}
	}

	private Object proxy(Object bean, String beanName, Advisor advisor) {
		ProxyFactory factory = new ProxyFactory();
		factory.copyFrom(this);
		factory.setFrozen(false);
		factory.setTarget(bean);
		ConfigurableListableBeanFactory owner = beanFactory();
		if (owner.containsBeanDefinition(beanName)) {
			owner.getMergedBeanDefinition(beanName)
				.setAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE, bean.getClass());
		}
		if (!factory.isProxyTargetClass() && !AutoProxyUtils.shouldProxyTargetClass(owner, beanName)) {
			evaluateProxyInterfaces(bean.getClass(), factory);
		}
		else {
			factory.setProxyTargetClass(true);
		}
		factory.addAdvisor(advisor);
		ClassLoader classLoader = getProxyClassLoader();
		if (classLoader instanceof SmartClassLoader smart && classLoader != bean.getClass().getClassLoader()) {
			classLoader = smart.getOriginalClassLoader();
		}
		return factory.getProxy(classLoader);
	}

	private TaskPool pool(String name) {
		return beanFactory().getBean(name, TaskPool.class);
	}

	private PooledTaskParser parser() {
		PooledTaskParser existing = this.parser;
		if (existing == null) {
			existing = new PooledTaskParser(this.knownPools.getObject(), beanFactory()::resolveEmbeddedValue);
			this.parser = existing;
		}
		return existing;
	}

	private ConfigurableListableBeanFactory beanFactory() {
		ConfigurableListableBeanFactory owner = this.beanFactory;
		Assert.state(owner != null, "the bean factory has not been set");
		return owner;
	}

	/**
	 * Calls the interceptor for the methods it knows.
	 */
	private static final class Advisor extends StaticMethodMatcherPointcutAdvisor {

		private static final long serialVersionUID = 1L;

		private final transient PooledTaskInterceptor interceptor;

		Advisor(PooledTaskInterceptor interceptor) {
			super(interceptor);
			this.interceptor = interceptor;
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return this.interceptor.find(method, targetClass) != null;
		}

	}

}
