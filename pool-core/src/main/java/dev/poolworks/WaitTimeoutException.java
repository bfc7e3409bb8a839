package dev.poolworks;

/**
 * A caller's own wait ran out. The task goes on.
 */
public class WaitTimeoutException extends PoolException {

	private static final long serialVersionUID = 1L;

	public WaitTimeoutException(String message) {
		super(message);
	}

}
