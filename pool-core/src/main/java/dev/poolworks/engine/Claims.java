package dev.poolworks.engine;

import org.jspecify.annotations.Nullable;

/**
 * Asks for what one more worker needs, which others may have taken up: not again and
 * again, and tells that it was refused.
 */
final class Claims {

	/** How soon to ask again after a refusal. */
	private static final long PAUSE_NANOS = 250_000_000L;

	private final EngineOutput output;

	private final Decisions decisions;

	private long nextAt;

	private long nextExtraAt;

	private @Nullable String untold;

	Claims(EngineOutput output, Decisions decisions) {
		this.output = output;
		this.decisions = decisions;
	}

	/**
	 * Asks for one more worker, which is to be started if it is granted.
	 * @param urgent whether there is no worker, but tasks
	 * @param now the time
	 * @return whether it is granted
	 */
	boolean isGranted(boolean urgent, long now) {
		if (now >= this.nextAt) {
			Refusal refusal = this.output.claimWorker(urgent);
			if (refusal == null) {
				this.nextExtraAt = 0;
				return true;
			}
			this.nextAt = now + PAUSE_NANOS;
			this.untold = refusal.passing() ? null : refusal.reason();
		}
		this.output.wakeAt(this.nextAt);
		return false;
	}

	/**
	 * Tells of the last refusal, if it is not told yet.
	 * @param have how many workers there are
	 * @param now the time
	 */
	void tell(int have, long now) {
		String reason = this.untold;
		if (reason != null) {
			this.untold = null;
			this.decisions.held(have, Decisions.BUDGET, reason, now);
		}
	}

	/**
	 * Asks for one more worker that can be done without.
	 * @return whether it is granted
	 */
	boolean isExtraGranted() {
		Refusal refusal = this.output.claimWorker(false);
		if (refusal == null) {
			roomMade();
		}
		return refusal == null;
	}

	/**
	 * As {@link #isExtraGranted()}, but after a refusal not again at once.
	 * @param now the time
	 * @return whether it is granted
	 */
	boolean isExtraGranted(long now) {
		if (now >= this.nextExtraAt) {
			if (isExtraGranted()) {
				return true;
			}
			this.nextExtraAt = now + PAUSE_NANOS;
		}
		this.output.wakeAt(this.nextExtraAt);
		return false;
	}

	/**
	 * Asks again without a pause: others have given something back.
	 */
	void roomMade() {
		this.nextAt = 0;
		this.nextExtraAt = 0;
	}

}
