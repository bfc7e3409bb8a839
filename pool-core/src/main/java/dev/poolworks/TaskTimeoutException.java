package dev.poolworks;

import java.time.Duration;

/**
 * A task waited or ran longer than it was granted. If it ran, the stack trace says where
 * it was when its time was up: its frames, a line with the worker, the frames of whoever
 * waited for it.
 */
public class TaskTimeoutException extends PoolException {

	private static final long serialVersionUID = 1L;

	private final Phase phase;

	private final Duration granted;

	private final Duration elapsed;

	public TaskTimeoutException(String message, Phase phase, Duration granted, Duration elapsed) {
		super(message);
		this.phase = phase;
		this.granted = granted;
		this.elapsed = elapsed;
	}

	/**
	 * What took too long.
	 * @return waiting or running
	 */
	public Phase phase() {
		return this.phase;
	}

	public Duration granted() {
		return this.granted;
	}

	public Duration elapsed() {
		return this.elapsed;
	}

	/**
	 * What a limit was set for.
	 */
	public enum Phase {

		/** Waiting for a worker. */
		QUEUE,

		/** Running. */
		RUN

	}

}
