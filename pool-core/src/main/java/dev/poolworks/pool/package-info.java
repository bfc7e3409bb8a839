/**
 * What every kind of pool shares: the thin shell around the engine.
 *
 * <pre>
 *  submit ─▶ AbstractTaskPool ─▶ EngineDriver ── lock ──▶ PoolEngine
 *                │                   │  commands, after the lock is released
 *                ▼                   ├─▶ WorkerHandle   start, send, interrupt, stop, kill
 *            PoolTask ◀──────────────┤◀─ WorkerReports  ready, started, finished, exited
 *                │ conclude          ├─▶ listeners
 *                ▼                   └─▶ PoolTimer ─▶ tick
 *           PooledFuture ─▶ Completer: dependents and callbacks
 * </pre>
 *
 * The driver's lock is the only lock of a pool that anything is called under: the engine
 * and its policies.
 */
@NullMarked
package dev.poolworks.pool;

import org.jspecify.annotations.NullMarked;
