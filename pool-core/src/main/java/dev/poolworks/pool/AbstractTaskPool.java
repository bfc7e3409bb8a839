package dev.poolworks.pool;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.poolworks.MapOptions;
import dev.poolworks.PoolEvent;
import dev.poolworks.PoolListener;
import dev.poolworks.PoolSnapshot;
import dev.poolworks.PoolState;
import dev.poolworks.PoolType;
import dev.poolworks.Shutdown;
import dev.poolworks.Task;
import dev.poolworks.TaskAction;
import dev.poolworks.TaskConsumer;
import dev.poolworks.TaskFunction;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskPool;
import dev.poolworks.TaskResults;
import dev.poolworks.WorkerSnapshot;
import dev.poolworks.engine.EngineSettings;
import dev.poolworks.engine.EngineTask;
import dev.poolworks.engine.TaskEnd;
import org.jspecify.annotations.Nullable;

/**
 * A pool of any kind: turns what is submitted into tasks of the engine, and what becomes
 * of them into futures. Thread-safe.
 */
public abstract class AbstractTaskPool implements TaskPool {

	private final PoolLog logger = PoolLog.of(getClass());

	private final EngineSettings settings;

	private final List<PoolListener> listeners;

	private final Failures failures;

	private final Completer completer;

	private final EngineDriver driver;

	private final TaskIntake intake;

	/**
	 * A pool without workers.
	 * @param spec what it is to be
	 * @param type what its workers are
	 */
	protected AbstractTaskPool(PoolSpec<?> spec, PoolType type) {
		this.settings = spec.settings(type);
		this.listeners = spec.listeners();
		this.failures = new Failures(name(), this::snapshot);
		this.completer = new Completer(name());
		this.driver = new EngineDriver(this.settings, this::createWorker, spec.claims(), this::publish, this::conclude,
				this.completer::isBusy, this::terminated);
		this.intake = new TaskIntake(spec.taskDefaults(), spec.rejection(), this.driver, this.failures, this.completer,
				this::prepare);
	}

	/**
	 * Makes a worker of this pool's kind. Called under the pool's lock.
	 * @param worker number and name
	 * @param reports where it is to report
	 * @return a worker that does nothing yet
	 */
	protected abstract WorkerHandle createWorker(dev.poolworks.engine.EngineWorker worker, WorkerReports reports);

	/**
	 * Others need the room of a worker: ends one that is idle.
	 * @param urgent whether also one of {@code min-size}
	 * @return whether one ends
	 */
	protected final boolean makeRoom(boolean urgent) {
		return this.driver.ask((engine) -> engine.makeRoom(urgent, this.driver.now()));
	}

	/**
	 * There may be room again for workers that were refused.
	 */
	protected final void roomMade() {
		this.driver.tell((engine) -> engine.roomMade(this.driver.now()));
	}

	/**
	 * Prepares a task for its way to a worker, in the submitting thread.
	 * @param task a new task
	 * @return its encoded size in bytes; 0 if it is not encoded
	 * @throws RuntimeException if it cannot go this way; its future fails with that
	 */
	protected long prepare(PoolTask<?> task) {
		return 0;
	}

	/**
	 * The pool has ended: all workers are gone. Called once.
	 */
	protected void terminated() {
		this.completer.end();
	}

	@Override
	public final String name() {
		return this.settings.name();
	}

	@Override
	public final PoolType type() {
		return this.settings.type();
	}

	/**
	 * Starts the workers of {@code min-size} now rather than with the first task.
	 */
	public final void start() {
		this.driver.tick();
	}

	@Override
	public final <T extends @Nullable Object> TaskFuture<T> submit(Task<T> task) {
		return submit(task, TaskOptions.defaults());
	}

	@Override
	public final <T extends @Nullable Object> TaskFuture<T> submit(Task<T> task, TaskOptions options) {
		return submit((Callable<T>) task, options);
	}

	@Override
	public final <A extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> submit(
			TaskFunction<? super A, ? extends R> function, A argument) {
		return submit(function, argument, TaskOptions.defaults());
	}

	@Override
	public final <A extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> submit(
			TaskFunction<? super A, ? extends R> function, A argument, TaskOptions options) {
		return this.intake.enter(new Job.Apply<A, R>(Objects.requireNonNull(function, "function"), argument), options);
	}

	@Override
	public final TaskFuture<?> submit(TaskAction task) {
		return submit(task, TaskOptions.defaults());
	}

	@Override
	public final TaskFuture<?> submit(TaskAction task, @Nullable TaskOptions options) {
		return submit((Runnable) task, options);
	}

	@Override
	public final <T extends @Nullable Object> TaskFuture<T> submit(TaskAction task, T result) {
		return submit((Runnable) task, result);
	}

	@Override
	public final <A extends @Nullable Object> TaskFuture<?> run(TaskConsumer<? super A> consumer, A argument) {
		return run(consumer, argument, TaskOptions.defaults());
	}

	@Override
	public final <A extends @Nullable Object> TaskFuture<?> run(TaskConsumer<? super A> consumer, A argument,
			TaskOptions options) {
		return submit(consumption(consumer), argument, options);
	}

	@Override
	public final <T extends @Nullable Object> TaskFuture<T> submit(Callable<T> task) {
		return submit(task, TaskOptions.defaults());
	}

	@Override
	public final <T extends @Nullable Object> TaskFuture<T> submit(Callable<T> task, TaskOptions options) {
		return this.intake.enter(new Job.Call<>(Objects.requireNonNull(task, "task")), options);
	}

	@Override
	public final TaskFuture<?> submit(Runnable task) {
		return submit(task, TaskOptions.defaults());
	}

