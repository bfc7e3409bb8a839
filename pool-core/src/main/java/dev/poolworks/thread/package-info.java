/**
 * Pools whose workers are threads of this JVM.
 *
 * <pre>
 *  ThreadPool ── THREAD ──▶ ThreadWorker    one platform thread, parked between tasks
 *             └─ VIRTUAL ─▶ VirtualWorker   a place; each task gets a new virtual thread
 * </pre>
 */
@NullMarked
package dev.poolworks.thread;

import org.jspecify.annotations.NullMarked;
