package dev.poolworks.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

import dev.poolworks.PoolSnapshot;
import dev.poolworks.PoolState;
import dev.poolworks.PoolType;
import dev.poolworks.Shutdown;
import dev.poolworks.TaskOptions;
import dev.poolworks.engine.EngineSettings;
import dev.poolworks.engine.EngineWorker;
import dev.poolworks.engine.TaskEnd;
import dev.poolworks.policy.RecyclePolicy;
import dev.poolworks.policy.RejectionPolicy;
import dev.poolworks.policy.RetryPolicy;
import dev.poolworks.policy.ScalingPolicy;
import dev.poolworks.policy.StartPolicy;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * The engine behind its lock, with two workers that run nothing and answer when they are
 * told to. {@link SequentialPool} says what it has to do.
 */
@Param(name = "id", gen = IntGen.class, conf = "0:4")
public class ConcurrentPool {

	static final int TASKS = 5;

	static final int WORKERS = 2;

	static final int QUEUE_CAPACITY = 1;

	private final Completer completer = new Completer("lincheck");

	private final List<WorkerReports> workers = new ArrayList<>();

	private final List<PoolTask<Integer>> tasks = new ArrayList<>();

	private final TreeSet<Integer> submitted = new TreeSet<>();

	private final EngineDriver driver;

	private final TaskControl control;

	private boolean terminated;

	public ConcurrentPool() {
		this.completer.end(); // it has no thread: whoever calls it does it
		this.driver = new EngineDriver(settings(), this::worker, WorkerClaims.UNLIMITED, (event) -> {
		}, ConcurrentPool::conclude, () -> false, this::hasTerminated);
		this.control = new TaskControl("lincheck", this.driver,
				new Failures("p", () -> this.driver.ask((engine) -> engine.snapshot())));
		for (int id = 0; id < TASKS; id++) {
			PoolTask<Integer> task = new PoolTask<>(id, new Job.Call<>(() -> 7), TaskOptions.defaults(),
					new PoolTask.Defaults("lincheck", 0, 0), this.control, this.completer);
			task.answer(id);
			this.tasks.add(task);
		}
		this.driver.tick();
	}

	@Operation(params = "id")
	public String submit(int id) {
		return this.driver.ask((engine) -> this.submitted.add(id)
				? engine.submit(this.tasks.get(id), 0, RejectionPolicy.abort(), this.driver.now()).name() : "AGAIN");
	}

	@Operation(params = "id")
	public void finish(int id) {
		this.workers.forEach((worker) -> worker.finished(this.tasks.get(id)));
	}

	@Operation(params = "id")
	public boolean cancelIfWaiting(int id) {
		return this.control.cancel(this.tasks.get(id), false);
	}

	@Operation(params = "id")
	public boolean cancel(int id) {
		return this.control.cancel(this.tasks.get(id), true);
	}

	@Operation
	public void suspend() {
		this.driver.tell((engine) -> engine.suspend());
	}

	@Operation
	public void resume() {
		this.driver.tell((engine) -> engine.resume(this.driver.now()));
	}

	@Operation
	public void drain() {
		shutdown(Shutdown.DRAIN);
	}

	@Operation
	public void cancelQueued() {
		shutdown(Shutdown.CANCEL_QUEUED);
	}

	@Operation
	public void kill() {
		shutdown(Shutdown.KILL);
	}

	@Operation
	public String snapshot() {
		PoolSnapshot now = this.driver.askUpToDate((engine) -> engine.snapshot());
		return SequentialPool.describe(now.state() != PoolState.RUNNING, now.suspended(), now.tasks());
	}

	/**
	 * However it went: when the pool is shut down and its workers are done, it has
	 * terminated, once, and every future is done whose task was accepted.
	 * @throws InterruptedException never
	 */
	@Validate
	public void everythingEnds() throws InterruptedException {
		kill();
		for (int id = 0; id < TASKS; id++) {
			finish(id);
		}
		PoolSnapshot end = this.driver.ask((engine) -> engine.snapshot());
		require(end.state() == PoolState.TERMINATED, "it is " + end);
		require(this.terminated, "it has not said that it has terminated");
		require(this.driver.awaitTermination(0, TimeUnit.SECONDS), "a wait for its end does not end");
		require(end.tasks().isConsistent() && end.tasks().pending() == 0, "the counts are " + end.tasks());
		long done = this.tasks.stream().filter((task) -> task.future().isDone()).count();
		require(done == end.tasks().completed(), done + " futures are done, the counts are " + end.tasks());
	}

	private void shutdown(Shutdown how) {
		this.driver.tell((engine) -> engine.shutdown(how, this.driver.now()));
	}

	private WorkerHandle worker(EngineWorker worker, WorkerReports reports) {
		this.workers.add(reports);
		return new SilentWorker(reports);
	}

	private void hasTerminated() {
		require(!this.terminated, "terminated twice");
		this.terminated = true;
	}

	private static void conclude(PoolTask<?> task, TaskEnd end) {
		if (end instanceof TaskEnd.Answered) {
			task.concludeWithAnswer();
		}
		else {
			task.conclude(new CancellationException());
		}
	}

	private static EngineSettings settings() {
		return new EngineSettings("lincheck", PoolType.THREAD, WORKERS, WORKERS, 0, QUEUE_CAPACITY, Long.MAX_VALUE / 2,
				Long.MAX_VALUE, 0, Long.MAX_VALUE / 2, ScalingPolicy.fixed(), RecyclePolicy.after(0, 0, 0),
				RetryPolicy.of(0, 1), new StartPolicy(5, 1, 1, 1, 0, Integer.MAX_VALUE));
	}

	private static void require(boolean condition, String otherwise) {
		if (!condition) {
			throw new IllegalStateException(otherwise);
		}
	}

	/**
	 * Is ready at once and ends when asked to.
	 *
	 * @param reports where it reports
	 */
	private record SilentWorker(WorkerReports reports) implements WorkerHandle {

		@Override
		public void start() {
			this.reports.ready();
		}

		@Override
		public void send(PoolTask<?> task) {
		}

		@Override
		public boolean hasBegun(PoolTask<?> task) {
			return true;
		}

		@Override
		public void interrupt(PoolTask<?> task) {
		}

		@Override
		public void stop() {
			this.reports.exited(null);
		}

		@Override
		public void kill(String reason) {
			this.reports.exited(null);
		}

	}

}
