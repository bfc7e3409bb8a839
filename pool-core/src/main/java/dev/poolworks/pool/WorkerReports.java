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
	 * The worker has ended, or is about to, and something of it will still have to be
	 * cleared away when its end is reported: the pool does not end before
	 * {@link #cleared()}, which must follow.
	 */
	void leaves();

	/**
	 * Nothing is left of the worker. After {@link #leaves()} and {@link #exited}, in the
	 * order of the calls.
	 */
	void cleared();

	/**
	 * The worker is gone. The last report, but for {@link #cleared()}.
	 * @param exit how its process ended; {@code null} for a thread
	 */
	void exited(@Nullable WorkerExit exit);

	/**
	 * Resident memory was measured.
	 * @param rssBytes bytes
	 */
	void measured(long rssBytes);

}
