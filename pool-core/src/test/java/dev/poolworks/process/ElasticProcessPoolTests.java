package dev.poolworks.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.poolworks.PoolEvent;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real workers come and go with the load, as they do by default.
 */
class ElasticProcessPoolTests extends ProcessPoolFixture {

	private final AtomicInteger starting = new AtomicInteger();

	private final AtomicInteger mostStarting = new AtomicInteger();

	private final List<PoolEvent.Scaled> decisions = new CopyOnWriteArrayList<>();

	@Test
	@Tag("slow")
	void burstIsDoneByAllWorkersAndNoneOfThemStays() {
		ProcessPool pool = pool(builder().maxSize(4).listener(this::listen));
		List<TaskFuture<Long>> tasks = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			tasks.add(pool.submit(InWorker::pidAfter, 100L));
		}
		await().until(() -> pool.snapshot().workers().busy() == 4);
		Set<Long> pids = new HashSet<>();
		tasks.forEach((task) -> pids.add(task.result(LONG)));
		assertThat(pids).hasSize(4);
		assertThat(pool.snapshot().tasks().succeeded()).isEqualTo(200);
		await().until(() -> pool.snapshot().workers().alive() == 0);
		assertThat(this.mostStarting).hasValueLessThanOrEqualTo(StartSlots.mostOfMachine());
		assertThat(this.decisions).filteredOn((decision) -> !decision.isHeld())
			.allSatisfy((decision) -> assertThat(decision.describe()).containsPattern("(grow|shrink) \\d → \\d: .+"))
			.extracting(PoolEvent.Scaled::to)
			.endsWith(3, 2, 1, 0);
		assertServes(pool);
	}

	@Test
	void allPoolsTogetherStartNoMoreWorkersAtATimeThanTheMachineHasProcessors() {
		ProcessPool first = pool(builder().minSize(3).maxSize(3).listener(this::listen));
		ProcessPool second = pool(builder().minSize(3).maxSize(3).listener(this::listen));
		first.start();
		second.start();
		await().until(() -> first.snapshot().workers().idle() == 3 && second.snapshot().workers().idle() == 3);
		assertThat(this.mostStarting).hasValueBetween(1, StartSlots.mostOfMachine());
		assertThat(this.decisions).noneMatch(PoolEvent.Scaled::isHeld);
	}

	@Test
	void trickleKeepsItsWorkerOnlyWhileThatPays() {
		ProcessPool pool = pool(builder().idleTimeout(Duration.ofMinutes(10)).listener(this::listen));
		long pid = pid(pool);
		assertThat(pid(pool)).isEqualTo(pid);
		await().until(() -> pool.snapshot().workers().alive() == 0);
		assertThat(this.decisions).last().extracting(PoolEvent.Scaled::cause).isEqualTo("silence");
		assertThat(pid(pool)).isNotEqualTo(pid);
	}

	private void listen(TaskPool pool, PoolEvent event) {
		if (event instanceof PoolEvent.WorkerStarted) {
			this.mostStarting.accumulateAndGet(this.starting.incrementAndGet(), Math::max);
		}
		else if (event instanceof PoolEvent.WorkerReady) {
			this.starting.decrementAndGet();
		}
		else if (event instanceof PoolEvent.Scaled decision) {
			this.decisions.add(decision);
		}
	}

}
