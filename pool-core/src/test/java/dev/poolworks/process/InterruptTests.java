package dev.poolworks.process;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import dev.poolworks.MapOptions;
import dev.poolworks.PoolAssert;
import dev.poolworks.TaskFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Interrupts are ordinary: a thread that is interrupted while it hands a task to a worker
 * costs neither the worker nor a task.
 */
class InterruptTests extends ProcessPoolFixture {

	private static final int INTERRUPTS = 3_000;

	@ParameterizedTest
	@ValueSource(ints = { 10, 2_000_000 })
	void threadThatIsInterruptedTimeAndAgainSubmits(int bytes) throws Exception {
		ProcessPool pool = pool(builder().maxSize(2).minSize(2).queueCapacity(1_000_000).queueBytes(8L << 30));
		List<TaskFuture<Integer>> futures = new ArrayList<>();
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Void> submitting = new CompletableFuture<>();
		Thread submitter = new Thread(() -> {
			byte[] argument = new byte[bytes];
			try {
				while (!done.get()) {
					TaskFuture<Integer> future = pool.submit(InterruptTests::lengthOf, argument);
					futures.add(future);
					while (!future.isDone() && bytes > 1_000) {
						Thread.yield(); // or the heap is full before long
					}
				}
				submitting.complete(null);
			}
			catch (RuntimeException ex) {
				submitting.completeExceptionally(ex);
			}
		}, "submitter");
		submitter.start();
		for (int i = 0; i < INTERRUPTS && submitter.isAlive(); i++) {
			submitter.interrupt();
			for (int spin = 0; spin < 20; spin++) {
				Thread.yield();
			}
		}
		done.set(true);
		submitting.join();
		assertThat(futures).isNotEmpty().allSatisfy((future) -> assertThat(future.result(LONG)).isEqualTo(bytes));
		assertNoneLost(pool, futures.size());
	}

	@Test
	void feederOfAMapThatIsInterruptedTimeAndAgainSendsAll() {
		ProcessPool pool = pool(builder().maxSize(2).minSize(2).queueCapacity(100_000));
		int items = 3_000;
		AtomicReference<Thread> feeder = new AtomicReference<>();
		Iterator<Integer> numbers = IntStream.range(0, items).iterator();
		Iterable<Integer> input = () -> new Iterator<>() {

			@Override
			public boolean hasNext() {
				feeder.set(Thread.currentThread());
				return numbers.hasNext();
			}

			@Override
			public Integer next() {
				Thread.currentThread().interrupt();
				return numbers.next();
			}

		};
		AtomicBoolean done = new AtomicBoolean();
		Thread interrupter = new Thread(() -> {
			while (!done.get()) {
				Thread thread = feeder.get();
				if (thread != null) {
					thread.interrupt();
				}
				Thread.yield();
			}
		}, "interrupter");
		interrupter.start();
		try {
			assertThat(pool.map(InterruptTests::next, input, MapOptions.defaults().chunkSize(1)).toList())
				.hasSize(items);
		}
		finally {
			done.set(true);
		}
		assertNoneLost(pool, items);
	}

	@Test
	void threadThatATaskLeavesAndThatInterruptsItsWorkerLaterDisturbsNobody() {
		ProcessPool pool = pool();
		pool.submit(InterruptTests::leaveInterrupter).result(LONG);
		for (int i = 0; i < 500; i++) {
			int number = i;
			TaskFuture<Integer> next = pool.submit(InterruptTests::next, number);
			assertThat(next.result(LONG)).isEqualTo(number + 1);
		}
		assertNoneLost(pool, 501);
	}

	private static void assertNoneLost(ProcessPool pool, long tasks) {
		assertThat(pool.snapshot().workers().exited()).as("workers that ended").isZero();
		assertThat(pool.snapshot().tasks().succeeded()).isEqualTo(tasks);
		assertThat(pool.snapshot().tasks().crashed()).isZero();
		PoolAssert.assertThat(pool).isConsistent();
		assertServes(pool);
	}

	private static int lengthOf(byte[] bytes) {
		return bytes.length;
	}

	private static int next(int number) {
		return number + 1;
	}

	private static boolean leaveInterrupter() {
		Thread worker = Thread.currentThread();
		Thread interrupter = new Thread(() -> {
			while (true) {
				worker.interrupt();
				Thread.yield();
			}
		});
		interrupter.setDaemon(true);
		interrupter.start();
		return true;
	}

}
