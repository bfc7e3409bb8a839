package dev.poolworks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callbacks and progress.
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
	void progressArrivesInOrder() {
		TaskPool pool = pool(1);
		Signal release = signal();
		List<TaskProgress> seen = new CopyOnWriteArrayList<>();
		TaskFuture<Boolean> future = pool.submit(() -> {
			release.await();
			for (int i = 1; i <= 5; i++) {
				TaskContext.current().progress(i, 5, "page " + i);
			}
			return true;
		});
		future.onProgress((progress) -> Work.fail("a callback that throws on purpose")).onProgress(seen::add);
		release.raise();
		await().until(() -> seen.size() == 5);
		assertThat(seen).extracting(TaskProgress::done).containsExactly(1L, 2L, 3L, 4L, 5L);
		assertThat(seen.get(4)).isEqualTo(new TaskProgress(5, 5, "page 5"));
		assertThat(future.result()).isTrue();
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
