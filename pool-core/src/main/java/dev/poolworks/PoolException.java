package dev.poolworks;

import org.jspecify.annotations.Nullable;

/**
 * What the pool itself, not the task, has to say. The message has the fact, the figures
 * of the moment and the cure.
 */
public class PoolException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public PoolException(String message) {
		super(message);
	}

	public PoolException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
