package dev.poolworks.engine;

import dev.poolworks.PoolEvent;
import org.jspecify.annotations.Nullable;

/**
 * The engine's commands. The engine calls these while it handles an event; whoever
 * implements them must not call the engine back from within, and must not throw: an event
 * would end half-way. What cannot be done becomes something the engine knows. A worker
 * that cannot be started or be sent its task has exited, a claim that fails is refused,
 * what is to happen later and fails is tried again.
 */
public interface EngineOutput {

	/**
	 * Asks for what one more worker needs. If it is granted, {@link #startWorker}
	 * follows; it is given back once {@link PoolEngine#workerExited} was told.
	 * @param urgent whether the pool has no worker, but tasks
	 * @return {@code null} if it is granted, or else why it is not
	 */
	default @Nullable Refusal claimWorker(boolean urgent) {
		return null;
	}

	/**
	 * Start a worker; answer with {@link PoolEngine#workerReady} or
	 * {@link PoolEngine#workerExited}.
	 * @param worker the worker
	 */
	void startWorker(EngineWorker worker);

	/**
	 * Hand the worker a task; answer with {@link PoolEngine#taskFinished}.
	 * @param worker an idle worker
	 * @param task the task
	 */
	void send(EngineWorker worker, EngineTask task);

	/**
	 * Ask a task to stop.
	 * @param worker the worker that has it
	 * @param task the task
	 */
	void interrupt(EngineWorker worker, EngineTask task);

	/**
	 * Ask an idle worker to end; answer with {@link PoolEngine#workerExited}.
	 * @param worker the worker
	 */
	void stopWorker(EngineWorker worker);

	/**
	 * End a worker by force; answer with {@link PoolEngine#workerExited}.
	 * @param worker the worker
	 * @param reason why, in one or two words
	 */
	void killWorker(EngineWorker worker, String reason);

	/**
	 * A task is done. Called once for each accepted task.
	 * @param task the task
	 * @param end how it ended
	 */
	void taskEnded(EngineTask task, TaskEnd end);

	/**
	 * Something worth telling happened.
	 * @param event what
	 */
	void event(PoolEvent event);

	/**
	 * Call {@link PoolEngine#tick} at this time or soon after; an earlier call does no
	 * harm.
	 * @param nanos the time, on the engine's clock
	 */
	void wakeAt(long nanos);

	/**
	 * No task is pending and no worker is left, for ever.
	 */
	void terminated();

}
