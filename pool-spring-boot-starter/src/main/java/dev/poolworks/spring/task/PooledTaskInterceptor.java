package dev.poolworks.spring.task;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;

import dev.poolworks.Task;
import dev.poolworks.TaskContext;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskPool;
import dev.poolworks.TaskRejectedException;
import dev.poolworks.spring.task.BeanInvocation.MethodName;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.BridgeMethodResolver;

/**
 * Turns calls of one bean's methods into tasks. Thread-safe.
 */
final class PooledTaskInterceptor implements MethodInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(PooledTaskInterceptor.class);

	private final String beanName;

	private final Map<Method, PooledTaskMethod> methods;

	private final Function<String, TaskPool> pools;

	PooledTaskInterceptor(String beanName, Map<Method, PooledTaskMethod> methods, Function<String, TaskPool> pools) {
		this.beanName = beanName;
		this.methods = methods;
		this.pools = pools;
	}

	@Nullable PooledTaskMethod find(Method method, Class<?> targetClass) {
		Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
		return this.methods.get(BridgeMethodResolver.findBridgedMethod(specific));
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		PooledTaskMethod task = (target != null) ? find(invocation.getMethod(), AopUtils.getTargetClass(target)) : null;
		if (task == null || target == null) {
			return invocation.proceed();
		}
		Call call = new Call(task, target, invocation.getArguments().clone(), invocation);
		return switch (task.style()) {
			case VALUE -> value(call);
			case VOID -> fireAndForget(call);
			case FUTURE -> future(call);
			case MONO -> ReactorResults.mono(() -> submit(call),
					(task.fallback() != null) ? (failure) -> call.fallBackUnchecked(failure) : null);
			case UNSUPPORTED -> throw new IllegalStateException(task.method() + " was not refused at start-up");
		};
	}

	private @Nullable Object value(Call call) throws Exception {
		try {
			return isOwnThread(call.task()) ? call.proceed() : await(submit(call));
		}
		catch (CallerInterruptedException ex) {
			throw ex.asDeclaredBy(call.task());
		}
		catch (Exception | Error ex) {
			return call.fallBack(ex);
		}
	}

	/**
	 * Whether the caller is a thread of the pool itself. Such a call runs where it is: to
	 * wait for another worker of the same pool is how a full pool comes to a standstill.
	 */
	private static boolean isOwnThread(PooledTaskMethod task) {
		return !task.pool().isProcess()
				&& TaskContext.find().filter((context) -> context.pool().equals(task.pool().name())).isPresent();
	}

	private static @Nullable Object await(Future<@Nullable Object> future) throws Exception {
		try {
			return future.get();
		}
		catch (ExecutionException ex) {
			throw Failures.asException((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (InterruptedException ex) {
			future.cancel(true);
			throw new CallerInterruptedException(ex);
		}
	}

	private @Nullable Object fireAndForget(Call call) throws Exception {
		try {
			submit(call).whenComplete((value, failure) -> {
				if (failure != null) {
					conclude(call, failure);
				}
			});
		}
		catch (TaskRejectedException ex) {
			call.fallBack(ex);
		}
		return null;
	}

	private static void conclude(Call call, Throwable failure) {
		PooledTaskMethod task = call.task();
		if (task.fallback() == null) {
			logger.error("pool '{}': {} failed and nobody waits for it", task.pool().name(), call.name(), failure);
			return;
		}
		try {
			call.fallBack(failure);
		}
		catch (Exception | Error ex) {
			logger.error("pool '{}': {} failed and so did its fallback {}", task.pool().name(), call.name(),
					task.fallback().getName(), ex);
		}
	}

	private @Nullable Object future(Call call) throws Exception {
		TaskFuture<@Nullable Object> future;
		try {
			future = submit(call);
		}
		catch (TaskRejectedException ex) {
			return call.fallBack(ex);
		}
		return (call.task().fallback() != null) ? withFallback(future, call) : future;
	}

	private static CompletableFuture<@Nullable Object> withFallback(TaskFuture<@Nullable Object> future, Call call) {
		CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
		future.whenComplete((value, failure) -> {
			if (failure == null) {
				result.complete(value);
			}
			else if (!result.isDone()) {
				try {
					result.complete(ReturnStyle.FUTURE.value(call.fallBack(failure)));
				}
				catch (Exception | Error ex) {
					result.completeExceptionally(ex);
				}
			}
		});
		result.whenComplete((value, failure) -> future.cancel(true));
		return result;
	}

	private TaskFuture<@Nullable Object> submit(Call call) {
		PooledTaskMethod task = call.task();
		TaskPool pool = this.pools.apply(task.pool().name());
		if (task.pool().isProcess()) {
			return pool.submit(BeanInvocation.RUN, new BeanInvocation(this.beanName, task.targetClass().getName(),
					MethodName.of(task.method()), call.arguments()), task.options(call.arguments()));
		}
		Task<@Nullable Object> here = () -> task.style().value(call.proceed());
		return pool.submit(here, task.options(call.arguments()));
	}

	/**
	 * One call of a method.
	 *
	 * @param task the method
	 * @param target the bean without proxies
	 * @param arguments the arguments
	 * @param invocation the rest of the advice, and the method
	 */
	private record Call(PooledTaskMethod task, Object target, Object[] arguments, MethodInvocation invocation) {

		@Nullable Object proceed() throws Exception {
			try {
				return this.invocation.proceed();
			}
			catch (Throwable ex) {
				throw Failures.asException(ex);
			}
		}

		@Nullable Object fallBack(Throwable failure) throws Exception {
			return this.task.fallBack(this.target, this.arguments, failure);
		}

		@Nullable Object fallBackUnchecked(Throwable failure) {
			try {
				return fallBack(failure);
			}
			catch (RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new CompletionException(ex);
			}
		}

		String name() {
			return String.valueOf(this.task.options(this.arguments).name());
		}

	}

	/**
	 * Keeps an interrupt of the caller apart from an {@link InterruptedException} that
	 * the task has thrown.
	 */
	private static final class CallerInterruptedException extends Exception {

		private static final long serialVersionUID = 1L;

		CallerInterruptedException(InterruptedException cause) {
			super(cause);
		}

		Exception asDeclaredBy(PooledTaskMethod task) {
			if (task.declares(InterruptedException.class) && getCause() instanceof InterruptedException interrupt) {
				return interrupt;
			}
			Thread.currentThread().interrupt();
			CancellationException cancelled = new CancellationException(
					"the caller was interrupted while it waited for " + task.method().getName() + " in the pool '"
							+ task.pool().name() + "'; the task was cancelled");
			cancelled.initCause(getCause());
			return cancelled;
		}

	}

}
