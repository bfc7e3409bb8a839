/**
 * Benchmarks of the pools. {@code java -jar benchmarks/target/benchmarks.jar} runs all of
 * them, {@code -l} lists them; the default build only compiles them.
 */
@NullMarked
package dev.poolworks.benchmarks;

import org.jspecify.annotations.NullMarked;
