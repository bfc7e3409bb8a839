package dev.poolworks.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.poolworks.process.MemoryBudget;
import org.jspecify.annotations.Nullable;

/**
 * How many workers process pools have, and how large their heaps are, where nobody says
 * so. Pure.
 * <p>
 * A pool without {@code max-size} has a worker per processor, or as many as fit: workers
 * are taken from the pool that has most until the workers of all pools fit, those without
 * a heap counted with {@value #USUAL_HEAP_MB} MB. What the workers with a heap leave is
 * then the heap of the others, in equal parts. What is said is never changed, also if it
 * does not fit.
 */
final class WorkerSizing {

	private static final int USUAL_HEAP_MB = 256;

	private static final long USUAL_HEAP = (long) USUAL_HEAP_MB << 20;

	/** No more of the memory than a JVM takes for its heap if it is not told. */
	private static final int LARGEST_PART = 4;

	private static final long MEBIBYTES = -1L << 20;

	private final List<Demand> demands;

	private final Machine machine;

	private final long budget;

	private final int[] sizes;

	private WorkerSizing(List<Demand> demands, Machine machine, long budget) {
		this.demands = demands;
		this.machine = machine;
		this.budget = budget;
		this.sizes = new int[demands.size()];
	}

	/**
	 * Sizes the pools.
	 * @param demands what is said, one for each pool
	 * @param machine what all this runs on
	 * @param budget for all workers together, in bytes
	 * @return a plan for each pool, in the same order
	 */
	static List<Plan> plan(List<Demand> demands, Machine machine, long budget) {
		return new WorkerSizing(demands, machine, budget).plan();
	}

	/**
	 * What the workers need if every pool has as many as it may.
	 * @param plans the pools
	 * @return bytes
	 */
	static long needed(List<Plan> plans) {
		return plans.stream().mapToLong((plan) -> plan.maxSize() * plan.workerBytes()).sum();
	}

	private List<Plan> plan() {
		for (int i = 0; i < this.sizes.length; i++) {
			Integer maxSize = this.demands.get(i).maxSize();
			this.sizes[i] = (maxSize != null) ? maxSize
					: Math.max(this.machine.processors(), smallest(this.demands.get(i)));
		}
		int largest = largestOpen();
		while (largest >= 0 && usuallyNeeded() > this.budget) {
			this.sizes[largest]--;
			largest = largestOpen();
		}
		long heap = heap();
		List<Plan> plans = new ArrayList<>();
		for (int i = 0; i < this.sizes.length; i++) {
			Long said = this.demands.get(i).heap();
			plans.add(new Plan(this.demands.get(i).pool(), this.sizes[i], (said != null) ? said : heap));
		}
		return List.copyOf(plans);
	}

	/** The pool to take a worker from, or -1 if there is none. */
	private int largestOpen() {
		int largest = -1;
		for (int i = 0; i < this.sizes.length; i++) {
			Demand demand = this.demands.get(i);
			if (demand.maxSize() == null && this.sizes[i] > smallest(demand)
					&& (largest < 0 || this.sizes[i] >= this.sizes[largest])) {
				largest = i;
			}
		}
		return largest;
	}

	private long usuallyNeeded() {
		long needed = 0;
		for (int i = 0; i < this.sizes.length; i++) {
			Long said = this.demands.get(i).heap();
			needed += this.sizes[i] * (((said != null) ? said : USUAL_HEAP) + MemoryBudget.JVM_BYTES);
		}
		return needed;
	}

	/** The heap of the workers that have none. */
	private long heap() {
		long left = this.budget;
		long workers = 0;
		for (int i = 0; i < this.sizes.length; i++) {
			Long said = this.demands.get(i).heap();
			left -= (said != null) ? this.sizes[i] * (said + MemoryBudget.JVM_BYTES) : 0;
			workers += (said != null) ? 0 : this.sizes[i];
		}
		long part = left / Math.max(1, workers) - MemoryBudget.JVM_BYTES;
		long most = Math.min(part, this.machine.memory() / LARGEST_PART) & MEBIBYTES;
		return Math.max(MemoryBudget.SMALLEST_HEAP_BYTES, most);
	}

	private static int smallest(Demand demand) {
		return Math.max(1, demand.minSize());
	}

	/**
	 * What is said of a pool.
	 *
	 * @param pool its name
	 * @param minSize workers kept also without work
	 * @param maxSize workers at most, or {@code null}
	 * @param heap largest heap of a worker in bytes, or {@code null}
	 */
	record Demand(String pool, int minSize, @Nullable Integer maxSize, @Nullable Long heap) {

	}

	/**
	 * What holds for a pool.
	 *
	 * @param pool its name
	 * @param maxSize workers at most
	 * @param heap largest heap of a worker, in bytes
	 */
	record Plan(String pool, int maxSize, long heap) {

		long workerBytes() {
			return this.heap + MemoryBudget.JVM_BYTES;
		}

	}

}
