package dev.poolworks.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import dev.poolworks.engine.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * How many worker processes of all pools of this JVM may start at a time: a JVM that
 * starts keeps a processor busy, and more starts than processors make each of them slow.
 * A start that takes very long hangs rather than computes, and no other pool has to wait
 * for it. Pools that have to wait are told in the order in which they asked. Thread-safe.
 */
final class StartSlots {

	/** A start that takes longer does not count any more. */
	private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

	/** Of this JVM: as many as the machine has processors, at least two. */
	private static final StartSlots ofMachine = new StartSlots(mostOfMachine(), System::nanoTime);

	private final int slots;

	private final LongSupplier clock;

	/** When those that are taken were; which of them is whose is no matter. */
	private final ArrayDeque<Long> takenAt = new ArrayDeque<>();

	private final Set<ProcessClaims> waiting = new LinkedHashSet<>();

	StartSlots(int slots, LongSupplier clock) {
		this.slots = slots;
		this.clock = clock;
	}

	static StartSlots ofMachine() {
		return ofMachine;
	}

	static int mostOfMachine() {
		return Math.max(2, Runtime.getRuntime().availableProcessors());
	}

	/**
	 * Takes a slot.
	 * @param claims whose: is told when there may be one after all
	 * @return {@code null} if one is taken, or else why none is
	 */
	synchronized @Nullable Refusal take(ProcessClaims claims) {
		long now = this.clock.getAsLong();
		while (!this.takenAt.isEmpty() && now - this.takenAt.peekFirst() > LONGEST_NANOS) {
			this.takenAt.removeFirst();
		}
		if (this.takenAt.size() < this.slots) {
			this.takenAt.addLast(now);
			this.waiting.remove(claims);
			return null;
		}
		this.waiting.add(claims);
		return new Refusal(this.takenAt.size() + " workers of all pools start, as many as may at a time", true);
	}

	/**
	 * Gives a slot back that was not needed. Who was refused meanwhile asks again by
	 * itself.
	 */
	synchronized void putBack() {
		this.takenAt.pollLast();
	}

	/**
	 * Gives a slot back, and tells those that wait for one. Not to be called under a
	 * lock.
	 */
	void giveBack() {
		List<ProcessClaims> next;
		synchronized (this) {
			this.takenAt.pollFirst();
			next = new ArrayList<>(this.waiting);
		}
		next.forEach(ProcessClaims::slotFree);
	}

	/**
	 * Does not tell somebody any more.
	 * @param claims who may wait
	 */
	synchronized void leave(ProcessClaims claims) {
		this.waiting.remove(claims);
	}

}
