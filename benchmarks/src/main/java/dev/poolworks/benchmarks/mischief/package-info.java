/**
 * Deeds of tasks, threads, processes and users that try to wedge a pool or to make it
 * lie, all of them through the public API.
 *
 * <pre>
 *  Deed      what is done, and to which types of pools
 *    │ in a
 *  Scene     a pool, and the books of what was submitted to it
 *    ▲
 *  Trial     one deed, then: limits hold, tasks succeed, counts add up, the pool ends, nothing is left
 *  Riot      all of them in random order, several at once, on the same pools: totals are exact
 * </pre>
 */
@NullMarked
package dev.poolworks.benchmarks.mischief;

import org.jspecify.annotations.NullMarked;
