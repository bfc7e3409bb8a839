/**
 * Documents: taken in, worked through, kept. <pre>
 *   upload -&gt; files, row QUEUED -&gt; count pages -&gt; RENDERING -&gt; page by page -&gt; DONE
 *                                      |                          |   ^        FAILED
 *                                      |        a few at a time   v   |
 *                                  [ pool render ]           [ pool render ]
 *                                                                 |
 *                                                             [ pool io ]
 *                                                       image and text to disk,
 *                                                       then the row of the page
 * </pre> The row is written last: a page with a row is finished, a page without one is
 * still to be done. That is all a restart needs to know.
 */
@NullMarked
package dev.poolworks.sample.document;

import org.jspecify.annotations.NullMarked;
