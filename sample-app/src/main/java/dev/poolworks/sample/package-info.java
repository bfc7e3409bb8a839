/**
 * The sample service: a PDF goes in, thumbnails and text come out. The packages and who
 * calls whom: <pre>
 *            web                    chaos
 *   HTTP, problem details     loop, memory, halt
 *             |                      |
 *             v                      |
 *          document                  |
 *    pipeline, files, rows           |
 *        |          |                |
 *        v          v                |
 *     render     problem &lt;-----------+
 *  PDFBox, in a   what happened to a document,
 *  worker process in words
 * </pre>
 */
@NullMarked
package dev.poolworks.sample;

import org.jspecify.annotations.NullMarked;
