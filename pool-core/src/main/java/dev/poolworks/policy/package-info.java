/**
 * Decisions as pure functions: from figures to a verdict, without state, clock or I/O.
 *
 * <pre>
 *  queue full?      RejectionPolicy     how many workers?  ScalingPolicy
 *  worker lost?     RetryPolicy         worker too old?    RecyclePolicy
 *  worker can't start?  StartPolicy
 * </pre>
 */
@NullMarked
package dev.poolworks.policy;

import org.jspecify.annotations.NullMarked;
