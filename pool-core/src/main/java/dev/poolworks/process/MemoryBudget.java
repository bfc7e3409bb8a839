package dev.poolworks.process;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import com.sun.management.OperatingSystemMXBean;
import org.jspecify.annotations.Nullable;

/**
 * The memory that the workers of several process pools may have together. A worker is
 * counted with what it is expected to need, heap and the rest of a JVM, or with what it
 * really has if that is more. A pool that would grow beyond the budget does not; a worker
 * that is idle in another pool, above its {@code min-size}, ends to make room. Pools that
 * wait for room get it in the order in which they asked. Thread-safe.
 */
public final class MemoryBudget {

	/**
	 * What a worker is expected to need beside its heap, in bytes: classes, code,
	 * threads, buffers.
	 */
	public static final long JVM_BYTES = 96L << 20;

	/** A heap that nobody has chosen is never smaller than this, in bytes. */
	public static final long SMALLEST_HEAP_BYTES = 64L << 20;

	/** A pool that has not asked for this long has gone without. */
	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final int SPARE_PARTS = 10;

	private final long bytes;

	private final LongSupplier clock;

	private final List<BudgetShare> shares = new ArrayList<>();

	/** Who was refused, and when, in the order in which they first asked. */
	private final Map<BudgetShare, Long> waiting = new LinkedHashMap<>();

	/** Workers that were asked to make room and are not gone. */
	private int leaving;

	MemoryBudget(long bytes, LongSupplier clock) {
		if (bytes <= 0) {
			throw new IllegalArgumentException("a memory budget is " + bytes + " bytes; it must be positive");
		}
		this.bytes = bytes;
		this.clock = clock;
	}

	/**
	 * A budget.
	 * @param bytes for all workers together
	 * @return the budget
	 */
	public static MemoryBudget of(long bytes) {
		return new MemoryBudget(bytes, System::nanoTime);
	}

	/**
	 * What this machine, or the container around this JVM, has beside this JVM: its
	 * memory without the largest heap of this JVM and a tenth for everything else. The
	 * JDK knows the limits of both versions of cgroups.
	 * @return the budget
	 */
	public static MemoryBudget ofMachine() {
		long total = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
		return of(Math.max(1, total - Runtime.getRuntime().maxMemory() - total / SPARE_PARTS));
	}

	/**
	 * The budget.
	 * @return bytes
	 */
	public long bytes() {
		return this.bytes;
	}

	/**
	 * What the workers have of it.
	 * @return bytes; more than the budget if workers need more than was expected of them
	 */
	public synchronized long takenBytes() {
		long taken = 0;
		for (BudgetShare share : this.shares) {
			taken += share.takenBytes();
		}
		return taken;
	}

	/**
	 * The heap that lets a number of workers fit in.
	 * @param workers how many, from 1
	 * @return bytes; at least 64 MiB, with which fewer may fit
	 */
	public long heapFor(int workers) {
		return Math.max(SMALLEST_HEAP_BYTES, this.bytes / workers - JVM_BYTES);
	}

	synchronized void join(BudgetShare share) {
		if (share.bytesPerWorker() > this.bytes) {
			throw new IllegalArgumentException("pool '" + share.pool() + "': a worker needs "
					+ megabytes(share.bytesPerWorker()) + ", the memory budget is " + megabytes(this.bytes)
					+ "; lower worker.heap or raise pool.budget.memory");
		}
		this.shares.add(share);
	}

	synchronized void leave(BudgetShare share) {
		this.shares.remove(share);
		this.waiting.remove(share);
	}

	/**
	 * Sets aside what a worker needs.
	 * @param share who asks
	 * @return {@code null} if that is done, or else why it is not
	 */
	synchronized @Nullable String claim(BudgetShare share) {
		long now = this.clock.getAsLong();
		this.waiting.values().removeIf((askedAt) -> now - askedAt > PATIENCE_NANOS);
		BudgetShare first = this.waiting.isEmpty() ? share : this.waiting.keySet().iterator().next();
		long taken = takenBytes();
		if (first == share && taken + share.bytesPerWorker() <= this.bytes) {
			this.waiting.remove(share);
			share.claimed();
			return null;
		}
		this.waiting.put(share, now);
		return "the workers of all pools have " + megabytes(taken) + " of " + megabytes(this.bytes)
				+ ", another one needs " + megabytes(share.bytesPerWorker())
				+ ((first == share) ? "" : ", and pool '" + first.pool() + "' waits before");
	}

	/**
	 * Lets a worker of another pool end, unless one is ending already.
	 * @param asking who was refused
	 * @param urgent whether it has no worker, but tasks
	 */
	void makeRoom(BudgetShare asking, boolean urgent) {
		List<BudgetShare> others;
		synchronized (this) {
			if (this.leaving > 0) {
				return;
			}
			this.leaving++;
			others = new ArrayList<>(this.shares);
		}
		others.remove(asking);
		boolean made = others.stream().anyMatch((share) -> share.makeRoom(false))
				|| (urgent && others.stream().anyMatch((share) -> share.makeRoom(true)));
		if (!made) {
			roomMade();
		}
	}

	private synchronized void roomMade() {
		this.leaving = Math.max(0, this.leaving - 1);
	}

	/**
	 * A worker is gone: who waits may have its room.
	 * @param share whose it was
	 */
	void released(BudgetShare share) {
		List<BudgetShare> next;
		synchronized (this) {
			share.unclaimed();
			roomMade();
			next = new ArrayList<>(this.waiting.keySet());
		}
		next.forEach(BudgetShare::roomMade);
	}

	private static String megabytes(long bytes) {
		return (bytes >> 20) + " MB";
	}

}
