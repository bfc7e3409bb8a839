package dev.poolworks.engine;

/**
 * Words of foreign objects, whose {@code toString} may throw as well.
 */
final class Texts {

	private Texts() {
	}

	/**
	 * Names a failure.
	 * @param failure what was thrown
	 * @return its own words, or its type if it has none
	 */
	static String of(Throwable failure) {
		try {
			return String.valueOf(failure);
		}
		catch (Throwable ex) {
			return failure.getClass().getName();
		}
	}

}
