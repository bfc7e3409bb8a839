package dev.poolworks.pool;

import dev.poolworks.engine.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What workers need and pools share, such as memory: each worker is claimed before it
 * starts and released when it is gone. Thread-safe.
 */
public interface WorkerClaims {

	/** There is enough of everything. */
	WorkerClaims UNLIMITED = (urgent) -> null;

	/**
	 * Sets aside what one more worker needs. Called under the pool's lock: must be quick,
	 * and not call a pool.
	 * @param urgent whether the pool has no worker, but tasks
	 * @return {@code null} if that is done, or else why it is not
	 */
	@Nullable Refusal claim(boolean urgent);

	/**
	 * A claim was refused, and that will not pass by itself: others may be asked to make
	 * room. Called without a lock.
	 * @param urgent as in the claim
	 */
	default void refused(boolean urgent) {
	}

	/**
	 * The start of a worker is over: it is ready, or gone before. Called once for each
	 * claim that was granted, without a lock.
	 */
	default void started() {
	}

	/**
	 * A worker is gone. Called once for each claim that was granted, without a lock.
	 */
	default void released() {
	}

}