	@Override
	public final TaskFuture<?> submit(Runnable task, @Nullable TaskOptions options) {
		return this.intake.enter(Job.Run.of(Objects.requireNonNull(task, "task")),
				(options != null) ? options : TaskOptions.defaults());
	}

	@Override
	public final <T extends @Nullable Object> TaskFuture<T> submit(Runnable task, T result) {
		return this.intake.enter(new Job.Run<>(Objects.requireNonNull(task, "task"), result), TaskOptions.defaults());
	}

	@Override
	public final void execute(TaskAction task) {
		execute((Runnable) task);
	}

	@Override
	public final void execute(Runnable task) {
		this.intake.enterUnattended(Job.Run.of(Objects.requireNonNull(task, "task")), (unattended,
				failure) -> this.logger.error("pool '{}': task {} failed", name(), unattended.id(), failure));
	}

	@Override
	public final <A extends @Nullable Object, R extends @Nullable Object> TaskResults<R> map(
			TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items, MapOptions options) {
		return MapResults.of(this.intake, this, Objects.requireNonNull(function, "function"), items, options);
	}

	@Override
	public final <A extends @Nullable Object> TaskResults<?> forEach(TaskConsumer<? super A> consumer,
			Iterable<? extends A> items, MapOptions options) {
		return map(consumption(consumer), items, options);
	}

	@Override
	public final <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
		return Invocations.all(this, tasks, Invocations.FOREVER);
	}

	@Override
	public final <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
			throws InterruptedException {
		return Invocations.all(this, tasks, Math.max(0, unit.toNanos(timeout)));
	}

	@Override
	public final <T> T invokeAny(Collection<? extends Callable<T>> tasks)
			throws InterruptedException, ExecutionException {
		try {
			return Invocations.any(this, this.intake.ownWaits(), tasks, Invocations.FOREVER);
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException("a wait without limit has run out", ex);
		}
	}

	@Override
	public final <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
			throws InterruptedException, ExecutionException, TimeoutException {
		return Invocations.any(this, this.intake.ownWaits(), tasks, Math.max(0, unit.toNanos(timeout)));
	}

	@Override
	public final PoolSnapshot snapshot() {
		return this.driver.askUpToDate((engine) -> engine.snapshot());
	}

	@Override
	public List<WorkerSnapshot> workers() {
		return this.driver.askUpToDate((engine) -> engine.workers(this.driver.now()));
	}

	@Override
	public final void resize(int minSize, int maxSize) {
		this.driver.tell((engine) -> engine.resize(minSize, maxSize, this.driver.now()));
	}

	@Override
	public final void suspend() {
		this.driver.tell((engine) -> engine.suspend());
	}

	@Override
	public final void resume() {
		this.driver.tell((engine) -> engine.resume(this.driver.now()));
	}

	@Override
	public final void shutdown() {
		shutdown(Shutdown.drain());
	}

	@Override
	public final void shutdown(Shutdown how) {
		Objects.requireNonNull(how, "how");
		this.driver.tell((engine) -> engine.shutdown(how, this.driver.now()));
		if (how == Shutdown.KILL) {
			this.intake.stopCallers();
		}
		if (how != Shutdown.DRAIN) {
			this.intake.endFeeding();
		}
	}

	@Override
	public final List<Runnable> shutdownNow() {
		List<EngineTask> waiting = this.driver.ask((engine) -> engine.shutdownNow(this.driver.now()));
		this.intake.stopCallers();
		this.intake.endFeeding();
		return waiting.stream().map((task) -> (Runnable) ((PoolTask<?>) task)::runHere).toList();
	}

	@Override
	public final boolean isShutdown() {
		return snapshot().state() != PoolState.RUNNING;
	}

	@Override
	public final boolean isTerminated() {
		return snapshot().state() == PoolState.TERMINATED;
	}

	@Override
	public final boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
		long nanos = Math.max(0, unit.toNanos(timeout));
		long start = System.nanoTime();
		if (!this.driver.awaitTermination(timeout, unit)) {
			return false;
		}
		this.intake.awaitFeeders(nanos - (System.nanoTime() - start));
		return this.completer.isCurrentThread()
				|| this.completer.awaitEnd(Math.max(0, nanos - (System.nanoTime() - start)));
	}

	@Override
	public final void close() {
		PoolTask<?> caller = this.intake.ownTask();
		if (caller != null) {
			throw this.failures.ownEnd(caller);
		}
		shutdown();
		boolean interrupted = false;
		boolean ended = false;
		while (!ended) {
			try {
				ended = awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				interrupted = true;
				shutdownNow();
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public String toString() {
		return type() + " pool '" + name() + "' (" + snapshot().summary() + ")";
	}

	private static <A extends @Nullable Object> Consumption<A> consumption(TaskConsumer<? super A> consumer) {
		return new Consumption<>(Objects.requireNonNull(consumer, "consumer"));
	}

	private void conclude(PoolTask<?> task, TaskEnd end) {
		if (end instanceof TaskEnd.Answered) {
			task.concludeWithAnswer();
		}
		else {
			task.conclude(this.failures.of(task, end));
		}
	}

	private void publish(PoolEvent event) {
		if (event instanceof PoolEvent.Changed || (event instanceof PoolEvent.Scaled scaled && scaled.isHeld())) {
			this.logger.info("pool '{}': {}", name(), event.describe());
		}
		else if (this.logger.isDebugEnabled() && !(event instanceof PoolEvent.TaskEnded)) {
			this.logger.debug("pool '{}': {}", name(), event.describe());
		}
		for (PoolListener listener : this.listeners) {
			try {
				listener.onEvent(this, event);
			}
			catch (Throwable ex) {
				this.logger.error("pool '{}': a listener threw at: {}", name(), event.describe(), ex);
			}
		}
	}

}
