package dev.poolworks.engine;

import java.util.function.BiPredicate;

import dev.poolworks.TaskState;

/**
 * Which of the tasks that were sent their workers have begun: from there on they may have
 * had effects. Workers do not report that, they leave a mark, which is looked at when it
 * matters. As everything of the engine, to be used by its owner.
 */
public final class Acknowledgements {

	private final WorkerRoster workers;

	private final TaskLedger tasks;

	Acknowledgements(WorkerRoster workers, TaskLedger tasks) {
		this.workers = workers;
		this.tasks = tasks;
	}

	/**
	 * Looks at all workers.
	 * @param hasBegun whether a worker has acknowledged its task; must not throw
	 */
	public void look(BiPredicate<EngineWorker, EngineTask> hasBegun) {
		for (EngineWorker worker : this.workers.alive()) {
			look(worker, hasBegun);
		}
	}

	/**
	 * Looks at one worker.
	 * @param worker the worker
	 * @param hasBegun whether it has acknowledged its task; must not throw
	 */
	public void look(EngineWorker worker, BiPredicate<EngineWorker, EngineTask> hasBegun) {
		EngineTask task = worker.task;
		if (task != null && task.state() == TaskState.DISPATCHED && hasBegun.test(worker, task)) {
			this.tasks.running(task);
		}
	}

}
