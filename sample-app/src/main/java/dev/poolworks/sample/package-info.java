/**
 * The sample service: a PDF goes in, thumbnails and text come out.
 */
@NullMarked
package dev.poolworks.sample;

import org.jspecify.annotations.NullMarked;
