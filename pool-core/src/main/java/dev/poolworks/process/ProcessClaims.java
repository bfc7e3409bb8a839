package dev.poolworks.process;

import java.util.Objects;

import dev.poolworks.engine.Refusal;
import dev.poolworks.pool.WorkerClaims;
import org.jspecify.annotations.Nullable;

/**
 * What a worker process needs: a slot for its start, and its part of the memory budget if
 * there is one. Thread-safe.
 */
final class ProcessClaims implements WorkerClaims {

	private final StartSlots slots;

	private final @Nullable BudgetShare share;

	private volatile BudgetShare.@Nullable Member member;

	ProcessClaims(StartSlots slots, @Nullable BudgetShare share) {
		this.slots = slots;
		this.share = share;
	}

	/**
	 * The pool can be told from now on that it may grow, and asked to make room.
	 * @param member the pool
	 */
	void join(BudgetShare.Member member) {
		this.member = member;
		if (this.share != null) {
			this.share.join(member);
		}
	}

	/** The pool has ended. */
	void leave() {
		this.slots.leave(this);
		if (this.share != null) {
			this.share.leave();
		}
	}

	/**
	 * Has an eye on a worker that is about to start.
	 * @param worker the worker
	 */
	void watch(WorkerProcess worker) {
		if (this.share != null) {
			this.share.watch(worker);
		}
	}

	/** Others have started: there may be a slot. */
	void slotFree() {
		Objects.requireNonNull(this.member).roomMade();
	}

	@Override
	public @Nullable Refusal claim(boolean urgent) {
		Refusal refusal = this.slots.take(this);
		String memory = (refusal == null && this.share != null) ? this.share.claim() : null;
		if (memory != null) {
			this.slots.putBack();
			return new Refusal(memory, false);
		}
		return refusal;
	}

	@Override
	public void refused(boolean urgent) {
		if (this.share != null) {
			this.share.refused(urgent);
		}
	}

	@Override
	public void started() {
		this.slots.giveBack();
	}

	@Override
	public void released() {
		if (this.share != null) {
			this.share.released();
		}
	}

}
