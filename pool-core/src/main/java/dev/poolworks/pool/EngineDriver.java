package dev.poolworks.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.poolworks.PoolEvent;
import dev.poolworks.PoolState;
import dev.poolworks.WorkerExit;
import dev.poolworks.engine.Admission;
import dev.poolworks.engine.EngineOutput;
import dev.poolworks.engine.EngineSettings;
import dev.poolworks.engine.EngineTask;
import dev.poolworks.engine.EngineWorker;
import dev.poolworks.engine.PoolEngine;
import dev.poolworks.engine.Refusal;
import dev.poolworks.engine.TaskEnd;
import dev.poolworks.policy.RejectionPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the engine: feeds it one event at a time under the lock, and carries its commands
 * out in the same thread after releasing it. Thread-safe.
 */
final class EngineDriver implements EngineOutput {

	private static final Logger logger = LoggerFactory.getLogger(EngineDriver.class);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition room = this.lock.newCondition();

	private final CountDownLatch terminated = new CountDownLatch(1);

	/** Batches of commands taken out under the lock and not yet carried out. */
	private final AtomicInteger batches = new AtomicInteger();

	private final String name;

	private final PoolEngine engine;

	private final PoolTimer timer;

	private final KeepAlive keepAlive;

	private final WorkerFactory workers;

	private final WorkerClaims claims;

	private final Consumer<PoolEvent> events;

	private final TaskConclusion conclusion;

	private final BooleanSupplier busyAfterwards;

	private final Runnable onTerminated;

	private List<Runnable> commands = new ArrayList<>();

	private boolean ended;

	private boolean concluded;

	private volatile boolean pending;

	EngineDriver(EngineSettings settings, WorkerFactory workers, WorkerClaims claims, Consumer<PoolEvent> events,
			TaskConclusion conclusion, BooleanSupplier busyAfterwards, Runnable onTerminated) {
		this.name = settings.name();
		this.workers = workers;
		this.claims = claims;
		this.events = events;
		this.conclusion = conclusion;
		this.busyAfterwards = busyAfterwards;
		this.onTerminated = onTerminated;
		this.engine = new PoolEngine(settings, this);
		this.timer = new PoolTimer(this.name, this::tick);
		this.keepAlive = new KeepAlive(this.name, this::isPending);
	}

	/**
	 * Tells the engine something.
	 * @param event gets the engine
	 */
	void tell(Consumer<PoolEngine> event) {
		ask((engine) -> {
			event.accept(engine);
			return this;
		});
	}

	/**
	 * Tells or asks the engine something.
	 * @param <R> the type of the answer
	 * @param event gets the engine
	 * @return the answer
	 */
	<R> R ask(Function<PoolEngine, R> event) {
		List<Runnable> batch;
		R answer;
		this.lock.lock();
		try {
			answer = event.apply(this.engine);
			batch = takeBatch();
		}
		finally {
			this.lock.unlock();
		}
		carryOut(batch);
		return answer;
	}

	/**
	 * Submits a task, waiting for room if the policy says so.
	 * @param task the task
	 * @param payloadBytes its encoded size
	 * @param whenFull the policy
	 * @return what became of it; never {@link Admission#WAIT}
	 * @throws InterruptedException if the wait for room was interrupted
	 */
	Admission submit(EngineTask task, long payloadBytes, RejectionPolicy whenFull) throws InterruptedException {
		List<Runnable> batch;
		Admission admission;
		this.lock.lock();
		try {
			admission = this.engine.submit(task, payloadBytes, whenFull, now());
			while (admission == Admission.WAIT) {
				this.room.await();
				admission = this.engine.submit(task, payloadBytes, whenFull, now());
			}
			batch = takeBatch();
		}
		finally {
			this.lock.unlock();
		}
		if (this.pending) {
			this.keepAlive.ensure();
		}
		carryOut(batch);
		return admission;
	}

	/**
	 * Submits a task if there is room.
	 * @param task the task
	 * @param payloadBytes its encoded size
	 * @return {@link Admission#WAIT} if there is none
	 */
	Admission offer(EngineTask task, long payloadBytes) {
		Admission admission = ask((engine) -> engine.submit(task, payloadBytes, RejectionPolicy.block(), now()));
		if (this.pending) {
			this.keepAlive.ensure();
		}
		return admission;
	}

	/**
	 * Makes a drain wait for what is still to be submitted.
	 * @param fed whether it comes out of a feed that is open
	 * @return whether the pool will take it in; if so, {@link #closeFeed()} must follow
	 */
	boolean openFeed(boolean fed) {
		boolean open = ask((engine) -> engine.feeds().open(engine.state(), fed));
		if (this.pending) {
			this.keepAlive.ensure();
		}
		return open;
	}

	void closeFeed() {
		tell((engine) -> engine.feeds().close());
		tick();
	}

	/**
	 * The engine's time.
	 * @return nanoseconds since this pool was made
	 */
	long now() {
		return this.timer.now();
	}

	/**
	 * The start of a worker is over.
	 */
	void startOver() {
		this.claims.started();
	}

