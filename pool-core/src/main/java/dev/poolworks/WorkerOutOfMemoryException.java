package dev.poolworks;

/**
 * The worker process ran out of memory while it had the task.
 */
public class WorkerOutOfMemoryException extends WorkerCrashedException {

	private static final long serialVersionUID = 1L;

	public WorkerOutOfMemoryException(String message, WorkerExit exit) {
		super(message, exit);
	}

}
