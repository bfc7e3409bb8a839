package dev.poolworks.process;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * What one pool has of a memory budget. The count of its workers is guarded by the
 * budget.
 */
final class BudgetShare {

	private final MemoryBudget budget;

	private final String pool;

	private final long bytesPerWorker;

	private final Set<WorkerProcess> workers = ConcurrentHashMap.newKeySet();

	private int count;

	private volatile @Nullable Member member;

	BudgetShare(MemoryBudget budget, String pool, long bytesPerWorker) {
		this.budget = budget;
		this.pool = pool;
		this.bytesPerWorker = bytesPerWorker;
	}

	/**
	 * The pool can be asked to make room from now on.
	 * @param member the pool
	 */
	void join(Member member) {
		this.member = member;
		this.budget.join(this);
	}

	void leave() {
		this.budget.leave(this);
	}

	/**
	 * Has an eye on a worker that is about to start.
	 * @param worker the worker
	 */
	void watch(WorkerProcess worker) {
		this.workers.removeIf(WorkerProcess::isGone);
		this.workers.add(worker);
	}

	String pool() {
		return this.pool;
	}

	long bytesPerWorker() {
		return this.bytesPerWorker;
	}

	long takenBytes() {
		long beyond = 0;
		for (WorkerProcess worker : this.workers) {
			beyond += Math.max(0, worker.rssBytes() - this.bytesPerWorker);
		}
		return this.count * this.bytesPerWorker + beyond;
	}

	void claimed() {
		this.count++;
	}

	void unclaimed() {
		this.count--;
	}

	boolean makeRoom(boolean urgent) {
		return Objects.requireNonNull(this.member).makeRoom(urgent);
	}

	void roomMade() {
		Objects.requireNonNull(this.member).roomMade();
	}

	@Nullable String claim() {
		return this.budget.claim(this);
	}

	void refused(boolean urgent) {
		this.budget.makeRoom(this, urgent);
	}

	void released() {
		this.budget.released(this);
	}

	/** A pool that shares. */
	interface Member {

		/**
		 * Ends an idle worker.
		 * @param urgent whether also one of {@code min-size}
		 * @return whether one ends
		 */
		boolean makeRoom(boolean urgent);

		/** Another pool's worker is gone. */
		void roomMade();

	}

}
