/**
 * Pools whose workers are JVMs of their own.
 *
 * <pre>
 *  ProcessPool ─▶ WorkerProcess ─┬─ LaunchPlan        command line, class path, environment
 *                                ├─ Process           standard input: token, interrupts
 *                                ├─ Connection        tasks and answers
 *                                ├─ TaskAnswers       what it may answer about its task
 *                                ├─ OutputPump × 2    its standard output and error
 *                                ├─ WorkerFate        how far it came, and why it ends
 *                                └─ ProcessDeparture  ─▶ ExitReport    why it ended
 *                                                     ─▶ CrashReports  its hs_err file
 *                                                     ─▶ Reaper        what it left running
 * </pre>
 *
 * One thread owns a worker process from its launch to its end and reads its answers; when
 * an answer is in, the same thread sends the worker its next task.
 */
@NullMarked
package dev.poolworks.process;

import org.jspecify.annotations.NullMarked;
