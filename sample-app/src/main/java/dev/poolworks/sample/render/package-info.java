/**
 * All that touches the inside of a PDF. It runs in the worker processes of the pool
 * {@code render}; a document that hangs, crashes or bloats takes its worker with it and
 * nothing else: <pre>
 *   service JVM                      worker JVM
 *   page(path, 3) --- path, 3 ---&gt;   PDFBox opens the file, draws page 3
 *   future        &lt;-- PNG, text ---
 * </pre> Only the path crosses on the way there, and one page on the way back. Nothing
 * here may depend on the database: a worker must never open it.
 */
@NullMarked
package dev.poolworks.sample.render;

import org.jspecify.annotations.NullMarked;
