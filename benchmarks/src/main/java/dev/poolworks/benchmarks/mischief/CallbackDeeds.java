package dev.poolworks.benchmarks.mischief;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import dev.poolworks.TaskContext;
import dev.poolworks.TaskFuture;
import org.jspecify.annotations.Nullable;

import static dev.poolworks.benchmarks.mischief.Scene.require;
import static dev.poolworks.benchmarks.mischief.Scene.value;

/**
 * Callbacks, stages and progress.
 */
final class CallbackDeeds {

	/** More than a bounded number of threads would serve. */
	private static final int BLOCKED = 300;

	private static final int REPORTS = 200_000;

	private CallbackDeeds() {
	}

	static List<Deed> all() {
		return List.of(Deed.toAll("calls back code that throws an Error", CallbackDeeds::throwing),
				Deed.toAll("calls back code that submits and waits", CallbackDeeds::submitting),
				Deed.toAll("calls back three hundred codes that block", CallbackDeeds::blocking),
				Deed.toAll("has callbacks of two futures that wait for each other", CallbackDeeds::crossing),
				Deed.toAll("is asked the same in many ways once a task is done", CallbackDeeds::agrees),
				Deed.toAll("is asked the same in many ways within a callback", CallbackDeeds::agreesWithin),
				Deed.toAll("reports progress two hundred thousand times to a slow listener", CallbackDeeds::progress),
				Deed.toAll("reports progress to a listener that throws", CallbackDeeds::brokenProgress),
				Deed.toAll("closes its pool in a callback", CallbackDeeds::closing));
	}

	private static void throwing(Scene scene) {
		AtomicInteger calls = new AtomicInteger();
		TaskFuture<Integer> future = scene.submit((n) -> n, 1);
		future.onDone((done) -> {
			calls.incrementAndGet();
			throw new NoClassDefFoundError("in a callback");
		});
		future.onDone((done) -> calls.incrementAndGet());
		CompletableFuture<Object> failed = future.thenApply((n) -> {
			throw new StackOverflowError();
		});
		value(future);
		Scene.await(() -> calls.get() == 2 && failed.isCompletedExceptionally(), "two callbacks and a stage");
	}

	private static void submitting(Scene scene) {
		List<CompletableFuture<Integer>> stages = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			stages.add(scene.submit((n) -> n, i).thenApply((n) -> value(scene.submit((m) -> m + 1, n))));
		}
		for (int i = 0; i < stages.size(); i++) {
			int number = i;
			Scene.await(() -> stages.get(number).isDone(), "a stage that submits");
			require(stages.get(i).join() == i + 1, "another result");
		}
	}

	private static void blocking(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(2), (own) -> {
			CountDownLatch release = new CountDownLatch(1);
			AtomicInteger begun = new AtomicInteger();
			own.pool().suspend(); // or a callback might be called here, at once
			for (int i = 0; i < BLOCKED; i++) {
				own.submit((n) -> n, i).onDone((done) -> {
					begun.incrementAndGet();
					awaitQuietly(release);
				});
			}
			CompletableFuture<Integer> stage = own.submit((n) -> n, 1).thenApply((n) -> n + 1);
			own.pool().resume();
			try {
				Scene.await(() -> stage.isDone() && begun.get() == BLOCKED, "a stage beside callbacks that block");
			}
			finally {
				release.countDown();
			}
		});
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await(Scene.PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void crossing(Scene scene) throws Exception {
		CountDownLatch both = new CountDownLatch(2);
		List<Thread> threads = IntStream.range(0, 2)
			.mapToObj((i) -> Scene.start("crossing", () -> scene.submit((n) -> n, i).onDone((done) -> {
				both.countDown();
				awaitQuietly(both);
			})))
			.toList();
		for (Thread thread : threads) {
			Scene.join(thread);
		}
		Scene.await(() -> both.getCount() == 0, "two callbacks that wait for each other");
	}

	private static void agrees(Scene scene) throws Exception {
		for (int i = 0; i < 200; i++) {
			TaskFuture<Integer> future = scene.submit((n) -> n, i);
			CompletableFuture<Integer> before = future.thenApply((n) -> n + 1);
			future.get();
			Agreement.require(future, i);
			before.get(Scene.PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
	}

	private static void agreesWithin(Scene scene) {
		AtomicReference<@Nullable Throwable> wrong = new AtomicReference<>();
		AtomicInteger calls = new AtomicInteger();
		for (int i = 0; i < 100; i++) {
			int number = i;
			TaskFuture<Integer> future = scene.submit((n) -> n, i);
			future.onDone((done) -> {
				try {
					Agreement.require(future, number);
				}
				catch (Exception | Error ex) {
					wrong.set(ex);
				}
				calls.incrementAndGet();
			});
		}
		Scene.await(() -> calls.get() == 100, "a hundred callbacks");
		if (wrong.get() != null) {
			throw new IllegalStateException("a future contradicts itself", wrong.get());
		}
	}

	private static void progress(Scene scene) {
		AtomicInteger heard = new AtomicInteger();
		AtomicInteger last = new AtomicInteger();
		TaskFuture<Integer> future = scene.submit(CallbackDeeds::report, REPORTS);
		future.onProgress((progress) -> {
			LockSupport.parkNanos(1_000_000);
			heard.incrementAndGet();
			last.set((int) progress.done());
		});
		value(future);
		Scene.await(() -> last.get() == REPORTS, "the last progress");
		require(heard.get() <= REPORTS, "more progress than was made");
	}

	private static int report(int reports) {
		TaskContext context = TaskContext.current();
		for (int i = 1; i <= reports; i++) {
			context.progress(i, reports, "step");
		}
		return reports;
	}

	private static void brokenProgress(Scene scene) {
		TaskFuture<Integer> future = scene.submit(CallbackDeeds::report, 100);
		future.onProgress((progress) -> {
			throw new NoClassDefFoundError("in a listener");
		});
		value(future);
	}

	private static void closing(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(1), (own) -> {
			AtomicInteger closed = new AtomicInteger();
			own.submit((n) -> n, 1).onDone((done) -> {
				own.pool().close();
				closed.incrementAndGet();
			});
			Scene.await(() -> closed.get() == 1, "a close in a callback");
		});
	}

}
