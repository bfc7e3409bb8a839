package dev.poolworks.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import dev.poolworks.PoolEvent;
import dev.poolworks.Signal;
import dev.poolworks.TaskFuture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Pools that share a memory budget.
 */
class MemoryBudgetTests extends ProcessPoolFixture {

	private static final long MB = 1L << 20;

	/** What a worker with the heap of these tests is expected to need. */
	private static final long WORKER_BYTES = (64 * MB) + MemoryBudget.JVM_BYTES;

	private final List<String> calls = new ArrayList<>();

	private long now;

	@Test
	void workersAreGrantedUntilTheBudgetIsTakenUp() {
		MemoryBudget budget = budget(100 * MB);
		BudgetShare share = share(budget, "a", 40 * MB);
		assertThat(share.claim()).isNull();
		assertThat(share.claim()).isNull();
		assertThat(share.claim()).isEqualTo("the workers of all pools have 80 MB of 100 MB, another one needs 40 MB");
		assertThat(budget.takenBytes()).isEqualTo(80 * MB);
	}

	@Test
	void whoWaitsIsToldWhenAWorkerIsGoneAndComesFirst() {
		MemoryBudget budget = budget(100 * MB);
		BudgetShare a = share(budget, "a", 80 * MB);
		BudgetShare b = share(budget, "b", 60 * MB);
		BudgetShare c = share(budget, "c", 20 * MB);
		assertThat(a.claim()).isNull();
		assertThat(b.claim()).isNotNull();
		assertThat(c.claim()).as("c would fit").endsWith(", and pool 'b' waits before");
		a.released();
		assertThat(this.calls).containsExactly("b may grow", "c may grow");
		assertThat(b.claim()).isNull();
		assertThat(c.claim()).isNull();
		assertThat(a.claim()).isNotNull();
	}

	@Test
	void whoHasStoppedAskingDoesNotHoldUpOthers() {
		MemoryBudget budget = budget(100 * MB);
		BudgetShare a = share(budget, "a", 80 * MB);
		BudgetShare b = share(budget, "b", 60 * MB);
		BudgetShare c = share(budget, "c", 20 * MB);
		a.claim();
		b.claim();
		this.now += Duration.ofMillis(1_001).toNanos();
		assertThat(c.claim()).isNull();
	}

	@Test
	void whoLeavesNeitherWaitsNorCounts() {
		MemoryBudget budget = budget(100 * MB);
		BudgetShare a = share(budget, "a", 80 * MB);
		BudgetShare b = share(budget, "b", 60 * MB);
		a.claim();
		b.claim();
		b.leave();
		a.leave();
		assertThat(budget.takenBytes()).isZero();
		assertThat(share(budget, "c", 100 * MB).claim()).isNull();
	}

	@Test
	void othersAreAskedForOneWorkerAtATime() {
		MemoryBudget budget = budget(100 * MB);
		BudgetShare asking = share(budget, "a", 60 * MB);
		BudgetShare other = share(budget, "b", 60 * MB, true, true);
		share(budget, "c", 60 * MB, true, true);
		asking.refused(false);
		asking.refused(false);
		assertThat(this.calls).containsExactly("b is to make room");
		other.claim();
		other.released();
		asking.refused(false);
		assertThat(this.calls).containsExactly("b is to make room", "b is to make room");
	}

	@Test
	void workersOfMinSizeAreAskedForOnlyByThoseWhoHaveNone() {
		MemoryBudget budget = budget(100 * MB);
		BudgetShare asking = share(budget, "a", 60 * MB);
		share(budget, "b", 60 * MB, false, true);
		asking.refused(false);
		assertThat(this.calls).containsExactly("b is to make room");
		asking.refused(true);
		assertThat(this.calls).containsExactly("b is to make room", "b is to make room",
				"b is to make room below min-size");
	}

