package dev.poolworks.engine;

import dev.poolworks.PoolEvent;

/**
 * Asks for what one more worker needs, which others may have taken up: not again and
 * again, and tells once that it was refused.
 */
final class Claims {

	/** How soon to ask again after a refusal. */
	private static final long PAUSE_NANOS = 250_000_000L;

	private final EngineOutput output;

	private long nextAt;

	private boolean refused;

	Claims(EngineOutput output) {
		this.output = output;
	}

	/**
	 * Asks for one more worker, which is to be started if it is granted.
	 * @param urgent whether there is no worker, but tasks
	 * @param now the time
	 * @return whether it is granted
	 */
	boolean isGranted(boolean urgent, long now) {
		String refusal = null;
		if (now >= this.nextAt) {
			refusal = this.output.claimWorker(urgent);
			if (refusal == null) {
				this.refused = false;
				return true;
			}
			this.nextAt = now + PAUSE_NANOS;
		}
		if (!this.refused) {
			this.refused = true;
			this.output.event(new PoolEvent.Changed("growth refused: " + refusal));
		}
		this.output.wakeAt(this.nextAt);
		return false;
	}

	/**
	 * Asks for one more worker that can be done without.
	 * @return whether it is granted
	 */
	boolean isSpare() {
		boolean granted = this.output.claimWorker(false) == null;
		if (granted) {
			roomMade();
		}
		return granted;
	}

	/**
	 * Asks again without a pause: others have given something back.
	 */
	void roomMade() {
		this.nextAt = 0;
	}

}
