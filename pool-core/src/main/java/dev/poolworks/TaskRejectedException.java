package dev.poolworks;

import java.util.concurrent.RejectedExecutionException;

/**
 * The pool did not accept a task: it is full or shut down.
 */
public class TaskRejectedException extends RejectedExecutionException {

	private static final long serialVersionUID = 1L;

	public TaskRejectedException(String message) {
		super(message);
	}

}
