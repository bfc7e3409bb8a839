package dev.poolworks.process;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.poolworks.os.ProcessTree;

/**
 * Kills what workers that have ended left running. That takes a look at all processes of
 * the machine: one look is for all workers, of all pools, that have ended since the last
 * one began. Thread-safe.
 *
 * <pre>
 *  worker 1 ends ── looks ─────────────▶
 *  worker 2 ends     waits ───────────▶ looks, for 3 too ──▶
 *  worker 3 ends      waits ──────────────────────────────▶
 * </pre>
 */
final class Reaper {

	private static final Reaper instance = new Reaper();

	private final ReentrantLock looking = new ReentrantLock();

	private final Object lock = new Object();

	@GuardedBy("lock")
	private Round next = new Round();

	private Reaper() {
	}

	static Reaper get() {
		return instance;
	}

	/**
	 * Kills the processes that carry a mark. Blocks until that is done, whatever
	 * interrupts.
	 * @param mark the mark of a worker that has ended
	 */
	void reap(String mark) {
		Round round = join(mark);
		this.looking.lock();
		try {
			if (!round.done) {
				close(round);
				ProcessTree.killMarked(round.marks);
				round.done = true;
			}
		}
		finally {
			this.looking.unlock();
		}
	}

	private Round join(String mark) {
		synchronized (this.lock) {
			this.next.marks.add(mark);
			return this.next;
		}
	}

	private void close(Round round) {
		synchronized (this.lock) {
			if (this.next == round) {
				this.next = new Round();
			}
		}
	}

	/** Workers for which one look is enough. */
	private static final class Round {

		/** Changed under the lock, and no more after the round was closed. */
		private final Set<String> marks = new HashSet<>();

		/** Guarded by the lock of those who look. */
		private boolean done;

	}

}
