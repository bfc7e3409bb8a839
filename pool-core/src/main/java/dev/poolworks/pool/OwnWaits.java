package dev.poolworks.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.poolworks.PoolDeadlockException;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait, without limit, for their own pool. As long as one worker does not, the
 * waits end some time. When all do, and no more workers can come, nothing that is queued
 * will ever run: the wait that completes the circle fails. Threads that are no workers of
 * the pool are none of this, and pay nothing. Thread-safe.
 */
final class OwnWaits {

	private final PoolTask.Control pool;

	/** Whether all workers there are and may be have tasks of the given numbers. */
	private final Predicate<Set<Long>> heldBy;

	private final Failures failures;

	@GuardedBy("this")
	private final List<Wait> waits = new ArrayList<>();

	private volatile boolean used;

	OwnWaits(PoolTask.Control pool, Predicate<Set<Long>> heldBy, Failures failures) {
		this.pool = pool;
		this.heldBy = heldBy;
		this.failures = failures;
	}

	/**
	 * Whether the current thread runs a task of this pool.
	 * @return whether it is a worker, or a caller that was told to run it
	 */
	boolean isOwnThread() {
		return ownTask() != null;
	}

	/**
	 * The task of this pool that the current thread is in the middle of.
	 * @return the task or {@code null}
	 */
	@Nullable PoolTask<?> ownTask() {
		List<PoolTask<?>> own = ownTasks();
		return own.isEmpty() ? null : own.get(0);
	}

	/**
	 * The current thread is about to wait for the first of several tasks.
	 * @param tasks the futures of tasks of this pool
	 * @return ends that when closed
	 * @throws PoolDeadlockException if the wait would never end
	 */
	TaskFuture.Wait begin(Collection<? extends TaskFuture<?>> tasks) {
		return isOwnThread()
				? begin("a task", (waiting) -> tasks.stream().allMatch((task) -> isStarved(task, waiting)), null)
				: PoolTask.Control.NO_WAIT;
	}

	/**
	 * The current thread is about to wait for something that only workers can bring.
	 * @param what what it is
	 * @param starved whether nobody but a worker can bring it now
	 * @param deadlocked is told if that becomes true later; by another thread
	 * @return ends that when closed
	 * @throws PoolDeadlockException if the wait would never end
	 */
	TaskFuture.Wait begin(String what, BooleanSupplier starved, @Nullable Consumer<PoolDeadlockException> deadlocked) {
		return begin(what, (waiting) -> starved.getAsBoolean(), deadlocked);
	}

	/**
	 * Something that a task waits for may have become impossible.
	 */
	void lookAgain() {
		if (!this.used) {
			return;
		}
		Wait last = null;
		synchronized (this) {
			if (!this.waits.isEmpty() && isDeadlock()) {
				last = lastThatCanBeTold();
			}
		}
		if (last != null && last.deadlocked != null) {
			last.deadlocked.accept(this.failures.deadlock(last.task, last.what));
		}
	}

	private TaskFuture.Wait begin(String what, Predicate<Set<Long>> starved,
			@Nullable Consumer<PoolDeadlockException> deadlocked) {
		List<PoolTask<?>> own = ownTasks();
		if (own.isEmpty()) {
			return PoolTask.Control.NO_WAIT;
		}
		this.used = true;
		Wait wait = new Wait(own.get(0), ids(own), what, starved, deadlocked);
		boolean deadlock;
		synchronized (this) {
			this.waits.add(wait);
			deadlock = isDeadlock();
			if (deadlock) {
				this.waits.remove(wait);
			}
		}
		if (deadlock) {
			throw this.failures.deadlock(wait.task, what);
		}
		return () -> end(wait);
	}

	private synchronized void end(Wait wait) {
		this.waits.remove(wait);
	}

	@GuardedBy("this")
	private boolean isDeadlock() {
		Set<Long> waiting = new HashSet<>();
		this.waits.forEach((wait) -> waiting.addAll(wait.ids));
		return this.waits.stream().allMatch((wait) -> wait.starved.test(waiting)) && this.heldBy.test(waiting);
	}

	@GuardedBy("this")
	private @Nullable Wait lastThatCanBeTold() {
		for (int i = this.waits.size() - 1; i >= 0; i--) {
			if (this.waits.get(i).deadlocked != null) {
				return this.waits.get(i);
			}
		}
		return null;
	}

	private static boolean isStarved(TaskFuture<?> task, Set<Long> waiting) {
		return !task.isDone() && (task.taskState() == TaskState.QUEUED || waiting.contains(task.id()));
	}

	/** Tasks of this pool that the current thread is in the middle of, inmost first. */
	private List<PoolTask<?>> ownTasks() {
		List<PoolTask<?>> own = List.of();
		for (PoolTask<?> task = PoolTask.current(); task != null; task = task.outer()) {
			if (task.control() == this.pool) {
				own = new ArrayList<>(own);
				own.add(task);
			}
		}
		return own;
	}

	private static Set<Long> ids(List<PoolTask<?>> tasks) {
		Set<Long> ids = new HashSet<>();
		tasks.forEach((task) -> ids.add(task.id()));
		return ids;
	}

	/**
	 * A task that waits.
	 */
	private static final class Wait {

		private final PoolTask<?> task;

		private final Set<Long> ids;

		private final String what;

		private final Predicate<Set<Long>> starved;

		private final @Nullable Consumer<PoolDeadlockException> deadlocked;

		Wait(PoolTask<?> task, Set<Long> ids, String what, Predicate<Set<Long>> starved,
				@Nullable Consumer<PoolDeadlockException> deadlocked) {
			this.task = task;
			this.ids = ids;
			this.what = what;
			this.starved = starved;
			this.deadlocked = deadlocked;
		}

	}

}
