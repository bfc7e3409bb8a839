package dev.poolworks.pool;

import org.jspecify.annotations.Nullable;

/**
 * What {@link ConcurrentFuture} has to do, for one caller at a time.
 */
public class SequentialFuture {

	static final Integer FAILED = -1;

	private @Nullable Integer outcome;

	public void settle(int value) {
		decide(value);
	}

	public boolean complete(int value) {
		return decide(value);
	}

	public boolean fail() {
		return decide(FAILED);
	}

	public boolean isDone() {
		return this.outcome != null;
	}

	public @Nullable Integer outcome() {
		return this.outcome;
	}

	public @Nullable Integer outcomeOfAStage() {
		return this.outcome;
	}

	private boolean decide(Integer outcome) {
		if (this.outcome != null) {
			return false;
		}
		this.outcome = outcome;
		return true;
	}

}
