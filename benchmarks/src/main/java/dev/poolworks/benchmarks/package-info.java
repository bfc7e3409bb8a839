/**
 * Benchmarks: JMH for thread pools, whole processes for process pools.
 *
 * <pre>
 *  ThreadPoolBenchmark     java -jar benchmarks.jar         a raw ThreadPoolExecutor beside ours
 *  ProcessPoolBenchmark    java -cp benchmarks.jar ...      passes interleaved with the peer, medians, a table
 *  ReliabilityBenchmark    java -cp benchmarks.jar ...      a soak of random failures, and how soon each is over
 * </pre>
 */
@NullMarked
package dev.poolworks.benchmarks;

import org.jspecify.annotations.NullMarked;
