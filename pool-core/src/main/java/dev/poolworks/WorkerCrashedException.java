package dev.poolworks;

import java.util.Objects;

/**
 * The worker process ended while it had the task. The pool replaces the worker; no other
 * task is affected.
 */
public class WorkerCrashedException extends PoolException {

	private static final long serialVersionUID = 1L;

	private final WorkerExit exit;

	public WorkerCrashedException(String message, WorkerExit exit) {
		super(message);
		this.exit = Objects.requireNonNull(exit, "exit");
	}

	/**
	 * How the worker ended: pid, exit code, signal, uptime, tasks done, tail of standard
	 * error, path and head of the JVM's crash report.
	 * @return the end
	 */
	public WorkerExit exit() {
		return this.exit;
	}

}
