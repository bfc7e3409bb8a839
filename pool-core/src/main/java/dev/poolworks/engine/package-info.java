/**
 * All decisions of a pool, without threads, clock or I/O: time is an argument, commands
 * leave through one interface.
 *
 * <pre>
 *  submit, cancel, resize,                                      send, interrupt,
 *  suspend, shutdown      ──▶ ┌─────────────────────────────┐ ──▶ startWorker, stopWorker,
 *  workerReady, itemFinished  │ PoolEngine                  │     killWorker
 *  taskFinished, workerExited │  Entrance: may it come in   │ ──▶ taskEnded, event
 *  tick(now), makeRoom    ──▶ │  TaskLedger: queue, counts  │ ──▶ wakeAt(deadline), terminated
 *                             │  WorkerRoster: who is idle  │ ◀─▶ claimWorker
 *                             │  Assignments: who has what  │
 *                             │  Staffing: who comes, goes  │
 *                             │    Demand: how many, Claims,│
 *                             │    Succession, StartGuard   │
 *                             │  Lifecycle: until when      │
 *                             └─────────────────────────────┘
 * </pre>
 *
 * The engine has one owner at a time; the pool that drives it holds a lock around each
 * event and carries the commands out after releasing it.
 */
@NullMarked
package dev.poolworks.engine;

import org.jspecify.annotations.NullMarked;
