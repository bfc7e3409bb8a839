package dev.poolworks.process;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.poolworks.MapOptions;
import dev.poolworks.PoolAssert;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskResults;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cancel may overtake the task on its way to the worker: that costs no worker that is
 * well.
 */
class CancelBeforeSendTests extends ProcessPoolFixture {

	private static final Duration SHORT = Duration.ofMillis(300);

	@Test
	void largeTasksThatAreCancelledAtOnceCostNoWorker() {
		ProcessPool pool = pool(builder().killGrace(LONG).taskTimeout(LONG));
		long before = pid(pool);
		byte[] large = new byte[200_000];
		for (int i = 0; i < 50; i++) {
			pool.submit((bytes) -> bytes.length, large).cancel(true);
		}
		assertThat(pid(pool)).isEqualTo(before);
		PoolAssert.assertThat(pool).hasNothingToDo();
	}

	@Test
	void workerThatWasSentNothingIsFreeAtOnce() {
		ProcessPool pool = pool(builder().killGrace(SHORT));
		long before = pid(pool);
		byte[] large = new byte[200_000];
		for (int i = 0; i < 20; i++) {
			pool.submit((bytes) -> bytes.length, large).cancel(true);
			assertThat(pid(pool)).isEqualTo(before);
		}
	}

	@Test
	void thousandsOfCancelledTasksCostNoWorker() throws Exception {
		ProcessPool pool = pool(builder().killGrace(LONG).queueCapacity(10_000));
		long before = pid(pool);
		for (int round = 0; round < 5; round++) {
			List<TaskFuture<Long>> tasks = Stream.generate(() -> pool.submit(InWorker::pid)).limit(1_000).toList();
			Thread other = new Thread(() -> tasks.forEach((task) -> task.cancel(true)));
			other.start();
			for (int i = tasks.size() - 1; i >= 0; i--) {
				tasks.get(i).cancel(true);
			}
			other.join();
		}
		assertThat(pid(pool)).isEqualTo(before);
		assertThat(pool.snapshot().workers().started()).isOne();
	}

	@Test
	void mapsThatAreClosedEarlyCostNoWorker() {
		ProcessPool pool = pool(builder().killGrace(LONG));
		long before = pid(pool);
		List<byte[]> items = IntStream.range(0, 30).mapToObj((i) -> new byte[20_000]).toList();
		for (int i = 0; i < 30; i++) {
			try (TaskResults<Integer> results = pool.map((bytes) -> bytes.length, items,
					MapOptions.defaults().chunkSize(3))) {
				Iterator<Integer> first = results.iterator();
				if (i % 2 == 0) {
					assertThat(first.next()).isEqualTo(20_000);
				}
			}
		}
		assertThat(pid(pool)).isEqualTo(before);
		assertThat(pool.snapshot().workers().started()).isOne();
	}

}
