package dev.poolworks.wire;

import java.io.InvalidObjectException;

/**
 * A value holds an object of a class that its receiver does not take.
 */
public final class RefusedTypeException extends InvalidObjectException {

	private static final long serialVersionUID = 1L;

	RefusedTypeException(String reason) {
		super(reason);
	}

}
