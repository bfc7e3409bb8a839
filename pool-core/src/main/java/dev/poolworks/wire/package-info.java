/**
 * How pool and worker process talk: frames over a transport, values in frames.
 *
 * <pre>
 *  pool                                        worker JVM
 *   │ ◀── HELLO version, token, pid ──────────── │   the token came in by standard input
 *   │ ─── SETUP properties, initializers ──────▶ │
 *   │ ◀── READY | START_FAILED ───────────────── │
 *   │ ─── TASK id, function, argument ─────────▶ │
 *   │ ◁·· acknowledged = id ···················· │   a store in a mapped file, before it decodes
 *   │ ◀── PROGRESS, ITEM_RESULT, ITEM_FAILURE ── │
 *   │ ◀── RESULT | FAILURE id ────────────────── │
 *   │ ─── STOP ────────────────────────────────▶ │
 *
 *  frame:  length (4) │ type (1) │ id (8) │ body (length − 9)      big-endian
 * </pre>
 *
 * Standard input and output are not part of it, but for two things that must work while
 * the worker's only task thread is busy: interrupts go in by standard input, and its end
 * tells the worker that the parent is gone.
 */
@NullMarked
package dev.poolworks.wire;

import org.jspecify.annotations.NullMarked;
