package dev.poolworks.pool;

import dev.poolworks.WorkerExit;
import org.jspecify.annotations.Nullable;

/**
 * What a worker tells its pool. Every report may lead to further commands, to this worker
 * too, before the call returns.
 */
public interface WorkerReports {

	/**
	 * The worker's process exists.
	 * @param pid its id
	 */
	void launched(long pid);

	/**
	 * The worker is able to take a task.
	 */
	void ready();

	/**
	 * A task of several items has done one.
	 * @param task the task
	 */
	void itemFinished(PoolTask<?> task);

	/**
	 * The worker is done with its task, whose answer is set.
	 * @param task the task
	 */
	void finished(PoolTask<?> task);

	/**
	 * The worker is gone, or was never there, because something was thrown. The last
	 * report.
	 * @param failure what
	 */
	void failed(Throwable failure);

	/**
	 * The worker is gone. The last report.
	 * @param exit how its process ended; {@code null} for a thread
	 */
	void exited(@Nullable WorkerExit exit);

	/**
	 * Resident memory was measured.
	 * @param rssBytes bytes
	 */
	void measured(long rssBytes);

}
