/**
 * Three ways to lose a worker, to see that the service lives on. Not there unless
 * {@code sample.chaos=true}.
 */
@NullMarked
package dev.poolworks.sample.chaos;

import org.jspecify.annotations.NullMarked;
