/**
 * What went wrong with a document, in words for the person who sent it (RFC 9457).
 */
@NullMarked
package dev.poolworks.sample.problem;

import org.jspecify.annotations.NullMarked;
