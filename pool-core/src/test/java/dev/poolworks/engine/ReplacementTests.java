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
<<<<<<< HEAD
		pool.finished(1, tasks.get(0));
		assertThat(pool.commands()).containsExactly("start pdf-1", "send a to pdf-1", "start pdf-2", "a SUCCEEDED",
				"stop pdf-1: recycled", "send b to pdf-2");
		pool.dies(1);
		assertThat(pool.commands()).as("there is room for the next").containsExactly("start pdf-1");
		pool.finished(2, tasks.get(1));
		assertThat(pool.commands()).as("exact, whether the next is ready or not")
			.containsExactly("b SUCCEEDED", "stop pdf-2: recycled");
	}

	@Test
	void successorStartsAsEarlyAsAStartTakes() {
		EngineFixture pool = processesThatServe(10, (settings) -> {
		});
		List<EngineFixture.TestTask> tasks = IntStream.rangeClosed(1, 20)
			.mapToObj((i) -> pool.submit("t" + i))
			.toList();
		pool.passes(500);
		pool.ready(1);
		pool.commands();
		for (int i = 0; i < 5; i++) {
			pool.passes(100);
			pool.finished(1, tasks.get(i));
			assertThat(pool.commands().contains("start pdf-2"))
				.as("after task %d of 10, each 100 ms, with starts of 500", i + 1)
				.isEqualTo(i == 4);
		}
		for (int i = 5; i < 10; i++) {
			pool.passes(100);
			if (i == 9) {
				pool.ready(2);
			}
			pool.finished(1, tasks.get(i));
		}
		assertThat(pool.commands()).as("its place is not empty")
			.endsWith("t10 SUCCEEDED", "stop pdf-1: recycled", "send t11 to pdf-2");
	}

	@Test
	void workerDoesAllItsTasksBesideAReadySuccessor() {
		EngineFixture pool = processesThatServe(10, (settings) -> {
		});
		List<EngineFixture.TestTask> tasks = IntStream.rangeClosed(1, 20)
			.mapToObj((i) -> pool.submit("t" + i))
			.toList();
		pool.passes(500);
		pool.ready(1);
		for (int i = 0; i < 5; i++) {
			pool.passes(100);
			pool.finished(1, tasks.get(i));
		}
		pool.ready(2);
		pool.commands();
		for (int i = 5; i < 10; i++) {
			pool.finished(1, tasks.get(i));
		}
		assertThat(pool.commands()).containsExactly("t6 SUCCEEDED", "send t7 to pdf-1", "t7 SUCCEEDED",
				"send t8 to pdf-1", "t8 SUCCEEDED", "send t9 to pdf-1", "t9 SUCCEEDED", "send t10 to pdf-1",
				"t10 SUCCEEDED", "stop pdf-1: recycled", "send t11 to pdf-2");
	}

	@Test
	void workerWithoutWorkBesideItsSuccessorEndsAfterTheTimeOfAStart() {
		EngineFixture pool = processesThatServe(10, (settings) -> {
		});
		List<EngineFixture.TestTask> tasks = IntStream.rangeClosed(1, 8).mapToObj((i) -> pool.submit("t" + i)).toList();
		pool.passes(500);
		pool.ready(1);
		for (int i = 0; i < 6; i++) {
			pool.passes(100);
			pool.finished(1, tasks.get(i));
		}
		pool.passes(200);
		pool.ready(2);
		pool.finished(1, tasks.get(6));
		pool.finished(1, tasks.get(7));
		pool.commands();
		pool.passes(299);
		assertThat(pool.commands()).isEmpty();
		EngineFixture.TestTask next = pool.submit("next");
		assertThat(pool.commands()).as("it has tasks left").containsExactly("send next to pdf-1");
		pool.finished(1, next);
		pool.commands();
		pool.passes(1);
		assertThat(pool.commands()).isEmpty();
		assertThat(pool.wakesIn()).isEqualTo(299);
		pool.passes(299);
		assertThat(pool.commands()).containsExactly("stop pdf-1: recycled");
	}

	@Test
	void workerWhoseTasksComeOneByOneHasASuccessorToo() {
		EngineFixture pool = processesThatServe(5, (settings) -> {
		});
		EngineFixture.TestTask task = pool.submit("t1");
		pool.passes(500);
		pool.ready(1);
		for (int i = 2; i < 5; i++) {
			pool.passes(100);
			pool.finished(1, task);
			task = pool.submit("t" + i);
		}
		assertThat(pool.commands()).endsWith("send t4 to pdf-1").contains("start pdf-2");
	}

	@Test
	void workerOfAPoolWithLittleToDoHasNoSuccessor() {
		EngineFixture pool = processesThatServe(2, (settings) -> {
		});
		EngineFixture.TestTask first = pool.submit("a");
		pool.passes(500);
		pool.ready(1);
		pool.finished(1, first);
		pool.passes(10_000);
		EngineFixture.TestTask second = pool.submit("b");
		pool.commands();
		pool.finished(1, second);
		assertThat(pool.commands()).containsExactly("b SUCCEEDED", "stop pdf-1: recycled");
	}

	@Test
	void workerOfMinSizeHasASuccessorWithItsLastTask() {
		EngineFixture pool = processesThatServe(2, (settings) -> settings.minSize = 1);
		pool.tick();
		pool.passes(500);
		pool.ready(1);
		pool.finished(1, pool.submit("a"));
		pool.passes(10_000);
		pool.commands();
		pool.submit("b");
		assertThat(pool.commands()).containsExactly("send b to pdf-1", "start pdf-2");
	}

	@Test
	void limitIsExactWithoutRoomForASuccessor() {
		EngineFixture pool = processesThatServe(2, (settings) -> {
		});
		List<EngineFixture.TestTask> tasks = Stream.of("a", "b", "c").map(pool::submit).toList();
		pool.ready(1);
		pool.commands();
		pool.refusal = "no memory";
		pool.finished(1, tasks.get(0));
		assertThat(pool.wakesIn()).as("asks again").isEqualTo(250);
		pool.finished(1, tasks.get(1));
		assertThat(pool.commands()).containsExactly("a SUCCEEDED", "send b to pdf-1", "b SUCCEEDED",
				"stop pdf-1: recycled");
		pool.refusal = null;
		pool.engine.roomMade(pool.now());
		pool.dies(1);
		assertThat(pool.commands()).containsExactly("start pdf-1");
	}

	@Test
	void limitIsExactWhereItsSuccessorDoesNotStart() {
		EngineFixture pool = processesThatServe(2, (settings) -> {
		});
		List<EngineFixture.TestTask> tasks = Stream.of("a", "b", "c").map(pool::submit).toList();
		pool.ready(1);
		pool.finished(1, tasks.get(0));
		pool.dies(2);
		pool.commands();
		pool.finished(1, tasks.get(1));
		assertThat(pool.commands()).containsExactly("b SUCCEEDED", "stop pdf-1: recycled");
		pool.dies(1);
		assertThat(pool.commands()).as("the backoff").isEmpty();
		pool.passes(100);
		assertThat(pool.commands()).containsExactly("start pdf-1");
	}

	@Test
	void ofWorkersThatAreDueTogetherOneHasASuccessorAndNoneServesOn() {
		EngineFixture pool = processesThatServe(2, (settings) -> settings.maxSize = 2);
		List<EngineFixture.TestTask> tasks = Stream.of("a", "b", "c", "d", "e", "f", "g").map(pool::submit).toList();
		pool.ready(1);
		pool.ready(2);
=======
		pool.passes(1_000);
		pool.commands();
>>>>>>> promises
		pool.finished(1, tasks.get(0));
		pool.finished(2, tasks.get(1));
		assertThat(pool.commands()).containsExactly("a SUCCEEDED", "start pdf-3", "send c to pdf-1", "b SUCCEEDED",
				"send d to pdf-2");
		pool.ready(3);
<<<<<<< HEAD
		assertThat(pool.commands()).as("the successor takes the place that is empty first")
			.containsExactly("send e to pdf-3");
		pool.dies(2);
		assertThat(pool.commands()).as("there is room for the next successor").containsExactly("start pdf-2");
		pool.finished(1, tasks.get(2));
		assertThat(pool.commands()).containsExactly("c SUCCEEDED", "stop pdf-1: recycled");
	}

	@Test
	void workerThatDiesInItsLastTaskIsReplacedByItsSuccessor() {
		EngineFixture pool = processesThatServe(2, (settings) -> {
		});
		List<EngineFixture.TestTask> tasks = Stream.of("a", "b", "c").map(pool::submit).toList();
		pool.ready(1);
		pool.finished(1, tasks.get(0));
		pool.started(1, tasks.get(1));
		pool.dies(1);
		pool.commands();
		pool.ready(2);
		assertThat(pool.commands()).containsExactly("send c to pdf-2");
=======
		pool.finished(2, tasks.get(3));
		assertThat(pool.commands()).as("the second one serves on").containsExactly("d SUCCEEDED", "send e to pdf-2");
>>>>>>> promises
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
