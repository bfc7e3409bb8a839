package dev.poolworks.engine;

import dev.poolworks.PoolState;

/**
 * Sources of tasks that were handed to the pool and are not used up, such as the input of
 * a map. What comes out of them counts as submitted when the feed was opened: a pool that
 * drains takes it in and waits for the feeds to be closed, one that ends otherwise turns
 * it away.
 */
public final class Feeds {

	private int open;

	private boolean refused;

	/**
	 * Opens a feed. As everything here, to be called by the engine's owner.
	 * @param state the pool's state
	 * @param fed whether what is to be fed comes out of another feed that is open
	 * @return whether the pool takes tasks of this feed in; if not, nothing is open
	 */
	public boolean open(PoolState state, boolean fed) {
		boolean admitted = admits(state, fed);
		if (admitted) {
			this.open++;
		}
		return admitted;
	}

	/**
	 * Closes a feed. {@link PoolEngine#tick} must follow.
	 */
	public void close() {
		if (this.open == 0) {
			throw new IllegalStateException("no feed is open");
		}
		this.open--;
	}

	void refuse() {
		this.refused = true;
	}

	/**
	 * Whether something may still come out of a feed.
	 * @return whether a pool that drains waits for one
	 */
	public boolean awaited() {
		return this.open > 0 && !this.refused;
	}

	boolean admits(PoolState state, boolean fed) {
		return state == PoolState.RUNNING || (fed && state == PoolState.SHUTDOWN && !this.refused);
	}

}
