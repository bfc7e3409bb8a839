package dev.poolworks.engine;

/**
 * An invariant was broken.
 */
final class SimulationFailure extends AssertionError {

	private static final long serialVersionUID = 1L;

	private final Invariant invariant;

	SimulationFailure(Invariant invariant, String message, Throwable cause) {
		super(invariant + ": " + message, cause);
		this.invariant = invariant;
	}

	Invariant invariant() {
		return this.invariant;
	}

	static void require(boolean condition, Invariant invariant, Object... facts) {
		if (!condition) {
			StringBuilder text = new StringBuilder();
			for (Object fact : facts) {
				text.append(fact).append(' ');
			}
			throw new SimulationFailure(invariant, text.toString(), null);
		}
	}

}
