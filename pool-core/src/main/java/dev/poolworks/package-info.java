/**
 * The API: named pools whose workers are threads, virtual threads or processes.
 *
 * <pre>
 *  your code ── submit / map ──▶ TaskPool ──▶ worker (thread | virtual thread | JVM)
 *      ▲                            │
 *      └── TaskFuture, TaskResults ◀┘      PoolSnapshot, PoolEvent: what the pool is doing
 * </pre>
 *
 * Everything here depends on the JDK alone. The factories are
 * {@code dev.poolworks.thread.ThreadPool} and {@code dev.poolworks.process.ProcessPool}.
 */
@NullMarked
package dev.poolworks;

import org.jspecify.annotations.NullMarked;
