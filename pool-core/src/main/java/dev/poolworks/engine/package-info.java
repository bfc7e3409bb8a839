/**
 * All decisions of a pool, without threads, clock or I/O: time is an argument, commands
 * leave through one interface.
 *
 * <pre>
 *  submit, cancel, resize,                                     send, interrupt,
 *  suspend, shutdown     ──▶ ┌────────────────────────────┐ ──▶ startWorker, stopWorker,
 *  workerReady, taskStarted  │ PoolEngine                 │     killWorker
 *  taskFinished, workerExited│   TaskLedger: queue, counts│ ──▶ taskEnded, event
 *  tick(now)             ──▶ │   WorkerRoster: who is idle│ ──▶ wakeAt(deadline), terminated
 *                            └────────────────────────────┘
 * </pre>
 *
 * The engine has one owner at a time; the pool that drives it holds a lock around each
 * event and carries the commands out after releasing it.
 */
@NullMarked
package dev.poolworks.engine;

import org.jspecify.annotations.NullMarked;
