/**
 * Elasticity in virtual time: scaling policies, ours in the real engine and others in a
 * model of a pool, under the same loads.
 *
 * <pre>
 *  Load: arrivals, service times ─▶ World: virtual time, cores, start times ─▶ Tally ─▶ Outcome
 *                                     │            │                                     │
 *                              EnginePool      ModelPool                          Report, Plot
 *                              real PoolEngine Peer: php-fpm, Celery, uWSGI ...
 *                              ScalingPolicy
 *                                                       Oracle: knows the load beforehand
 * </pre>
 *
 * Nothing of this reads a clock or starts a thread: a seed gives the same figures each
 * time. Real pools go through the same book, at the end of their run:
 *
 * <pre>
 *  Load ─▶ RealPool: ProcessPool, clock ─▶ Recording ─▶ Replay: virtual time ─▶ Tally ─▶ Outcome
 *    │                                                                                     │
 *    └──▶ EnginePool, on the Machine that Calibration has measured ──────▶ Outcome ─▶ Report, Plot
 * </pre>
 */
@NullMarked
package dev.poolworks.benchmarks.elasticity;

import org.jspecify.annotations.NullMarked;
