/**
 * What an operator sees of the pools: health, metrics and an endpoint.
 *
 * <pre>
 *  TaskPool ── snapshot() ──▶ PoolsHealthContributor           GET /actuator/health
 *     │   ├── snapshot() ──▶ PoolReading ──▶ gauges ─┐
 *     │   │                  (kept 100 ms)           ├─▶ MeterRegistry
 *     │   └── PoolEvent  ──▶ PoolMetrics ──▶ timers ─┘
 *     ├────── PoolEvent  ──▶ PoolEventLog (last 100) ─┐
 *     └────── snapshot(), workers() ──────────────────┴─▶ PoolsEndpoint   GET /actuator/pools
 *     ◀────── resize(), suspend(), resume() ◀──────────── PoolChanges ◀──┘ POST
 * </pre>
 *
 * Each of the three works without the libraries of the other two. Only the write
 * operations of the endpoint change a pool; whoever runs the application opens them.
 */
@NullMarked
package dev.poolworks.spring.actuate;

import org.jspecify.annotations.NullMarked;
