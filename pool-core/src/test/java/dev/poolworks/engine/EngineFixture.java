package dev.poolworks.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.poolworks.PoolEvent;
import dev.poolworks.PoolType;
import dev.poolworks.WorkerExit;
import dev.poolworks.policy.RecyclePolicy;
import dev.poolworks.policy.RejectionPolicy;
import dev.poolworks.policy.RetryPolicy;
import dev.poolworks.policy.ScalingPolicy;
import dev.poolworks.policy.StartPolicy;

/**
 * An engine in the hands of a test: time stands still until the test moves it, workers do
 * what the test says, commands are kept as words. Times are in milliseconds.
 */
final class EngineFixture implements EngineOutput {

	static final long NEVER = Long.MAX_VALUE;

	final PoolEngine engine;

	final List<String> events = new ArrayList<>();

	private final List<EngineWorker> workers = new ArrayList<>();

	private final List<String> commands = new ArrayList<>();

	/** Why no worker may start; {@code null} if it may. */
	String refusal;

	/** Whether that is over soon by itself. */
	boolean refusalPasses;

	private RejectionPolicy rejection = RejectionPolicy.abort();

	private long wakeAt = NEVER;

	private long now;

	private long lastTaskId;

	private EngineFixture(EngineSettings settings) {
		this.engine = new PoolEngine(settings, this);
	}

	static EngineFixture processes(Consumer<Settings> settings) {
		return of(PoolType.PROCESS, settings);
	}

	static EngineFixture threads(Consumer<Settings> settings) {
		return of(PoolType.THREAD, settings);
	}

	/**
	 * An engine with some workers that are ready.
	 * @param count how many
	 * @return an engine whose min-size and max-size are that number
	 */
	static EngineFixture readyProcesses(int count) {
		EngineFixture pool = processes((settings) -> {
			settings.minSize = count;
			settings.maxSize = count;
		});
		pool.tick();
		for (int id = 1; id <= count; id++) {
			pool.ready(id);
		}
		pool.commands();
		return pool;
	}

	private static EngineFixture of(PoolType type, Consumer<Settings> settings) {
		Settings own = new Settings();
		settings.accept(own);
		return new EngineFixture(own.build(type));
	}

	EngineFixture whenFull(RejectionPolicy rejection) {
		this.rejection = rejection;
		return this;
	}

	/**
	 * Moves the time and ticks, as the engine asked for or not.
	 * @param millis the time to move by
	 */
	void passes(long millis) {
		this.now += millis * 1_000_000;
		tick();
	}

	void tick() {
		this.wakeAt = NEVER;
		this.engine.tick(this.now, this.now);
	}

	/**
	 * The whole process stands still; then the tick comes that was asked for meanwhile.
	 * @param millis how long
	 */
	void standsStill(long millis) {
		this.now += millis * 1_000_000;
		tickAsAsked();
	}

	void tickAsAsked() {
		long asked = this.wakeAt;
		this.wakeAt = NEVER;
		this.engine.tick(asked, this.now);
	}

	long now() {
		return this.now;
	}

	/**
	 * When the engine wants the next tick.
	 * @return milliseconds from now; {@link #NEVER} if it does not
	 */
	long wakesIn() {
		return (this.wakeAt == NEVER) ? NEVER : (this.wakeAt - this.now) / 1_000_000;
	}

	TestTask task(String name) {
		return new TestTask(++this.lastTaskId, name, 0, false, 0, 0);
	}

	TestTask urgentTask(String name, int priority) {
		return new TestTask(++this.lastTaskId, name, priority, false, 0, 0);
	}

	TestTask idempotentTask(String name) {
		return new TestTask(++this.lastTaskId, name, 0, true, 0, 0);
	}

	TestTask limitedTask(String name, long runMillis, long queueMillis) {
		return new TestTask(++this.lastTaskId, name, 0, false, runMillis * 1_000_000, queueMillis * 1_000_000);
	}

	TestTask submit(String name) {
		TestTask task = task(name);
		submit(task);
		return task;
	}

	Admission submit(TestTask task) {
		return submit(task, 1);
	}

	Admission submit(TestTask task, long bytes) {
		return this.engine.submit(task, bytes, this.rejection, this.now);
	}

	boolean cancel(TestTask task, boolean mayInterrupt) {
		return this.engine.cancel(task, mayInterrupt, this.now);
	}

	/**
	 * The worker with a number that was started last.
	 * @param id the number
	 * @return the worker
	 */
	EngineWorker worker(int id) {
		for (int i = this.workers.size() - 1; i >= 0; i--) {
			if (this.workers.get(i).id() == id) {
				return this.workers.get(i);
			}
		}
		throw new AssertionError("no worker " + id + " among " + this.workers);
	}

