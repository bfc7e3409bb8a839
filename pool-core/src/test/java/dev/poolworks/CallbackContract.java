package dev.poolworks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callbacks.
 */
abstract class CallbackContract extends PoolContract {

	@Test
	void callbacksRunInTheOrderInWhichTheyWereAdded() {
		TaskPool pool = pool(1);
		Signal release = signal();
		List<Integer> seen = new CopyOnWriteArrayList<>();
		TaskFuture<Boolean> future = pool.submit(() -> release.await());
		for (int i = 0; i < 10; i++) {
			int number = i;
			future.onDone((done) -> seen.add(number));
		}
		release.raise();
		await().until(() -> seen.size() == 10);
		assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
	}

	@Test
	void callbackThatThrowsStopsNeitherTheOthersNorThePool() {
		TaskPool pool = pool(1);
		Signal release = signal();
		List<String> seen = new CopyOnWriteArrayList<>();
		TaskFuture<Boolean> future = pool.submit(() -> release.await());
		future.onDone((done) -> seen.add("before"))
			.onDone((done) -> Work.fail("a callback that throws on purpose"))
			.onDone((done) -> seen.add("after"));
		release.raise();
		await().until(() -> seen.size() == 2);
		assertThat(seen).containsExactly("before", "after");
		assertThat(future.result()).isTrue();
		assertThat(pool.submit(() -> "next").result()).isEqualTo("next");
	}

	@Test
	void callbackOfAFutureThatIsDoneRunsAtOnceAndHere() {
		TaskFuture<Integer> future = pool(1).submit(() -> 1);
		future.result();
		List<Thread> threads = new ArrayList<>();
		future.onDone((done) -> threads.add(Thread.currentThread()));
		assertThat(threads).containsExactly(Thread.currentThread());
	}

	@Test
	void callbackGetsTheFutureWhateverBecameOfIt() {
		TaskPool pool = pool(1);
		List<TaskFuture<?>> seen = new CopyOnWriteArrayList<>();
		TaskFuture<?> good = pool.submit(() -> 1).onDone(seen::add);
		TaskFuture<?> bad = pool.submit(() -> Work.fail("x")).onDone(seen::add);
		pool.suspend();
		TaskFuture<?> cancelled = pool.submit(() -> 1).onDone(seen::add);
		cancelled.cancel(false);
		pool.resume();
		await().until(() -> seen.size() == 3);
		assertThat(seen).containsExactlyInAnyOrder(good, bad, cancelled).allMatch(TaskFuture::isDone);
	}

	@Test
	void callbackThatSubmitsAndWaitsDoesNotDeadlock() {
		TaskPool pool = pool(1);
		List<Integer> seen = new CopyOnWriteArrayList<>();
		for (int i = 0; i < 20; i++) {
			int number = i;
			pool.submit(() -> 1).onDone((done) -> seen.add(pool.submit(Work::square, number).result()));
		}
		await().until(() -> seen.size() == 20);
		PoolAssert.assertThat(pool).hasNothingToDo().isConsistent();
		assertThat(pool.snapshot().tasks().succeeded()).isEqualTo(40);
	}

	@Test
	void callbacksThatBlockDoNotStopTheOthers() throws InterruptedException {
		TaskPool pool = pool(1);
		Signal begin = signal();
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch blocked = new CountDownLatch(8);
		for (int i = 0; i < 8; i++) {
			pool.submit(() -> begin.await()).thenAccept((value) -> {
				blocked.countDown();
				awaitQuietly(release);
			});
		}
		begin.raise();
		blocked.await();
		CompletableFuture<Integer> other = pool.submit(() -> 2).thenApply((value) -> value + 1);
		assertThat(other.join()).isEqualTo(3);
		release.countDown();
	}

	@Test
	void dependentsRunOnNoThreadThatWorks() {
		TaskPool pool = pool(2);
		List<String> threads = new CopyOnWriteArrayList<>();
		for (int i = 0; i < 100; i++) {
			pool.submit(Work::square, i).thenAccept((value) -> threads.add(Thread.currentThread().getName()));
		}
		await().until(() -> threads.size() == 100);
		String here = Thread.currentThread().getName();
		assertThat(threads).allMatch((name) -> name.equals(here) || name.startsWith(pool.name() + " completer"));
	}

	@Test
	void callbacksOfTwoFuturesMayWaitForEachOthersThreads() throws InterruptedException {
		TaskPool pool = pool(1);
		Signal release = signal();
		TaskFuture<Boolean> first = pool.submit(() -> release.await());
		TaskFuture<Boolean> second = pool.submit(() -> true);
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch added = new CountDownLatch(1);
		first.onDone((done) -> {
			running.countDown();
			awaitQuietly(added);
		});
		release.raise();
		running.await();
		Thread other = new Thread(() -> {
			first.onDone((done) -> added.countDown());
			second.onDone((done) -> added.countDown());
		});
		other.start();
		other.join(LONG.toMillis());
		assertThat(added.getCount()).isZero();
	}

	@Test
	void callbackThatIsAddedByACallbackRunsAtOnceAndThere() {
		TaskFuture<Integer> future = pool(1).submit(() -> 1);
		List<String> seen = new CopyOnWriteArrayList<>();
		future.onDone((done) -> {
			done.onDone((again) -> seen.add("inner"));
			seen.add("outer");
		});
		await().until(() -> seen.size() == 2);
		assertThat(seen).containsExactly("inner", "outer");
	}

	@Test
	void callbackThatThrowsAnErrorStopsNothing() {
		TaskPool pool = pool(1);
		Signal release = signal();
		List<String> seen = new CopyOnWriteArrayList<>();
		TaskFuture<Boolean> future = pool.submit(() -> release.await());
		future.onDone((done) -> {
			throw new NoClassDefFoundError("on purpose");
		}).onDone((done) -> seen.add("after"));
		release.raise();
		await().until(() -> seen.size() == 1);
		pool.submit(() -> 1).onDone((done) -> seen.add("next"));
		await().until(() -> seen.size() == 2);
	}

	@Test
	void moreCallbacksThanThreadsMayWaitAndTheNextOnesRun() throws InterruptedException {
		TaskPool pool = pool(1);
		int blocking = 270;
		Signal begin = signal();
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch blocked = new CountDownLatch(blocking);
		List<TaskFuture<Boolean>> futures = new ArrayList<>();
		for (int i = 0; i < blocking; i++) {
			TaskFuture<Boolean> future = pool.submit(() -> begin.await());
			future.thenAccept((value) -> {
				blocked.countDown();
				awaitQuietly(release);
			});
			futures.add(future);
		}
		begin.raise();
		assertThat(blocked.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(pool.submit(() -> 2).thenApply((value) -> value + 1).orTimeout(60, TimeUnit.SECONDS).join())
			.isEqualTo(3);
		release.countDown();
		assertThat(futures).allMatch(TaskFuture::isDone);
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
