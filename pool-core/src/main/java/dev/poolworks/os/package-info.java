/**
 * Processes, files and processors.
 *
 * <pre>
 *  pool
 *   └─ worker               POOLWORKS_WORKER=mark in its environment
 *       ├─ child            inherits the mark
 *       │   └─ grandchild   inherits it, and keeps it when its parent has gone
 *       └─ child
 * </pre>
 *
 * A worker ends with everything that it has started: what hangs below it in the tree of
 * processes, and, on Linux, what carries its mark.
 */
@NullMarked
package dev.poolworks.os;

import org.jspecify.annotations.NullMarked;
