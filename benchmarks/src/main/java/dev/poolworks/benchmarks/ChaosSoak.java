package dev.poolworks.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

import dev.poolworks.PoisonTaskException;
import dev.poolworks.PoolSnapshot;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskState;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.WaitTimeoutException;
import dev.poolworks.WorkerCrashedException;
import dev.poolworks.WorkerExit;
import dev.poolworks.WorkerOutOfMemoryException;
import dev.poolworks.WorkerSnapshot;
import dev.poolworks.process.ProcessPool;
import dev.poolworks.process.WorkerOutput;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of random kind on a pool whose workers are killed from outside and recycled,
 * whose size changes, and which is suspended now and then; half of the tasks may be run
 * again; at last it is shut down while a window full of them is pending. Every task must
 * end as its kind does, or be lost with a worker that was killed from outside; the pool
 * must have counted the same; nothing may be left over. The seed decides on all that is
 * done, not on the moment at which it meets the workers.
 */
final class ChaosSoak {

	private static final int WORKERS = 4;

	/** Tasks whose futures are not looked at yet. */
	private static final int WINDOW = 1_000;

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	/** Tasks that come while the pool is suspended: fewer than have room. */
	private static final int PAUSE = 100;

	private static final int TASKS_PER_WORKER = 500;

	private static final TaskOptions HURRIED = TaskOptions.defaults().timeout(Duration.ofMillis(300));

	private final int tasks;

	private final int rate;

	private final Random random;

	private final ProcessPool pool;

	private final Set<Long> killed = new HashSet<>();

	private final Queue<Submitted> window = new ArrayDeque<>();

	private final ChaosTally tally = new ChaosTally();

	private final List<String> differences = new ArrayList<>();

	private int resizes;

	private int pauses;

	private int resumesAt;

	/**
	 * A soak that has not begun.
	 * @param tasks how many
	 * @param seed of all chances
	 * @param rate how many tasks in a thousand are of each destructive kind, and before
	 * how many a worker is killed or the pool resized
	 */
	ChaosSoak(int tasks, long seed, int rate) {
		this.tasks = tasks;
		this.rate = rate;
		this.random = new Random(seed);
		this.pool = ProcessPool.builder("soak")
			.maxSize(WORKERS)
			.queueCapacity(2 * WINDOW)
			.heap(96L << 20)
			.killGrace(Duration.ofMillis(100))
			.maxStarts(50)
			.maxTasksPerWorker(TASKS_PER_WORKER)
			.retries(1)
			.poisonThreshold(3)
			.output(WorkerOutput.DISCARD)
			.build();
	}

	/**
	 * Does it and prints a table in Markdown.
	 * @return what is wrong; empty if nothing is
	 * @throws Exception if it cannot be done
	 */
	List<String> run() throws Exception {
		long start = System.nanoTime();
		for (int number = 1; number <= this.tasks && this.differences.size() < 100; number++) {
			disturb(number);
			submit(number);
			while (this.window.size() > WINDOW && number >= this.resumesAt) {
				settle(this.window.remove());
			}
		}
		this.pool.shutdown();
		while (!this.window.isEmpty()) {
			settle(this.window.remove());
		}
		end();
		PoolSnapshot snapshot = this.pool.snapshot();
		this.differences.addAll(this.tally.differences(snapshot.tasks()));
		System.out.println(this.tally.table(snapshot.tasks()));
		System.out.printf(Locale.ROOT,
				"%,d tasks in %.0f s; %d workers started, %d of them killed from outside; %d resizes, %d pauses%n",
				this.tally.total(), (System.nanoTime() - start) / 1e9, snapshot.workers().started(), this.killed.size(),
				this.resizes, this.pauses);
		return this.differences;
	}

	private void submit(int number) {
		ChaosKind.Order order = ChaosKind.draw(this.random, this.rate);
		TaskOptions options = (order.kind() == ChaosKind.HANGS) ? HURRIED
				: TaskOptions.defaults().idempotent(number % 2 == 0);
		TaskFuture<Object> future = this.pool.submit(ChaosKind::run, order, options);
		if (order.kind() == ChaosKind.CANCELLED) {
			future.cancel(true);
		}
		this.window.add(new Submitted(number, order, future));
	}

