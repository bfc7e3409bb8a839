package dev.poolworks.spring.actuate;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * A change was asked for that cannot be made.
 */
final class RefusedChangeException extends InvalidEndpointRequestException {

	private static final long serialVersionUID = 1L;

	private final transient RefusedChange refusal;

	private final boolean conflict;

	/**
	 * Creates the exception.
	 * @param refusal the answer
	 * @param conflict whether it is the state of the pool that stands against it
	 */
	RefusedChangeException(RefusedChange refusal, boolean conflict) {
		super(refusal.error() + "; " + refusal.state() + "; " + refusal.cure(), refusal.error());
		this.refusal = refusal;
		this.conflict = conflict;
	}

	RefusedChange refusal() {
		return this.refusal;
	}

	boolean isConflict() {
		return this.conflict;
	}

}
