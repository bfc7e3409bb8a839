package dev.poolworks.engine;

import org.jspecify.annotations.Nullable;

/**
 * A worker that is worn out and serves on until its successor is ready: one at a time.
 */
final class Succession {

	private @Nullable EngineWorker retiring;

	private @Nullable EngineWorker successor;

	void begin(EngineWorker retiring, EngineWorker successor) {
		this.retiring = retiring;
		this.successor = successor;
	}

	/**
	 * Takes note that a worker ends: without one of the two there is no succession.
	 * @param worker any worker
	 */
	void ends(EngineWorker worker) {
		if (worker == this.retiring || worker == this.successor) {
			cancel();
		}
	}

	void cancel() {
		this.retiring = null;
		this.successor = null;
	}

	/**
	 * Whether a worker is there only until its successor is ready.
	 * @return whether there is one more than usual
	 */
	boolean isUnderWay() {
		return this.retiring != null;
	}

	/**
	 * The worker that is to end as soon as it is idle.
	 * @return a worker whose successor is ready, or {@code null}
	 */
	@Nullable EngineWorker replaced() {
		EngineWorker successor = this.successor;
		return (successor != null && successor.readyAt != EngineWorker.NEVER) ? this.retiring : null;
	}

}
