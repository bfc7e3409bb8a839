/**
 * From {@code application.yml} to beans.
 *
 * <pre>
 *  Environment ──bind──▶ PoolProperties ──merge defaults, check──▶ PoolDefinition (one per pool)
 *                                                                       │
 *  PoolAutoConfiguration ──&#64;Import──▶ PoolBeanRegistrar ──one bean each──┘
 *                                           │ when the bean is asked for
 *                                           ▼
 *  ProcessBudget ──▶ EffectiveSettings ──▶ PoolFactory ──▶ ThreadPool | ProcessPool ──▶ PoolLifecycle (start, stop)
 *                           ▲                                   ▲
 *  changed Environment ──▶ ChangedProperties ──── resize() ─────┘
 * </pre>
 */
@NullMarked
package dev.poolworks.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
