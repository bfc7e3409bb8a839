package dev.poolworks.policy;

import dev.poolworks.PoolSnapshot;

/**
 * What becomes of a task when the queue is full.
 */
@FunctionalInterface
public interface RejectionPolicy {

	/**
	 * Decides. Called under the pool's lock: must be quick and must not call the pool.
	 * @param pool the full pool
	 * @return what to do
	 */
	Verdict whenFull(PoolSnapshot pool);

	/**
	 * Throws {@link dev.poolworks.TaskRejectedException}; the default.
	 * @return the policy
	 */
	static RejectionPolicy abort() {
		return (pool) -> Verdict.ABORT;
	}

	/**
	 * Lets the submitting thread wait for room.
	 * @return the policy
	 */
	static RejectionPolicy block() {
		return (pool) -> Verdict.BLOCK;
	}

	/**
	 * Lets the submitting thread run the task itself. Refused for process pools: it would
	 * run the dangerous work in the parent.
	 * @return the policy
	 */
	static RejectionPolicy callerRuns() {
		return (pool) -> Verdict.CALLER_RUNS;
	}

	/**
	 * Drops the oldest waiting task of the lowest priority for the new one. A task that a
	 * worker takes as soon as it has started does not count as waiting, as in the JDK's
	 * pool, where the new thread has it from the beginning; where only such tasks wait,
	 * the new one is rejected. A task that came back from a lost worker is dropped last.
	 * @return the policy
	 */
	static RejectionPolicy discardOldest() {
		return (pool) -> Verdict.DISCARD_OLDEST;
	}

	/**
	 * What to do with a task for which there is no room.
	 */
	enum Verdict {

		/** Reject it. */
		ABORT,

		/** Wait for room. */
		BLOCK,

		/** Run it in the calling thread. */
		CALLER_RUNS,

		/** Drop the oldest waiting task of the lowest priority. */
		DISCARD_OLDEST

	}

}
