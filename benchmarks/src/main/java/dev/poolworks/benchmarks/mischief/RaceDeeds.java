package dev.poolworks.benchmarks.mischief;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import dev.poolworks.TaskFuture;
import dev.poolworks.TaskRejectedException;
import dev.poolworks.TaskResults;

import static dev.poolworks.benchmarks.mischief.Scene.require;
import static dev.poolworks.benchmarks.mischief.Scene.value;

/**
 * Two or more things at once.
 */
final class RaceDeeds {

	private static final int MANY = 1_000;

	private RaceDeeds() {
	}

	static List<Deed> all() {
		return List.of(
				Deed.toAll("cancels a thousand tasks as soon as they are submitted", (scene) -> cancels(scene, 1)),
				Deed.toAll("cancels large tasks as soon as they are submitted", (scene) -> cancels(scene, 100_000)),
				Deed.toAll("closes maps early", RaceDeeds::closesMaps),
				Deed.toAll("completes futures from outside while their tasks end", RaceDeeds::completes),
				Deed.toAll("cancels in a callback", RaceDeeds::cancelsInCallback),
				Deed.toAll("resizes all the time", RaceDeeds::resizes),
				Deed.toAll("suspends and resumes all the time", RaceDeeds::suspends),
				Deed.toAll("submits while the pool is shut down", RaceDeeds::submitsDuringShutdown),
				Deed.toAll("closes in four threads at once", RaceDeeds::closesTogether),
				Deed.toAll("interrupts what has just ended", RaceDeeds::cancelsLate),
				Deed.toAll("asks for snapshots and workers all the time", RaceDeeds::asks));
	}

	private static void cancels(Scene scene, int bytes) {
		List<Long> before = warm(scene);
		int count = (bytes > 1) ? 50 : MANY;
		List<TaskFuture<Integer>> futures = new ArrayList<>();
		byte[] argument = new byte[bytes];
		for (int i = 0; i < count; i++) {
			TaskFuture<Integer> future = scene.submit((byte[] array) -> array.length, argument);
			future.cancel(true);
			futures.add(future);
		}
		for (TaskFuture<Integer> future : futures) {
			requireEnded(future);
		}
		for (int i = 0; i < 10; i++) {
			scene.serves();
		}
		require(scene.workers().containsAll(before), "a worker was lost: " + before + ", now " + scene.workers());
	}

	private static void requireEnded(TaskFuture<Integer> future) {
		try {
			future.result(Scene.PATIENCE);
		}
		catch (CancellationException ex) {
			require(future.isCancelled(), "it was cancelled, and is not");
		}
	}

	private static List<Long> warm(Scene scene) {
		if (!scene.isAlone()) {
			return List.of();
		}
		scene.serves();
		return scene.isProcess() ? scene.workers() : List.of();
	}

	private static void closesMaps(Scene scene) {
		List<Long> before = warm(scene);
		List<Integer> items = IntStream.range(0, 200).boxed().toList();
		for (int i = 0; i < 30; i++) {
			try (TaskResults<Integer> results = scene.pool().map((n) -> n + 1, items, Scene.UNSEEN_ITEMS)) {
				if (i % 3 > 0) {
					results.stream().limit(i).forEach((n) -> require(n > 0, "another result"));
				}
			}
		}
		if (scene.isAlone()) {
			scene.settles();
		}
		require(scene.workers().containsAll(before), "a worker was lost: " + before + ", now " + scene.workers());
	}

	private static void completes(Scene scene) {
		for (int i = 0; i < 200; i++) {
			TaskFuture<Integer> future = scene.submit((n) -> n, i);
			boolean first = future.complete(-1);
			require(future.isDone() && value(future) == (first ? -1 : i), "another result");
			require(future.getNow(7).equals(value(future)), "two results");
		}
	}

	private static void cancelsInCallback(Scene scene) {
		List<TaskFuture<?>> others = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			TaskFuture<Integer> future = scene.submit((n) -> n, i);
			TaskFuture<?> other = scene.submit(Havoc::obey);
			future.onDone((done) -> other.cancel(true));
			others.add(other);
		}
		for (TaskFuture<?> other : others) {
			Scene.await(other::isCancelled, "the cancel in a callback");
		}
	}

	private static void resizes(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(2), (own) -> {
			List<TaskFuture<Integer>> futures = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				futures.add(own.submit((n) -> n, i));
				own.pool().resize(i % 2, 1 + i % 3);
			}
			for (int i = 0; i < futures.size(); i++) {
				require(value(futures.get(i)) == i, "another result");
			}
			own.pool().resize(0, 2);
		});
	}

	private static void suspends(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(2), (own) -> {
			List<TaskFuture<Integer>> futures = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				own.pool().suspend();
				futures.add(own.submit((n) -> n, i));
				own.pool().resume();
			}
			for (int i = 0; i < futures.size(); i++) {
				require(value(futures.get(i)) == i, "another result");
			}
		});
	}

	private static void submitsDuringShutdown(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(2), (own) -> {
			own.serves();
			CountDownLatch begun = new CountDownLatch(2);
			List<Thread> threads = IntStream.range(0, 2).mapToObj((i) -> Scene.start("submitting", () -> {
				begun.countDown();
				submitUntilRefused(own);
			})).toList();
			begun.await();
			java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
			own.pool().shutdown();
			for (Thread thread : threads) {
				Scene.join(thread);
			}
		});
	}

	private static void submitUntilRefused(Scene own) {
		List<TaskFuture<Integer>> futures = new ArrayList<>();
		try {
			while (futures.size() < 50_000) {
				futures.add(own.submit((n) -> n, futures.size()));
			}
		}
		catch (TaskRejectedException ex) {
			for (int i = 0; i < futures.size(); i++) {
				require(value(futures.get(i)) == i, "another result");
			}
		}
	}

	private static void closesTogether(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(2), (own) -> {
			List<TaskFuture<Integer>> futures = IntStream.range(0, 20)
				.mapToObj((i) -> own.submit((n) -> n, i))
				.toList();
			List<Thread> threads = IntStream.range(0, 4)
				.mapToObj((i) -> Scene.start("closing", own.pool()::close))
				.toList();
			for (Thread thread : threads) {
				Scene.join(thread);
			}
			require(futures.stream().allMatch(TaskFuture::isDone), "a pool is closed and a task is not done");
		});
	}

	private static void cancelsLate(Scene scene) {
		List<Long> before = warm(scene);
		for (int i = 0; i < 200; i++) {
			TaskFuture<Integer> future = scene.submit((n) -> n, i);
			for (int spin = 0; spin < i * 20; spin++) {
				Thread.onSpinWait();
			}
			future.cancel(true);
			requireEnded(future);
		}
		scene.serves();
		require(scene.workers().containsAll(before), "a worker was lost: " + before + ", now " + scene.workers());
	}

	private static void asks(Scene scene) {
		for (int i = 0; i < 200; i++) {
			TaskFuture<Integer> future = scene.submit((n) -> n, i);
			require(scene.pool().snapshot().tasks().isConsistent(), "the counts do not add up");
			require(scene.pool().workers().size() <= 1_000, "too many workers");
			value(future);
		}
	}

}
