package dev.poolworks.spring.task;

import java.lang.reflect.UndeclaredThrowableException;

/**
 * Throws what methods called by reflection have thrown. Stateless.
 */
final class Failures {

	private Failures() {
	}

	/**
	 * A throwable as something that may be thrown where exceptions are declared.
	 * @param failure what was thrown
	 * @return the same, if it is an exception
	 * @throws Error the same, if it is an error
	 */
	static Exception asException(Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		return (failure instanceof Exception exception) ? exception : new UndeclaredThrowableException(failure);
	}

}
