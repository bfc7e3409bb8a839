package dev.poolworks.os;

import java.util.List;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The signals that ask a process to end: INT, TERM and HUP.
 */
public final class EndSignals {

	private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

	private EndSignals() {
	}

	/**
	 * From here on this JVM does not end by them. A handler that does nothing takes them;
	 * they are not ignored, because the processes that this one starts would inherit
	 * that, and {@link Process#destroy()} could not end them any more.
	 * @return whether that is so; {@code false} where the JVM may not handle signals
	 * ({@code -Xrs}), has no module {@code jdk.unsupported}, or does not know one of them
	 */
	public static boolean outlive() {
		boolean outlived = true;
		for (String name : NAMES) {
			outlived &= outlive(name);
		}
		return outlived;
	}

	private static boolean outlive(String name) {
		try {
			Signal.handle(new Signal(name), new Indifference());
			return true;
		}
		catch (IllegalArgumentException | LinkageError ex) {
			return false;
		}
	}

	/** No lambda: the first one of a JVM takes longer than all the rest of this. */
	private static final class Indifference implements SignalHandler {

		@Override
		public void handle(Signal signal) {
			// whoever sent it means the application
		}

	}

}
