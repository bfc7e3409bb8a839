package dev.poolworks.process;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a pool that nobody has shut down when the JVM ends, so that no worker and no
 * temporary file is left. Armed with the first worker. Thread-safe.
 */
final class ExitHook {

	private final AtomicBoolean armed = new AtomicBoolean();

	private final Thread thread;

	ExitHook(String pool, Runnable end) {
		this.thread = new Thread(end, pool + " exit");
	}

	void arm() {
		if (this.armed.compareAndSet(false, true)) {
			try {
				Runtime.getRuntime().addShutdownHook(this.thread);
			}
			catch (IllegalStateException ex) {
				this.armed.set(false); // the JVM is ending already, workers see the end
										// of their input
			}
		}
	}

	void disarm() {
		if (this.armed.compareAndSet(true, false)) {
			try {
				Runtime.getRuntime().removeShutdownHook(this.thread);
			}
			catch (IllegalStateException ex) {
				this.armed.set(true); // the JVM is ending, the hook runs or has run
			}
		}
	}

}
