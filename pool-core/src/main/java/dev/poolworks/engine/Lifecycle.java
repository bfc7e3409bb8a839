package dev.poolworks.engine;

import dev.poolworks.PoolEvent;
import dev.poolworks.PoolState;

/**
 * Whether a pool runs, holds its queued tasks back, or ends: the one place where its
 * state changes.
 */
final class Lifecycle {

	private final EngineOutput output;

	private PoolState state = PoolState.RUNNING;

	private boolean suspended;

	Lifecycle(EngineOutput output) {
		this.output = output;
	}

	PoolState state() {
		return this.state;
	}

	boolean isSuspended() {
		return this.suspended;
	}

	boolean mayDispatch() {
		return !this.suspended && (this.state == PoolState.RUNNING || this.state == PoolState.SHUTDOWN);
	}

	void suspend() {
		if (!this.suspended && this.state == PoolState.RUNNING) {
			this.suspended = true;
			this.output.event(new PoolEvent.Changed("suspended"));
		}
	}

	/**
	 * Lets queued tasks go on.
	 * @return whether they were held back
	 */
	boolean resume() {
		boolean wasSuspended = this.suspended;
		if (wasSuspended) {
			this.suspended = false;
			this.output.event(new PoolEvent.Changed("resumed"));
		}
		return wasSuspended;
	}

	/**
	 * Goes on towards the end, and holds nothing back any more.
	 * @param next a state; one that is behind this one is ignored
	 * @param reason why
	 */
	void become(PoolState next, String reason) {
		this.suspended = false;
		if (this.state.canBecome(next)) {
			this.state = next;
			this.output.event(new PoolEvent.StateChanged(next, reason));
		}
	}

}
