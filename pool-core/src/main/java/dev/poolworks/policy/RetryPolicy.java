package dev.poolworks.policy;

/**
 * Whether a task that was lost with its worker runs again.
 */
@FunctionalInterface
public interface RetryPolicy {

	/**
	 * Decides.
	 * @param crash the figures
	 * @return what to do with the task
	 */
	Verdict afterCrash(Crash crash);

	/**
	 * A task that the worker had not acknowledged runs again; one that it had, only if
	 * idempotent and at most {@code retries} times; none that was there at the death of
	 * {@code poisonThreshold} workers.
	 * @param retries further runs after a crash; 0 for none
	 * @param poisonThreshold deaths of workers that condemn a task; from 1
	 * @return the policy
	 */
	static RetryPolicy of(int retries, int poisonThreshold) {
		return (crash) -> {
			boolean wanted = !crash.acknowledged() || (crash.idempotent() && crash.acknowledgedDeaths() <= retries);
			if (crash.deaths() >= poisonThreshold && (wanted || crash.deaths() > 1)) {
				return Verdict.POISON;
			}
			return wanted ? Verdict.RETRY : Verdict.GIVE_UP;
		};
	}

	/**
	 * What to do with a task that was lost.
	 */
	enum Verdict {

		/** Run it again. */
		RETRY,

		/** It fails with {@link dev.poolworks.WorkerCrashedException}. */
		GIVE_UP,

		/** It fails with {@link dev.poolworks.PoisonTaskException}. */
		POISON

	}

	/**
	 * The loss of a task with its worker.
	 *
	 * @param deaths workers that died while they had the task, this one included
	 * @param acknowledgedDeaths those of them that had acknowledged it
	 * @param acknowledged whether this one had
	 * @param idempotent whether the task may run twice
	 */
	record Crash(int deaths, int acknowledgedDeaths, boolean acknowledged, boolean idempotent) {

	}

}
