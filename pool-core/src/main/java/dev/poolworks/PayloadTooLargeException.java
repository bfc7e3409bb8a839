package dev.poolworks;

/**
 * A task or a result is larger than {@code max-payload}. It was not sent.
 */
public class PayloadTooLargeException extends PoolException {

	private static final long serialVersionUID = 1L;

	private final long sizeBytes;

	private final long limitBytes;

	public PayloadTooLargeException(String message, long sizeBytes, long limitBytes) {
		super(message);
		this.sizeBytes = sizeBytes;
		this.limitBytes = limitBytes;
	}

	/**
	 * The size reached when encoding was given up, in bytes.
	 * @return more than the limit
	 */
	public long sizeBytes() {
		return this.sizeBytes;
	}

	public long limitBytes() {
		return this.limitBytes;
	}

}
