package dev.poolworks;

import org.jspecify.annotations.Nullable;

/**
 * Stands for an exception of a task that cannot be rebuilt in this JVM: its class is not
 * there, or it holds what cannot be serialized. Message, stack trace and causes are the
 * original's.
 */
public class RemoteTaskException extends PoolException {

	private static final long serialVersionUID = 1L;

	private final String remoteType;

	public RemoteTaskException(String remoteType, @Nullable String remoteMessage, @Nullable Throwable cause) {
		super((remoteMessage != null) ? remoteType + ": " + remoteMessage : remoteType, cause);
		this.remoteType = remoteType;
	}

	/**
	 * The class of the original.
	 * @return a class name
	 */
	public String remoteType() {
		return this.remoteType;
	}

}
