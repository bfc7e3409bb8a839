package dev.poolworks.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Makes calls of a bean's method tasks of a pool. In a thread pool the method runs on the
 * same bean in another thread; in a process pool it runs in a worker JVM, on the bean of
 * the same name in the worker's own Spring context, and arguments and result travel by
 * serialization.
 * <p>
 * The return type decides who waits. A plain value: the caller, and the timeout holds; an
 * interrupt of the caller cancels the task. {@code void}: nobody; a failure is logged and
 * counted. {@code Future}, {@code CompletionStage}, {@code CompletableFuture},
 * {@code TaskFuture}, Reactor's {@code Mono}: who uses it. A {@code Mono} submits a task
 * for each subscription.
 * <p>
 * Only calls from other beans are seen, as with every advice by proxy: a call of
 * {@code this.method()} runs in its caller's thread. An unknown pool, another return
 * type, a missing fallback, {@code final}, {@code private} and static methods and types
 * that can never be serialized are found when the application starts.
 */
@Documented
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface PooledTask {

	/**
	 * Alias for {@link #pool}.
	 * @return the name of the pool
	 */
	@AliasFor("pool")
	String value() default "";

	/**
	 * The pool, as in {@code pool.executors.<name>}. Placeholders are resolved.
	 * @return the name of the pool
	 */
	@AliasFor("value")
	String pool() default "";

	/**
	 * Longest run time, such as {@code 5s}; empty: the pool's {@code task-timeout}.
	 * Placeholders are resolved.
	 * @return a duration in Spring Boot's notation
	 */
	String timeout() default "";

	/**
	 * Longest wait for a worker, such as {@code 1s}; empty: the pool's
	 * {@code queue-timeout}. Placeholders are resolved.
	 * @return a duration in Spring Boot's notation
	 */
	String queueTimeout() default "";

	/**
	 * Higher runs first, equal ones in the order of submission.
	 * @return the priority
	 */
	int priority() default 0;

	/**
	 * How log, errors and the endpoint call the task; empty: class and method.
	 * {@code {0}} stands for the first argument, and so on. Other placeholders are
	 * resolved when the application starts.
	 * @return the name
	 */
	String name() default "";

	/**
	 * A method of the same class that is called when the task fails, for whatever reason
	 * but a cancellation by the caller: with the same parameters and a {@link Throwable},
	 * and a result of the same type. It runs in the application, not in the pool.
	 * @return the name of the method; empty: failures reach the caller
	 */
	String fallback() default "";

	/**
	 * Whether the task may run again after its worker died.
	 * @return whether running it twice does no harm
	 */
	boolean idempotent() default false;

}
