/**
 * {@code @PooledTask}: calls of bean methods become tasks.
 *
 * <pre>
 *  bean ──▶ PooledTaskBeanPostProcessor ──PooledTaskParser──▶ PooledTaskMethod (checked)
 *                    │ proxy, outermost advice
 *                    ▼
 *  call ──▶ PooledTaskInterceptor ──┬─ thread pool ──▶ the same bean, another thread
 *                                   └─ process pool ─▶ BeanInvocation ──▶ worker JVM: WorkerBeans, method
 * </pre>
 *
 * Being the outermost advice, the call changes its thread or process before a transaction
 * begins or a cache is asked: those belong to the side where the method runs.
 */
@NullMarked
package dev.poolworks.spring.task;

import org.jspecify.annotations.NullMarked;
