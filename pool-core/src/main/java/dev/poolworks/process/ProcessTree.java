package dev.poolworks.process;

import java.util.List;

/**
 * Ends a process with all its descendants.
 */
final class ProcessTree {

	private ProcessTree() {
	}

	/**
	 * Kills a process first, so that it starts no further children, and then those it
	 * had.
	 * @param process the process
	 */
	static void kill(ProcessHandle process) {
		List<ProcessHandle> descendants = process.descendants().toList();
		process.destroyForcibly();
		for (ProcessHandle descendant : descendants) {
			descendant.descendants().forEach(ProcessHandle::destroyForcibly);
			descendant.destroyForcibly();
		}
	}

}
