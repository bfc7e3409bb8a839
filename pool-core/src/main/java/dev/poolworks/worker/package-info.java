/**
 * The worker JVM: small, and quick to load.
 *
 * <pre>
 *  standard input ──▶ ControlPipe    token, "interrupt N", "stop"; its end ends this JVM
 *                         │
 *                         ▼
 *                     ParentWatch
 *                         │ interrupts
 *                         ▼
 *  connection  ◀────▶ WorkerMain ──▶ TaskExecution    one task after the other,
 *                                                     in the thread that reads them
 * </pre>
 */
@NullMarked
package dev.poolworks.worker;

import org.jspecify.annotations.NullMarked;
