package dev.poolworks.process;

/**
 * Where the standard output and error of worker processes go.
 */
public enum WorkerOutput {

	/**
	 * Into the log, each line under the worker's name; to this process's own output if
	 * there is no logging provider.
	 */
	LOG,

	/** To this process's own output. */
	INHERIT,

	/** Nowhere; the last lines are kept for the message of a crash. */
	DISCARD

}
