/**
 * What every kind of pool shares: the thin shell around the engine.
 *
 * <pre>
 *  submit ─▶ AbstractTaskPool ─▶ EngineDriver ── lock ──▶ PoolEngine
 *                │                   │  commands, after the lock is released
 *                ▼                   ├─▶ WorkerHandle   start, send, interrupt, stop, kill
 *            PoolTask ◀──────────────┤◀─ WorkerReports  launched, ready, itemFinished, finished,
 *                │ conclude          │                  exited, failed, measured
 *                │                   ├─▶ listeners
 *                ▼                   └─▶ PoolTimer ─▶ tick
 *           PooledFuture ─▶ Completer: dependents and callbacks
 * </pre>
 *
 * The driver's lock guards the engine and nothing else; futures, maps and completers have
 * locks of their own, which are taken without it or, as the innermost, within it. Under
 * it run the engine with its policies, and what these need at once: a claim, the
 * constructor of a worker, the mark a worker leaves when it begins a task, the start and
 * unparking of the timer. None of them may call the pool back, which is refused. Whatever
 * else there is to do becomes a command, and is carried out when the lock is released.
 *
 * <p>
 * Whatever is thrown, by foreign code or by a machine without memory or threads, costs at
 * most what it came from: {@code Commands} carries a batch out to its end,
 * {@code GuardedWorker} makes of a handle that throws a worker that is gone,
 * {@code Attendance} sees to the threads without which no limit would hold.
 */
@NullMarked
package dev.poolworks.pool;

import org.jspecify.annotations.NullMarked;
