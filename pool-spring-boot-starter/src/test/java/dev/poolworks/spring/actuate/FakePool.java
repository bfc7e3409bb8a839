package dev.poolworks.spring.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.poolworks.PoolSnapshot;
import dev.poolworks.PoolState;
import dev.poolworks.PoolType;
import dev.poolworks.TaskCounts;
import dev.poolworks.TaskPool;
import dev.poolworks.WorkerCounts;
import dev.poolworks.WorkerSnapshot;
import dev.poolworks.WorkerState;

import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * A pool that is in any state a test wants, the impossible ones included.
 */
final class FakePool {

	final TaskPool pool = mock(TaskPool.class);

	final List<WorkerSnapshot> workers = new ArrayList<>();

	PoolState state = PoolState.RUNNING;

	boolean suspended;

	String brokenReason;

	WorkerCounts workerCounts = new WorkerCounts(0, 1, 2, 0, 0, 5, 2);

	TaskCounts taskCounts = new TaskCounts(30, 3, 1, 1, 0, 10, 4, 3, 2, 1, 4, 1);

	private final String name;

	private final PoolType type;

	FakePool(String name, PoolType type) {
		this.name = name;
		this.type = type;
		given(this.pool.name()).willReturn(name);
		given(this.pool.type()).willReturn(type);
		willAnswer((invocation) -> snapshot()).given(this.pool).snapshot();
		willAnswer((invocation) -> List.copyOf(this.workers)).given(this.pool).workers();
	}

	static WorkerSnapshot process(int id, long pid, long rssBytes) {
		return new WorkerSnapshot(id, "render-" + id, pid, WorkerState.BUSY, Duration.ofSeconds(90), 7, 42, "thumbnail",
				Duration.ofMillis(1500), false, rssBytes, Duration.ofMillis(2500));
	}

	private PoolSnapshot snapshot() {
		return new PoolSnapshot(this.name, this.type, this.state, this.suspended, 1, 4, 100, 2048, this.workerCounts,
				this.taskCounts, this.brokenReason);
	}

}
