package dev.poolworks.process;

/**
 * A daemon thread that inherits nothing from the one that makes it, which may be a thread
 * of the application.
 */
final class Daemon extends Thread {

	Daemon(String name, Runnable task) {
		super(null, task, name, 0, false);
		setDaemon(true);
	}

}
