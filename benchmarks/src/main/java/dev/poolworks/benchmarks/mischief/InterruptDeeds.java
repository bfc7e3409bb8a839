package dev.poolworks.benchmarks.mischief;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import dev.poolworks.TaskFuture;
import dev.poolworks.TaskRejectedException;
import dev.poolworks.TaskResults;
import org.jspecify.annotations.Nullable;

import static dev.poolworks.benchmarks.mischief.Scene.require;
import static dev.poolworks.benchmarks.mischief.Scene.value;

/**
 * Interrupts of threads that call a pool, and of its workers' threads by their tasks.
 */
final class InterruptDeeds {

	private static final int MANY = 300;

	private InterruptDeeds() {
	}

	static List<Deed> all() {
		return List.of(
				Deed.toAll("is submitted to by a thread that is interrupted all the time", InterruptDeeds::submit),
				Deed.toAll("is sent large tasks by a thread that is interrupted all the time", InterruptDeeds::large),
				Deed.toAll("maps for a thread that is interrupted all the time", InterruptDeeds::map),
				Deed.toAll("is waited for by a thread that is interrupted", InterruptDeeds::get),
				Deed.toAll("is closed by a thread that is interrupted", InterruptDeeds::close),
				Deed.toAll("has a task that interrupts itself", (scene) -> value(scene.submit(() -> {
					Thread.currentThread().interrupt();
					return true;
				}))), Deed.toAll("has a task that leaves a thread which interrupts its worker", InterruptDeeds::later),
				Deed.toAll("calls back code that interrupts itself", InterruptDeeds::callback),
				Deed.toAll("feeds from an input that interrupts itself", InterruptDeeds::input));
	}

	private static void submit(Scene scene) throws Exception {
		List<Long> before = warm(scene);
		List<TaskFuture<Integer>> futures = new ArrayList<>();
		whileInterrupted(() -> IntStream.range(0, MANY).forEach((i) -> futures.add(scene.submit((n) -> n + 1, i))));
		for (int i = 0; i < MANY; i++) {
			require(value(futures.get(i)) == i + 1, "another result");
		}
		requireSame(scene, before);
	}

	private static void large(Scene scene) throws Exception {
		List<Long> before = warm(scene);
		List<TaskFuture<Integer>> futures = new ArrayList<>();
		byte[] bytes = new byte[1 << 20];
		whileInterrupted(() -> IntStream.range(0, 20)
			.forEach((i) -> futures.add(scene.submit((byte[] argument) -> argument.length, bytes))));
		for (TaskFuture<Integer> future : futures) {
			require(value(future) == bytes.length, "another result");
		}
		requireSame(scene, before);
	}

	private static void map(Scene scene) throws Exception {
		List<Long> before = warm(scene);
		List<Integer> items = IntStream.range(0, 50).boxed().toList();
		whileInterrupted(() -> {
			for (int i = 0; i < 10; i++) {
				try (TaskResults<Integer> results = scene.pool().map((n) -> n + 1, items, Scene.UNSEEN_ITEMS)) {
					results.toList();
				}
				catch (CompletionException ex) {
					require(ex.getCause() instanceof InterruptedException, "ended with " + ex);
				}
			}
		});
		if (scene.isAlone()) {
			scene.settles();
		}
		requireSame(scene, before);
	}

	private static void get(Scene scene) throws Exception {
		TaskFuture<Long> future = scene.submit(Havoc::stubborn, 300);
		AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
		Thread waiting = Scene.start("waiting", () -> {
			try {
				future.get();
			}
			catch (Exception ex) {
				thrown.set(ex);
			}
		});
		waiting.interrupt();
		Scene.join(waiting);
		require(thrown.get() instanceof InterruptedException, "ended with " + thrown.get());
		value(future);
	}

	private static void close(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(1), (own) -> {
			TaskFuture<?> running = own.submit(Havoc::obey);
			Scene.await(running::isRunning, "a running task");
			TaskFuture<?> waiting = own.submit(Havoc::obey);
			AtomicBoolean kept = new AtomicBoolean();
			Thread closing = Scene.start("closing", () -> {
				own.pool().close();
				kept.set(Thread.currentThread().isInterrupted());
			});
			closing.interrupt();
			Scene.join(closing);
			require(kept.get(), "the interrupt is lost");
			require(running.isCancelled() && waiting.isCancelled(), "a task was not cancelled");
		});
	}

	private static void later(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(2), InterruptDeeds::interruptLater);
	}

	private static void interruptLater(Scene scene) {
		List<Long> before = warm(scene);
		value(scene.submit(() -> {
			Thread worker = Thread.currentThread();
			Thread ghost = new Thread(() -> {
				for (int i = 0; i < 100; i++) {
					LockSupport.parkNanos(2_000_000);
					worker.interrupt();
				}
			});
			ghost.setDaemon(true);
			ghost.start();
			return true;
		}));
		for (int i = 0; i < 50; i++) {
			scene.serves();
			LockSupport.parkNanos(2_000_000);
		}
		requireSame(scene, before);
	}

	private static void callback(Scene scene) throws InterruptedException {
		AtomicBoolean called = new AtomicBoolean();
		TaskFuture<Integer> future = scene.submit((n) -> n + 1, 1);
		future.onDone((done) -> Thread.currentThread().interrupt());
		future.onDone((done) -> called.set(true));
		value(future);
		Scene.await(called::get, "the second callback");
		Thread.interrupted();
		scene.serves();
	}

	private static void input(Scene scene) {
		Iterable<Integer> items = () -> new Iterator<>() {

			private int next;

			@Override
			public boolean hasNext() {
				Thread.currentThread().interrupt();
				return this.next < 20;
			}

			@Override
			public Integer next() {
				return this.next++;
			}

		};
		List<Integer> results = scene.pool().map((n) -> n, items, Scene.UNSEEN_ITEMS).toList();
		require(results.size() == 20, results.size() + " results");
	}

	/** Interrupts a thread again and again while it does something. */
	private static void whileInterrupted(Runnable action) throws Exception {
		AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
		Thread caller = Scene.start("interrupted", () -> {
			try {
				action.run();
			}
			catch (RuntimeException | Error ex) {
				thrown.set(ex);
			}
		});
		long start = System.nanoTime();
		while (caller.isAlive() && System.nanoTime() - start < Scene.PATIENCE.toNanos()) {
			caller.interrupt();
			LockSupport.parkNanos(50_000);
		}
		Scene.join(caller);
		Throwable failure = thrown.get();
		if (failure instanceof TaskRejectedException) {
			throw new IllegalStateException("an interrupt refuses a task", failure);
		}
		if (failure != null) {
			throw new IllegalStateException("an interrupt is told as", failure);
		}
	}

	private static List<Long> warm(Scene scene) {
		if (!scene.isAlone() || !scene.isProcess()) {
			return List.of();
		}
		TaskFuture<Long> first = scene.submit(Havoc::stubborn, 20);
		TaskFuture<Long> second = scene.submit(Havoc::stubborn, 20);
		value(first);
		value(second);
		return scene.workers();
	}

	private static void requireSame(Scene scene, List<Long> before) {
		require(scene.workers().containsAll(before), "a worker was lost: " + before + ", now " + scene.workers());
	}

}