	/**
	 * A worker is gone.
	 * @param worker the worker
	 * @param exit how its process ended; {@code null} for a thread
	 */
	void exited(EngineWorker worker, @Nullable WorkerExit exit) {
		tell((engine) -> {
			lookForBegun(engine);
			engine.workerExited(worker, exit, now());
		});
		this.claims.released();
	}

	boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
		return this.terminated.await(timeout, unit);
	}

	@Override
	public @Nullable Refusal claimWorker(boolean urgent) {
		Refusal refusal = this.claims.claim(urgent);
		if (refusal != null && !refusal.passing()) {
			this.commands.add(() -> this.claims.refused(urgent));
		}
		return refusal;
	}

	@Override
	public void startWorker(EngineWorker worker) {
		WorkerReports reports = new WorkerEvents(this, worker);
		WorkerHandle handle = this.workers.create(worker, reports);
		worker.attach(handle);
		this.commands.add(() -> start(worker, handle, reports));
	}

	@Override
	public void send(EngineWorker worker, EngineTask task) {
		WorkerHandle handle = handle(worker);
		this.commands.add(() -> send(handle, (PoolTask<?>) task));
	}

	@Override
	public void interrupt(EngineWorker worker, EngineTask task) {
		WorkerHandle handle = handle(worker);
		this.commands.add(() -> handle.interrupt((PoolTask<?>) task));
	}

	@Override
	public void stopWorker(EngineWorker worker) {
		this.commands.add(handle(worker)::stop);
	}

	@Override
	public void killWorker(EngineWorker worker, String reason) {
		WorkerHandle handle = handle(worker);
		this.commands.add(() -> handle.kill(reason));
	}

	@Override
	public void taskEnded(EngineTask task, TaskEnd end) {
		this.commands.add(() -> this.conclusion.conclude((PoolTask<?>) task, end));
	}

	@Override
	public void event(PoolEvent event) {
		this.commands.add(() -> this.events.accept(event));
	}

	@Override
	public void wakeAt(long nanos) {
		this.timer.wakeAt(nanos);
	}

	@Override
	public void terminated() {
		this.ended = true;
		this.timer.end();
	}

	/**
	 * Asks the engine something that depends on which tasks have begun. Workers do not
	 * report that; they leave a mark.
	 * @param <R> the type of the answer
	 * @param question gets the engine
	 * @return the answer
	 */
	<R> R askUpToDate(Function<PoolEngine, R> question) {
		return ask((engine) -> {
			lookForBegun(engine);
			return question.apply(engine);
		});
	}

	private void lookForBegun(PoolEngine engine) {
		engine.beginDispatched((worker, task) -> handle(worker).hasBegun((PoolTask<?>) task));
	}

	/** There may be no more threads to be had. */
	private void start(EngineWorker worker, WorkerHandle handle, WorkerReports reports) {
		try {
			handle.start();
		}
		catch (RuntimeException | Error ex) {
			logger.error("pool '{}': {} could not be started", this.name, worker.name(), ex);
			reports.exited(null);
		}
	}

	private static void send(WorkerHandle handle, PoolTask<?> task) {
		if (task.job() instanceof Job.Each<?, ?> each) {
			each.sink().restarted();
		}
		handle.send(task);
	}

	/**
	 * Tells the engine that time has passed.
	 */
	void tick() {
		tell((engine) -> {
			this.timer.due();
			lookForBegun(engine);
			engine.tick(now());
		});
	}

	private List<Runnable> takeBatch() {
		List<Runnable> batch = this.commands;
		if (!batch.isEmpty()) {
			this.commands = new ArrayList<>(4);
			this.batches.incrementAndGet();
		}
		// after the count of batches: see isPending()
		this.pending = this.engine.pending() > 0 || this.engine.feeds().awaited();
		if (this.lock.hasWaiters(this.room) && (this.engine.state() != PoolState.RUNNING || !this.engine.isFull(0))) {
			this.room.signalAll();
		}
		return batch.isEmpty() ? List.of() : batch;
	}

	/** Whether tasks, or what follows from their end, are still to be done. */
	private boolean isPending() {
		return this.pending || this.batches.get() > 0 || this.busyAfterwards.getAsBoolean();
	}

	private void carryOut(List<Runnable> batch) {
		if (batch.isEmpty()) {
			return;
		}
		for (Runnable command : batch) {
			try {
				command.run();
			}
			catch (RuntimeException | Error ex) {
				logger.error("pool '{}': a command failed", this.name, ex);
			}
		}
		if (this.batches.decrementAndGet() == 0) {
			endIfLast();
		}
	}

	private void endIfLast() {
		boolean last;
		this.lock.lock();
		try {
			last = this.ended && this.batches.get() == 0 && !this.concluded;
			this.concluded |= last;
		}
		finally {
			this.lock.unlock();
		}
		if (last) {
			this.onTerminated.run();
			this.terminated.countDown();
		}
	}

	private static WorkerHandle handle(EngineWorker worker) {
		if (worker.attachment() instanceof WorkerHandle handle) {
			return handle;
		}
		throw new IllegalStateException(worker + " was never started");
	}

	/**
	 * Completes the future of a task that has ended.
	 */
	@FunctionalInterface
	interface TaskConclusion {

		void conclude(PoolTask<?> task, TaskEnd end);

	}

}
