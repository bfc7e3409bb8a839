/**
 * Pools in a Spring Boot application: what an application's own code uses.
 *
 * <pre>
 *  application.yml ──▶ one bean per pool ──▶ &#64;Qualifier("render") TaskPool, PoolRegistry
 *                             ▲
 *  &#64;PooledTask("render") ─────┘  the method runs in the pool
 * </pre>
 */
@NullMarked
package dev.poolworks.spring;

import org.jspecify.annotations.NullMarked;
