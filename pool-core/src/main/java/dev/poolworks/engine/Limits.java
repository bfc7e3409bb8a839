package dev.poolworks.engine;

/**
 * Judges at each tick whose time is up: tasks that wait or run, workers that start, stop
 * or do not take up what they were sent.
 */
final class Limits {

	private final TaskLedger tasks;

	private final WorkerRoster workers;

	private final Assignments assignments;

	private final Pause pause = new Pause();

	Limits(TaskLedger tasks, WorkerRoster workers, Assignments assignments) {
		this.tasks = tasks;
		this.workers = workers;
		this.assignments = assignments;
	}

	/**
	 * Judges, unless the process has just stood still: then as soon as what happened
	 * meanwhile is known.
	 * @param asked when this tick was asked for
	 * @param now the time
	 * @return when to look again, or {@link EngineWorker#NEVER}
	 */
	long judge(long asked, long now) {
		long retryDue = this.tasks.retryDue(now);
		long stood = this.pause.noticed(asked, now);
		if (stood > 0) {
			for (EngineWorker worker : this.workers.alive()) {
				this.assignments.stoodStill(worker, stood, now);
			}
		}
		if (now < this.pause.over()) {
			return Math.min(retryDue, this.pause.over());
		}
		this.tasks.endOverdue(now);
		long next = Math.min(retryDue, this.tasks.firstQueueDeadline());
		for (EngineWorker worker : this.workers.alive()) {
			next = Math.min(next, this.assignments.enforceLimits(worker, now));
		}
		return next;
	}

}
