/**
 * The Spring context inside a worker JVM.
 *
 * <pre>
 *  application                                        worker JVM
 *  SpringApplication ─prepared─▶ WorkerApplication ──serialized──▶ WorkerContextInitializer
 *                                (sources, profiles,                    │ quiet, lazy, below forced properties
 *                                 property sources)                     ▼
 *                                                                ApplicationContext
 *  &#64;PooledTask call ──▶ BeanInvocation ──────────────────────────────▶ │ bean of the same name
 * </pre>
 *
 * A worker computes, it does not serve: its context has no web server, runs no runner and
 * no schedule, starts no {@code Lifecycle} bean and announces no application events.
 */
@NullMarked
package dev.poolworks.spring.worker;

import org.jspecify.annotations.NullMarked;
