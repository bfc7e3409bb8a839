package dev.poolworks.pool;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import dev.poolworks.TaskOutcome;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of a map between those who bring them and the one who takes them: sorted
 * by item, or in the order of arrival. Thread-safe; runs no foreign code. Holds nothing
 * that has been taken.
 *
 * @param <R> the type of a result
 */
final class ItemOutcomes<R extends @Nullable Object> {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final boolean ordered;

	private final Map<Long, TaskOutcome<R>> byIndex = new HashMap<>();

	private final Queue<TaskOutcome<R>> arrived = new ArrayDeque<>();

	/** Items that have or will have an outcome. */
	private long expected;

	private long taken;

	/** Whether no more items will be expected. */
	private boolean complete;

	/** Why there are no more items, if that is not because the input is used up. */
	private @Nullable Throwable cut;

	private boolean cutTaken;

	/** Whether items that were announced may have no outcome. */
	private boolean failed;

	private boolean closed;

	ItemOutcomes(boolean ordered) {
		this.ordered = ordered;
	}

	/**
	 * Announces items.
	 * @param items how many
	 */
	void expect(int items) {
		this.lock.lock();
		try {
			this.expected += items;
		}
		finally {
			this.lock.unlock();
		}
	}

	void put(TaskOutcome<R> outcome) {
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			if (this.ordered) {
				this.byIndex.put(outcome.index(), outcome);
			}
			else {
				this.arrived.add(outcome);
			}
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * No more items will be announced. The first call counts.
	 * @param cut why not; {@code null}: the input is used up. It is taken as the outcome
	 * of the item that would have come next, after all others
	 */
	void complete(@Nullable Throwable cut) {
		this.lock.lock();
		try {
			if (!this.complete) {
				this.complete = true;
				this.cut = cut;
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Nothing more will come, whatever was announced: what is there can be taken, and
	 * then this.
	 * @param failure why
	 */
	void fail(Throwable failure) {
		this.lock.lock();
		try {
			if (!isExhausted()) {
				this.complete = true;
				this.failed = true;
				this.cut = failure;
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Drops everything; whoever waits or comes to take gets a
	 * {@link CancellationException}, unless nothing was left to take.
	 */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.byIndex.clear();
			this.arrived.clear();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes the next outcome. One that is there is given also after the deadline.
	 * @param deadline on {@link System#nanoTime()}'s clock; {@link Long#MAX_VALUE}: none
	 * @return the outcome; {@code null} if there is none in time, or if
	 * {@link #isExhausted()}
	 * @throws CancellationException after {@link #close()}
	 * @throws InterruptedException if the wait was interrupted
	 */
	@Nullable TaskOutcome<R> take(long deadline) throws InterruptedException {
		this.lock.lock();
		try {
			TaskOutcome<R> outcome = poll();
			while (outcome == null && !isExhausted()) {
				if (this.closed) {
					throw new CancellationException(
							"the map was closed after " + this.taken + " results had been taken");
				}
				boolean inTime = await(deadline);
				outcome = poll();
				if (outcome == null && !inTime) {
					return null;
				}
			}
			return outcome;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Whether everything was taken.
	 * @return whether nothing is left and nothing will come
	 */
	boolean isExhausted() {
		this.lock.lock();
		try {
			return this.complete && (this.failed || this.taken >= this.expected) && this.cut == null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Whether the next outcome is one of an item that was announced, and is not there.
	 * @return whether somebody has to bring it
	 */
	boolean isAwaited() {
		this.lock.lock();
		try {
			boolean there = this.ordered ? this.byIndex.containsKey(this.taken) : !this.arrived.isEmpty();
			return !there && this.expected > this.taken && !this.failed && !this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Whether the outcome taken last is the reason for which the input was cut off.
	 * @return whether it belongs to no item
	 */
	boolean isCut() {
		this.lock.lock();
		try {
			return this.cutTaken;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Items announced and not taken.
	 * @return how many
	 */
	long ahead() {
		this.lock.lock();
		try {
			return this.expected - this.taken;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Outcomes taken so far.
	 * @return how many
	 */
	long taken() {
		this.lock.lock();
		try {
			return this.taken;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable TaskOutcome<R> poll() {
		TaskOutcome<R> outcome = this.ordered ? this.byIndex.remove(this.taken) : this.arrived.poll();
		if (outcome != null) {
			this.taken++;
		}
		else if (this.cut != null && (this.failed || this.taken == this.expected) && !this.closed) {
			outcome = new TaskOutcome<>(this.taken, null, this.cut);
			this.cut = null;
			this.cutTaken = true;
		}
		return outcome;
	}

	@SuppressWarnings("WaitNotInLoop") // the caller loops
	private boolean await(long deadline) throws InterruptedException {
		if (deadline == Long.MAX_VALUE) {
			this.changed.await();
			return true;
		}
		long nanos = deadline - System.nanoTime();
		return nanos > 0 && (this.changed.await(nanos, TimeUnit.NANOSECONDS) || deadline - System.nanoTime() > 0);
	}

}
