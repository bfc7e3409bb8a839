package dev.poolworks.engine;

import java.util.List;
import java.util.stream.Stream;

import dev.poolworks.policy.RecyclePolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that have served long enough, and their successors.
 */
class ReplacementTests {

	@Test
	void workerStaysWhereTheRecyclePolicyThrows() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.recycle = (usage) -> {
			throw new IllegalStateException("no idea");
		});
		EngineFixture.TestTask task = pool.submit("a");
		pool.ready(1);
		pool.finished(1, task);
		assertThat(pool.commands()).containsExactly("start pdf-1", "send a to pdf-1", "a SUCCEEDED");
		assertThat(pool.events)
			.contains("recycle policy failed, workers stay instead: java.lang.IllegalStateException: no idea");
	}

	@Test
	void workersThatAreDueTogetherAreReplacedOneByOne() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
			settings.maxSize = 2;
			settings.recycle = RecyclePolicy.after(0, 1_000_000_000, 0);
		});
		List<EngineFixture.TestTask> tasks = Stream.of("a", "b", "c", "d", "e").map(pool::submit).toList();
		pool.ready(1);
		pool.ready(2);
		pool.passes(1_000);
		pool.commands();
		pool.finished(1, tasks.get(0));
		pool.finished(2, tasks.get(1));
		assertThat(pool.commands()).containsExactly("a SUCCEEDED", "start pdf-3", "send c to pdf-1", "b SUCCEEDED",
				"send d to pdf-2");
		pool.ready(3);
		pool.finished(2, tasks.get(3));
		assertThat(pool.commands()).as("the second one serves on").containsExactly("d SUCCEEDED", "send e to pdf-2");
	}

	@Test
	void oldWorkerServesUntilItsSuccessorIsReady() {
		EngineFixture pool = EngineFixture
			.processes((settings) -> settings.recycle = RecyclePolicy.after(0, 1_000_000_000, 0));
		List<EngineFixture.TestTask> tasks = Stream.of("a", "b", "c").map(pool::submit).toList();
		pool.ready(1);
		pool.passes(1_000);
		pool.commands();
		pool.finished(1, tasks.get(0));
		assertThat(pool.commands()).containsExactly("a SUCCEEDED", "start pdf-2", "send b to pdf-1");
		pool.ready(2);
		assertThat(pool.commands()).as("no more than max-size tasks at a time").isEmpty();
		pool.finished(1, tasks.get(1));
		assertThat(pool.commands()).containsExactly("b SUCCEEDED", "stop pdf-1: recycled", "send c to pdf-2");
	}

	@Test
	void oldWorkerThatIsIdleEndsAsSoonAsItsSuccessorIsReady() {
		EngineFixture pool = EngineFixture
			.processes((settings) -> settings.recycle = RecyclePolicy.after(0, 1_000_000_000, 0));
		EngineFixture.TestTask task = pool.submit("a");
		pool.ready(1);
		pool.passes(1_000);
		pool.finished(1, task);
		pool.commands();
		pool.ready(2);
		assertThat(pool.commands()).containsExactly("stop pdf-1: recycled");
		assertThat(pool.engine.snapshot().workers().idle()).isOne();
	}

	@Test
	void oneOfTwoIdleWorkersNeedsNoSuccessor() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
			settings.maxSize = 2;
			settings.recycle = RecyclePolicy.after(0, 1_000_000_000, 0);
		});
		List<EngineFixture.TestTask> tasks = Stream.of("a", "b").map(pool::submit).toList();
		pool.ready(1);
		pool.ready(2);
		pool.finished(1, tasks.get(0));
		pool.passes(1_000);
		pool.commands();
		pool.finished(2, tasks.get(1));
		assertThat(pool.commands()).containsExactly("b SUCCEEDED", "stop pdf-2: recycled");
	}

	@Test
	void oldWorkerEndsFirstIfThereIsNoRoomForASuccessor() {
		EngineFixture pool = EngineFixture
			.processes((settings) -> settings.recycle = RecyclePolicy.after(0, 1_000_000_000, 0));
		List<EngineFixture.TestTask> tasks = Stream.of("a", "b").map(pool::submit).toList();
		pool.ready(1);
		pool.passes(1_000);
		pool.commands();
		pool.refusal = "no memory";
		pool.finished(1, tasks.get(0));
		assertThat(pool.commands()).containsExactly("a SUCCEEDED", "stop pdf-1: recycled");
		pool.refusal = null;
		pool.dies(1);
		assertThat(pool.commands()).containsExactly("start pdf-1");
	}

	@Test
	void successorThatDoesNotStartIsTriedAgain() {
		EngineFixture pool = EngineFixture
			.processes((settings) -> settings.recycle = RecyclePolicy.after(0, 1_000_000_000, 0));
		EngineFixture.TestTask first = pool.submit("a");
		pool.ready(1);
		pool.passes(1_000);
		pool.finished(1, first);
		pool.commands();
		pool.dies(2);
		EngineFixture.TestTask second = pool.submit("b");
		assertThat(pool.commands()).containsExactly("send b to pdf-1");
		pool.finished(1, second);
		pool.passes(100);
		assertThat(pool.commands()).containsExactly("b SUCCEEDED");
		assertThat(pool.engine.snapshot().workers().idle()).isOne();
	}

	@Test
	void workerThatDiesWhileItsSuccessorStartsIsReplacedByIt() {
		EngineFixture pool = EngineFixture
			.processes((settings) -> settings.recycle = RecyclePolicy.after(0, 1_000_000_000, 0));
		List<EngineFixture.TestTask> tasks = Stream.of("a", "b", "c").map(pool::submit).toList();
		pool.ready(1);
		pool.passes(1_000);
		pool.finished(1, tasks.get(0));
		pool.started(1, tasks.get(1));
		pool.dies(1);
		pool.commands();
		pool.ready(2);
		assertThat(pool.commands()).containsExactly("send c to pdf-2");
		assertThat(pool.engine.snapshot().workers().alive()).isOne();
	}

	@Test
	void workerThatAgedWhileIdleIsReplacedWhenItIsNeeded() {
		EngineFixture pool = EngineFixture.processes((settings) -> {
			settings.minSize = 1;
			settings.recycle = RecyclePolicy.after(0, 1_000_000_000, 0);
		});
		pool.tick();
		pool.ready(1);
		pool.passes(1_000);
		pool.commands();
		pool.submit("a");
		assertThat(pool.commands()).containsExactly("start pdf-2", "send a to pdf-1");
	}

	@Test
	void workerThatIsLargeFromTheStartServesAtLeastOneTask() {
		EngineFixture pool = EngineFixture.processes((settings) -> settings.recycle = RecyclePolicy.after(0, 0, 1_000));
		EngineFixture.TestTask task = pool.submit("a");
		pool.worker(1).measured(2_000);
		pool.ready(1);
		assertThat(pool.commands()).containsExactly("start pdf-1", "send a to pdf-1");
		pool.finished(1, task);
		assertThat(pool.commands()).containsExactly("a SUCCEEDED", "stop pdf-1: recycled");
	}

}