	@Test
	void poolWhoseWorkersCanNeverStartIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> builder().heap(64 * MB).budget(MemoryBudget.of(100 * MB)).build())
			.withMessageContaining(
					"a worker needs 160 MB, the memory budget is 100 MB; lower worker.heap or raise pool.budget.memory");
		assertThatIllegalArgumentException().isThrownBy(() -> MemoryBudget.of(0))
			.withMessageContaining("0 bytes; it must be positive");
	}

	@Test
	void heapIsSuchThatAllWorkersFit() {
		MemoryBudget budget = MemoryBudget.of(1000 * MB);
		assertThat(budget.heapFor(2)).isEqualTo((500 * MB) - MemoryBudget.JVM_BYTES);
		assertThat(budget.heapFor(100)).isEqualTo(64 * MB);
		ProcessPool pool = pool(builder().heap(0).budget(budget).maxSize(4));
		long heap = pool.submit(() -> Runtime.getRuntime().maxMemory()).result(LONG);
		assertThat(heap).isBetween(100 * MB, (250 * MB) - MemoryBudget.JVM_BYTES);
	}

	@Test
	void budgetOfThisMachineIsLessThanItHas() {
		assertThat(MemoryBudget.ofMachine().bytes()).isPositive();
	}

	@Test
	void twoPoolsNeverHaveMoreWorkersThanTheBudgetAllowsAndIdleOnesMakeRoom() {
		MemoryBudget budget = MemoryBudget.of(3 * WORKER_BYTES);
		AtomicInteger alive = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		Set<String> refusals = ConcurrentHashMap.newKeySet();
		BiConsumer<Object, PoolEvent> count = (pool, event) -> {
			if (event instanceof PoolEvent.WorkerStarted) {
				most.accumulateAndGet(alive.incrementAndGet(), Math::max);
			}
			else if (event instanceof PoolEvent.WorkerExited) {
				alive.decrementAndGet();
			}
			else if (event instanceof PoolEvent.Scaled scaled && scaled.isHeld()) {
				refusals.add(scaled.describe());
			}
		};
		ProcessPool first = pool(builder().maxSize(3).heap(64 * MB).budget(budget).listener(count::accept));
		ProcessPool second = pool(builder().maxSize(3).heap(64 * MB).budget(budget).listener(count::accept));
		Signal firstDone = signal();
		Signal secondDone = signal();
		List<TaskFuture<Boolean>> tasks = occupy(first, firstDone);
		List<TaskFuture<Boolean>> waiting = Stream.generate(() -> second.submit(() -> secondDone.await()))
			.limit(3)
			.toList();
		await().until(
				() -> refusals.stream().anyMatch((text) -> text.startsWith("held at 0 by budget: the workers of all")));
		assertThat(second.snapshot().workers().alive()).isZero();
		firstDone.raise();
		assertThat(tasks).allMatch((task) -> task.result(LONG));
		await().until(() -> second.snapshot().workers().busy() == 3);
		assertThat(first.snapshot().workers().alive()).isZero();
		secondDone.raise();
		assertThat(waiting).allMatch((task) -> task.result(LONG));
		assertServes(first);
		assertServes(second);
		assertThat(most.get()).isEqualTo(3);
	}

	private List<TaskFuture<Boolean>> occupy(ProcessPool pool, Signal release) {
		List<TaskFuture<Boolean>> tasks = Stream.generate(() -> pool.submit(() -> release.await())).limit(3).toList();
		await().until(() -> pool.snapshot().workers().busy() == 3);
		return tasks;
	}

	private MemoryBudget budget(long bytes) {
		return new MemoryBudget(bytes, () -> this.now);
	}

	private BudgetShare share(MemoryBudget budget, String pool, long bytesPerWorker, boolean... answers) {
		BudgetShare share = new BudgetShare(budget, pool, bytesPerWorker);
		share.join(new BudgetShare.Member() {

			@Override
			public boolean makeRoom(boolean urgent) {
				MemoryBudgetTests.this.calls.add(pool + " is to make room" + (urgent ? " below min-size" : ""));
				return answers.length > 0 && answers[urgent ? 1 : 0];
			}

			@Override
			public void roomMade() {
				MemoryBudgetTests.this.calls.add(pool + " may grow");
			}

		});
		return share;
	}

}