	/** Kills a worker, changes the size or suspends the pool, now and then. */
	private void disturb(int number) {
		if (number == this.resumesAt) {
			this.pool.resume();
		}
		int roll = this.random.nextInt(1000);
		if (roll < this.rate) {
			List<WorkerSnapshot> workers = this.pool.workers();
			int victim = this.random.nextInt(WORKERS);
			if (victim < workers.size()) {
				kill(workers.get(victim).pid());
			}
		}
		else if (roll < 2 * this.rate) {
			int maxSize = 1 + this.random.nextInt(WORKERS);
			this.pool.resize(this.random.nextInt(maxSize + 1), maxSize);
			this.resizes++;
		}
		else if (roll < 3 * this.rate) {
			this.pool.suspend();
			this.resumesAt = number + PAUSE;
			this.pauses++;
		}
		else if (roll < 50 + 3 * this.rate && !this.pool.snapshot().tasks().isConsistent()) {
			this.differences.add("the counts do not add up: " + this.pool.snapshot().tasks());
		}
	}

	private void kill(long pid) {
		ProcessHandle self = ProcessHandle.current();
		ProcessHandle.of(pid)
			.filter((worker) -> pid > 0 && worker.parent().filter(self::equals).isPresent())
			.filter(ProcessHandle::destroyForcibly)
			.ifPresent((worker) -> this.killed.add(pid));
	}

	private void settle(Submitted task) {
		Object result = null;
		Throwable failure = null;
		try {
			failure = task.future.exception(PATIENCE);
			result = (failure == null) ? task.future.getNow(null) : null;
		}
		catch (WaitTimeoutException ex) {
			this.differences.add(task + " is not done: " + ex.getMessage());
			return;
		}
		catch (CancellationException ex) {
			failure = ex;
		}
		this.tally.add(task.order.kind(), endOf(failure));
		if (!isRight(task.order, result, failure)) {
			this.differences.add(task + " ended with " + ((failure != null) ? failure : result));
		}
	}

	private static TaskState endOf(@Nullable Throwable failure) {
		if (failure == null) {
			return TaskState.SUCCEEDED;
		}
		if (failure instanceof TaskTimeoutException) {
			return TaskState.TIMED_OUT;
		}
		if (failure instanceof CancellationException) {
			return TaskState.CANCELLED;
		}
		return (failure instanceof WorkerCrashedException) ? TaskState.CRASHED : TaskState.FAILED;
	}

	private boolean isRight(ChaosKind.Order order, @Nullable Object result, @Nullable Throwable failure) {
		if (failure instanceof PoisonTaskException poison && poison.exits().stream().anyMatch(this::isKilledFromOutside)
				|| failure instanceof WorkerCrashedException crash && isKilledFromOutside(crash.exit())) {
			return true;
		}
		if (failure == null) {
			return result != null && order.isAnsweredBy(result)
					&& (order.kind().end() == TaskState.SUCCEEDED || order.kind() == ChaosKind.CANCELLED);
		}
		return order.kind().end() == endOf(failure) && switch (order.kind()) {
			case THROWS -> ("thrown " + order.amount()).equals(failure.getMessage());
			case EXITS -> ((WorkerCrashedException) failure).exit().exitCode() == ChaosKind.EXIT_CODE;
			case HALTS -> ((WorkerCrashedException) failure).exit().exitCode() == ChaosKind.HALT_CODE;
			case OUT_OF_MEMORY -> failure instanceof WorkerOutOfMemoryException;
			default -> true;
		};
	}

	private boolean isKilledFromOutside(WorkerExit exit) {
		return this.killed.contains(exit.pid()) && "SIGKILL".equals(exit.signal());
	}

	private void end() throws IOException, InterruptedException {
		if (!this.pool.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			this.differences.add("the pool has not ended: " + this.pool.snapshot());
		}
		if (!this.pool.snapshot().tasks().isConsistent()) {
			this.differences.add("the counts do not add up: " + this.pool.snapshot().tasks());
		}
		this.differences.addAll(Leftovers.await("soak", Duration.ofSeconds(10)));
	}

	/**
	 * A task whose future is not looked at yet.
	 *
	 * @param number from 1
	 * @param order what it is to do
	 * @param future its future
	 */
	private record Submitted(int number, ChaosKind.Order order, TaskFuture<Object> future) {

		@Override
		public String toString() {
			return "task " + this.number + " (" + this.order + ")";
		}

	}

}
