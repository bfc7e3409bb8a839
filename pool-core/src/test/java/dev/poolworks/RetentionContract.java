package dev.poolworks;

import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a future holds on to when its task has ended: its outcome.
 */
abstract class RetentionContract extends PoolContract {

	@Test
	void doneFutureKeepsNeitherArgumentNorCaptures() {
		TaskPool pool = pool(1);
		Weak weak = new Weak();
		TaskFuture<Integer> argument = pool.submit(Large::size, weak.large());
		TaskFuture<Integer> capture = capture(pool, weak.large());
		assertThat(argument.result() + capture.result()).isEqualTo(2 * Large.SIZE);
		assertThatAllAreGone(weak, pool, argument, capture);
	}

	@Test
	void failedFutureKeepsItsExceptionAlone() {
		TaskPool pool = pool(1);
		Weak weak = new Weak();
		TaskFuture<Integer> future = pool.submit((large) -> Work.fail("of " + large.size()), weak.large());
		assertThat(future.exception()).isInstanceOf(IllegalStateException.class);
		assertThatAllAreGone(weak, pool, future);
		assertThat(future.exception()).hasMessage("of " + Large.SIZE);
	}

	@Test
	void cancelledFutureKeepsNothing() {
		TaskPool pool = pool(1);
		Weak weak = new Weak();
		pool.suspend();
		TaskFuture<Integer> future = pool.submit(Large::size, weak.large());
		future.cancel(true);
		pool.resume();
		assertThatAllAreGone(weak, pool, future);
		assertThat(future.isCancelled()).isTrue();
	}

	@Test
	void futureCompletedFromOutsideKeepsNothingWhenItsTaskHasEnded() {
		TaskPool pool = pool(1);
		Weak weak = new Weak();
		Signal begun = signal();
		Signal never = signal();
		TaskFuture<Integer> future = pool.submit((large) -> {
			begun.raise();
			never.await();
			return large.size();
		}, weak.large());
		await(begun);
		future.complete(3);
		assertThatAllAreGone(weak, pool, future);
		assertThat(future.result()).isEqualTo(3);
	}

	@Test
	void doneFutureKeepsNoCallbacks() {
		TaskPool pool = pool(1);
		Weak weak = new Weak();
		Signal release = signal();
		TaskFuture<Boolean> future = pool.submit(() -> {
			TaskContext.current().progress(1, 1, null);
			return release.await();
		});
		List<Integer> seen = new ArrayList<>();
		register(future, weak, seen);
		release.raise();
		future.result();
		assertThatAllAreGone(weak, pool, future);
	}

	private static TaskFuture<Integer> capture(TaskPool pool, Large large) {
		return pool.submit(() -> large.size());
	}

	private static void register(TaskFuture<?> future, Weak weak, List<Integer> seen) {
		for (Consumer<Consumer<Object>> registration : List.<Consumer<Consumer<Object>>>of(future::onDone,
				future::onProgress, (action) -> future.thenAccept(action))) {
			Large large = weak.large();
			registration.accept((anything) -> {
				synchronized (seen) {
					seen.add(large.size());
				}
			});
		}
	}

	private static void assertThatAllAreGone(Weak weak, TaskPool pool, TaskFuture<?>... futures) {
		pool.submit(() -> "next").result(); // the worker has nothing of it on its stack
		await().untilAsserted(() -> {
			System.gc();
			assertThat(weak.references).filteredOn((reference) -> reference.get() != null).isEmpty();
		});
		assertThat(futures).allMatch(TaskFuture::isDone);
	}

	/**
	 * Hands out what is expected to go.
	 */
	private static final class Weak {

		private final List<WeakReference<Large>> references = new ArrayList<>();

		Large large() {
			Large large = new Large(new byte[Large.SIZE]);
			this.references.add(new WeakReference<>(large));
			return large;
		}

	}

	/**
	 * An argument.
	 *
	 * @param bytes what makes it large
	 */
	record Large(byte[] bytes) implements Serializable {

		static final int SIZE = 100_000;

		int size() {
			return this.bytes.length;
		}

	}

}