	/**
	 * One of the first workers, each of which has the number of its start.
	 * @param id the number
	 * @return the worker
	 */
	EngineWorker startedAs(int id) {
		return this.workers.get(id - 1);
	}

	void ready(int id) {
		this.engine.workerReady(worker(id), this.now);
	}

	void started(int id, TestTask task) {
		this.engine.acknowledgements().look((worker, candidate) -> worker == worker(id) && candidate == task);
	}

	void finished(int id, TestTask task) {
		this.engine.taskFinished(worker(id), task, true, this.now);
	}

	void dies(int id) {
		this.engine.workerExited(worker(id), exit(worker(id)), this.now);
	}

	void dies(int id, int exitCode) {
		this.engine.workerExited(worker(id), new WorkerExit(worker(id).name(), 77, exitCode, false, null, Duration.ZERO,
				0, List.of(), null, List.of(), List.of()), this.now);
	}

	void ends(int id) {
		this.engine.workerExited(worker(id), null, this.now);
	}

	static WorkerExit exit(EngineWorker worker) {
		return new WorkerExit(worker.name(), 77, 137, false, null, Duration.ZERO, 0, List.of(), null, List.of(),
				List.of());
	}

	/**
	 * The commands since the last call.
	 * @return in words, in order
	 */
	List<String> commands() {
		List<String> commands = List.copyOf(this.commands);
		this.commands.clear();
		return commands;
	}

	@Override
	public Refusal claimWorker(boolean urgent) {
		return (this.refusal != null) ? new Refusal(this.refusal, this.refusalPasses) : null;
	}

	@Override
	public void startWorker(EngineWorker worker) {
		this.workers.add(worker);
		this.commands.add("start " + worker.name());
	}

	@Override
	public void send(EngineWorker worker, EngineTask task) {
		this.commands.add("send " + task.name() + " to " + worker.name());
	}

	@Override
	public void interrupt(EngineWorker worker, EngineTask task) {
		this.commands.add("interrupt " + task.name() + " in " + worker.name());
	}

	@Override
	public void stopWorker(EngineWorker worker) {
		this.commands.add("stop " + worker.name() + ": " + worker.exitReason);
	}

	@Override
	public void killWorker(EngineWorker worker, String reason) {
		this.commands.add("kill " + worker.name() + ": " + reason);
	}

	@Override
	public void taskEnded(EngineTask task, TaskEnd end) {
		((TestTask) task).end = end;
		this.commands.add(task.name() + " " + end.state());
	}

	@Override
	public void event(PoolEvent event) {
		this.events.add(event.describe());
	}

	@Override
	public void wakeAt(long nanos) {
		this.wakeAt = Math.min(this.wakeAt, nanos);
	}

	@Override
	public void terminated() {
		this.commands.add("terminated");
	}

	/** What the engine is told once; times in milliseconds. */
	static final class Settings {

		int minSize;

		int maxSize = 1;

		int spare;

		int queueCapacity = 100;

		long queueBytes = 1_000_000;

		long idleTimeout = 60_000;

		long killGrace = 500;

		long startTimeout = 10_000;

		int maxStarts = 3;

		long window = 60_000;

		long backoff = 100;

		int concurrentStarts = 4;

		ScalingPolicy scaling = ScalingPolicy.eager();

		RecyclePolicy recycle = RecyclePolicy.after(0, 0, 0);

		RetryPolicy retry = RetryPolicy.of(1, 3);

		private EngineSettings build(PoolType type) {
			long idleTimeoutNanos = (this.idleTimeout == NEVER) ? NEVER : this.idleTimeout * 1_000_000;
			return new EngineSettings("pdf", type, this.minSize, this.maxSize, this.spare, this.queueCapacity,
					this.queueBytes, idleTimeoutNanos, this.killGrace * 1_000_000, this.startTimeout * 1_000_000,
					this.scaling, this.recycle, this.retry, new StartPolicy(this.maxStarts, this.window * 1_000_000,
							this.backoff * 1_000_000, this.backoff * 1_000_000 * 8, 0, this.concurrentStarts));
		}

	}

	/** A task that remembers its end. */
	static final class TestTask extends EngineTask {

		TaskEnd end;

		private TestTask(long id, String name, int priority, boolean idempotent, long runTimeoutNanos,
				long queueTimeoutNanos) {
			super(id, name, priority, idempotent, runTimeoutNanos, queueTimeoutNanos);
		}

	}

}
