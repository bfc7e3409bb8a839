package dev.poolworks;

import org.jspecify.annotations.Nullable;

/**
 * The pool's workers cannot start. It tries again after a while, by itself.
 */
public class PoolBrokenException extends PoolException {

	private static final long serialVersionUID = 1L;

	public PoolBrokenException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
