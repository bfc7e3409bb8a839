package dev.poolworks;

import java.util.List;

/**
 * The task has been there at the death of so many workers that it is not run again.
 */
public class PoisonTaskException extends WorkerCrashedException {

	private static final long serialVersionUID = 1L;

	private final List<WorkerExit> exits;

	public PoisonTaskException(String message, List<WorkerExit> exits) {
		super(message, exits.get(exits.size() - 1));
		this.exits = List.copyOf(exits);
	}

	/**
	 * The deaths, the first one first.
	 * @return at least one
	 */
	public List<WorkerExit> exits() {
		return this.exits;
	}

}
