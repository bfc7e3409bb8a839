package dev.poolworks;

/**
 * Where the tasks of a pool are or how they ended, at one instant. The sum of all but the
 * first is the first, always.
 *
 * @param submitted tasks handed to the pool, the rejected ones included
 * @param queued waiting for a worker
 * @param dispatched sent to a worker, not acknowledged
 * @param running acknowledged by a worker
 * @param retrying lost with their worker, waiting to run again
 * @param succeeded returned a value
 * @param failed ended with an exception
 * @param timedOut waited or ran too long
 * @param cancelled cancelled by the caller or a shutdown
 * @param crashed lost with their worker, or without one
 * @param rejected never accepted
 * @param discarded dropped to make room
 */
public record TaskCounts(long submitted, long queued, long dispatched, long running, long retrying, long succeeded,
		long failed, long timedOut, long cancelled, long crashed, long rejected, long discarded) {

	/**
	 * Tasks that are not done.
	 * @return queued, dispatched, running and retrying ones
	 */
	public long pending() {
		return this.queued + this.dispatched + this.running + this.retrying;
	}

	/**
	 * Tasks that were accepted and are done.
	 * @return all but the pending and the rejected ones
	 */
	public long completed() {
		return this.succeeded + this.failed + this.timedOut + this.cancelled + this.crashed + this.discarded;
	}

	/**
	 * Whether every submitted task is accounted for.
	 * @return whether the sum is right
	 */
	public boolean isConsistent() {
		return this.submitted == pending() + completed() + this.rejected;
	}

}
