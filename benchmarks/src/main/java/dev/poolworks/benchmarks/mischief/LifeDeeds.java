package dev.poolworks.benchmarks.mischief;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;

import dev.poolworks.Shutdown;
import dev.poolworks.Task;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskPool;
import dev.poolworks.TaskRejectedException;
import dev.poolworks.TaskResults;
import dev.poolworks.policy.RejectionPolicy;

import static dev.poolworks.benchmarks.mischief.Scene.require;
import static dev.poolworks.benchmarks.mischief.Scene.value;

/**
 * What pools have promised for their whole life: bounds, replacement, the end.
 */
final class LifeDeeds {

	private LifeDeeds() {
	}

	static List<Deed> all() {
		return List.of(Deed.toProcesses("has a backlog and max-tasks 2", (scene) -> maxTasks(scene, 2)),
				Deed.toProcesses("has a backlog and max-tasks 1", (scene) -> maxTasks(scene, 1)),
				Deed.toAll("fills the queue", LifeDeeds::fills),
				Deed.toThreads("runs a task in the caller", LifeDeeds::callerRuns),
				Deed.toAll("is ended at once while a map waits for its input", LifeDeeds::endsMap),
				Deed.toAll("is ended at once with much to do", LifeDeeds::endsAtOnce),
				Deed.toAll("is ended before it has begun",
						(scene) -> scene.elsewhere((spec) -> spec.maxSize(1),
								(own) -> own.pool().shutdown(Shutdown.kill()))),
				Deed.toAll("is ended while its first worker starts", LifeDeeds::endsDuringStart),
				Deed.toThreads("has a task that waits for its own full pool", LifeDeeds::waitsForItself),
				Deed.toThreads("has a task that closes its own pool", LifeDeeds::closesItself),
				Deed.toAll("invokes all of a hundred tasks", LifeDeeds::invokesAll));
	}

	private static void maxTasks(Scene scene, int limit) throws Exception {
		scene.withProcesses((builder) -> builder.maxSize(3).maxTasksPerWorker(limit), (own) -> {
			List<TaskFuture<Long>> futures = IntStream.range(0, 20)
				.mapToObj((i) -> own.submit(Havoc::stubborn, 10))
				.toList();
			Map<Long, Integer> tasks = new HashMap<>();
			futures.forEach((future) -> tasks.merge(value(future), 1, Integer::sum));
			require(tasks.values().stream().allMatch((count) -> count <= limit), "tasks of each process: " + tasks);
		});
	}

	private static void fills(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(1).queueCapacity(10), (own) -> {
			List<TaskFuture<?>> accepted = new ArrayList<>();
			int refused = 0;
			for (int i = 0; i < 50; i++) {
				try {
					accepted.add(own.submit(Havoc::obey));
				}
				catch (TaskRejectedException ex) {
					refused++;
				}
			}
			require(accepted.size() >= 10 && accepted.size() <= 12, accepted.size() + " were accepted");
			require(refused == 50 - accepted.size(), refused + " were refused");
			accepted.forEach((future) -> future.cancel(false));
			accepted.forEach((future) -> future.cancel(true));
			own.settles();
		});
	}

	private static void callerRuns(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(1).queueCapacity(1).rejection(RejectionPolicy.callerRuns()), (own) -> {
			TaskFuture<?> running = own.submit(Havoc::obey);
			Scene.await(running::isRunning, "a running task");
			TaskFuture<?> waiting = own.submit(Havoc::obey);
			String worker = value(own.submit(() -> dev.poolworks.TaskContext.current().worker()));
			require(!worker.isEmpty(), "no worker");
			own.limits();
			waiting.cancel(true);
			running.cancel(true);
		});
	}

	private static void endsMap(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(2), (own) -> {
			BlockingQueue<Integer> input = new LinkedBlockingQueue<>(List.of(1, 2, 3));
			TaskResults<Integer> results = own.pool().map((n) -> n, endless(input), Scene.UNSEEN_ITEMS);
			require(results.iterator().next() == 1, "another result");
			own.pool().shutdownNow();
		});
	}

	private static Iterable<Integer> endless(BlockingQueue<Integer> queue) {
		return () -> new java.util.Iterator<>() {

			@Override
			public boolean hasNext() {
				return true;
			}

			@Override
			public Integer next() {
				try {
					return queue.take();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException("interrupted in an input", ex);
				}
			}

		};
	}

	private static void endsAtOnce(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(2), (own) -> {
			List<TaskFuture<?>> futures = new ArrayList<>();
			for (int i = 0; i < 500; i++) {
				futures.add(own.submit(Havoc::obey));
			}
			own.pool().shutdownNow();
			for (TaskFuture<?> future : futures) {
				Scene.await(future::isDone, "the end of a task");
			}
		});
	}

	private static void endsDuringStart(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(1), (own) -> {
			TaskFuture<?> future = own.submit(Havoc::obey);
			own.pool().shutdown(Shutdown.kill());
			Scene.await(future::isDone, "the end of a task");
		});
	}

	private static void waitsForItself(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(1), (own) -> {
			Throwable failure = Scene.failure(own.submit(() -> own.submit((n) -> n, 1).result()));
			require(!(failure instanceof dev.poolworks.WaitTimeoutException), "it hung: " + failure);
			require(String.valueOf(failure.getMessage()).contains(own.pool().name()), "it says " + failure);
		});
	}

	private static void closesItself(Scene scene) throws Exception {
		scene.elsewhere((spec) -> spec.maxSize(1), (own) -> {
			TaskPool pool = own.pool();
			Throwable failure = Scene.failure(own.submit(() -> {
				pool.close();
				return true;
			}));
			require(String.valueOf(failure.getMessage()).contains(pool.name()), "it says " + failure);
			own.serves();
		});
	}

	private static void invokesAll(Scene scene) throws Exception {
		List<Task<Integer>> tasks = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			int number = i;
			tasks.add(() -> number);
		}
		List<java.util.concurrent.Future<Integer>> futures = scene.pool().invokeAll(tasks);
		for (int i = 0; i < futures.size(); i++) {
			require(futures.get(i).get() == i, "another result");
			if (futures.get(i) instanceof TaskFuture<Integer> future) {
				scene.add(future);
				Agreement.require(future, i);
			}
		}
	}

}
