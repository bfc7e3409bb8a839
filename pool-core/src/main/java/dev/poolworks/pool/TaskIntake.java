package dev.poolworks.pool;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;

import dev.poolworks.TaskFunction;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskOptions;
import dev.poolworks.TaskRejectedException;
import dev.poolworks.TaskState;
import dev.poolworks.engine.Admission;
import dev.poolworks.policy.RejectionPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes tasks of what is submitted, encodes them in the submitting thread and hands them
 * to the engine. Thread-safe.
 */
final class TaskIntake {

	private static final Logger logger = LoggerFactory.getLogger(TaskIntake.class);

	private static final long LONGEST_WAIT_FOR_FEEDERS = TimeUnit.SECONDS.toNanos(1);

	/** Stands for the size of a task that could not be encoded. */
	static final long FAILED = -1;

	private final AtomicLong taskIds = new AtomicLong();

	private final PoolTask.Defaults defaults;

	private final RejectionPolicy rejection;

	private final EngineDriver driver;

	private final Failures failures;

	private final Completer completer;

	private final TaskControl control;

	private final ToLongFunction<PoolTask<?>> encoder;

	/** Maps whose input is not used up. */
	private final Set<MapOperation<?, ?>> feeding = ConcurrentHashMap.newKeySet();

	TaskIntake(PoolTask.Defaults defaults, RejectionPolicy rejection, EngineDriver driver, Failures failures,
			Completer completer, ToLongFunction<PoolTask<?>> encoder) {
		this.defaults = defaults;
		this.rejection = rejection;
		this.driver = driver;
		this.failures = failures;
		this.completer = completer;
		this.control = new TaskControl(defaults.pool(), driver, failures);
		this.encoder = encoder;
	}

	/**
	 * Takes a task in, as the pool's rejection policy says.
	 * @param <T> the type of the result
	 * @param job what it does
	 * @param options how
	 * @return its future
	 * @throws TaskRejectedException if it is not accepted
	 */
	<T extends @Nullable Object> TaskFuture<T> enter(Job<T> job, TaskOptions options) {
		PoolTask<T> task = create(job, options);
		enter(task);
		return task.future();
	}

	/**
	 * Takes in a task nobody will have a future of.
	 * @param job what it does
	 * @param onFailure gets the task and what it threw, on a thread for callbacks; not
	 * called if the task was cancelled
	 * @throws TaskRejectedException if it is not accepted
	 * @throws RuntimeException if it could not be encoded
	 */
	void enterUnattended(Job<?> job, BiConsumer<PoolTask<?>, Throwable> onFailure) {
		PoolTask<?> task = create(job, TaskOptions.defaults());
		task.observe((value, failure) -> {
			if (failure != null && task.state() != TaskState.CANCELLED) {
				this.completer.execute(() -> onFailure.accept(task, failure));
			}
		});
		if (!enter(task)) {
			task.future().result(); // throws, or the caller would never know
		}
	}

	private boolean enter(PoolTask<?> task) {
		long payloadBytes = encode(task);
		if (payloadBytes == FAILED) {
			return false;
		}
		try {
			requireAccepted(task, this.control.ownWaits().isOwnThread() ? submitFromWithin(task, payloadBytes)
					: this.driver.submit(task, payloadBytes, this.rejection));
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw this.failures.interrupted(task);
		}
	}

	/** Waiting for room is waiting for workers, and this thread is one of them. */
	private Admission submitFromWithin(PoolTask<?> task, long payloadBytes) throws InterruptedException {
		Admission admission = this.driver
			.ask((engine) -> engine.submit(task, payloadBytes, this.rejection, this.driver.now()));
		if (admission != Admission.WAIT) {
			return admission;
		}
		try (TaskFuture.Wait wait = this.control.ownWaits()
			.begin("room in the queue", () -> this.driver.ask((engine) -> engine.isFull(payloadBytes)), null)) {
			return this.driver.submit(task, payloadBytes, this.rejection);
		}
	}

	OwnWaits ownWaits() {
		return this.control.ownWaits();
	}

	/**
	 * The task of this pool that the current thread is in the middle of.
	 * @return the task or {@code null}
	 */
	@Nullable PoolTask<?> ownTask() {
		return this.control.ownWaits().ownTask();
	}

	<T extends @Nullable Object> PoolTask<T> create(Job<T> job, TaskOptions options) {
		return new PoolTask<>(this.taskIds.incrementAndGet(), job, Objects.requireNonNull(options, "options"),
				this.defaults, this.control, this.completer);
	}

	/**
	 * Encodes a task; one that cannot be has failed with the reason.
	 * @param task a new task
	 * @return its size in bytes, or {@link #FAILED}
	 * @throws TaskRejectedException if it has failed and the pool is shut down
	 */
	long encode(PoolTask<?> task) {
		try {
			return this.encoder.applyAsLong(task);
		}
		catch (RuntimeException | Error ex) {
			task.answerFailure(ex); // whatever the code of its values throws
			requireAccepted(task, this.driver.ask((engine) -> engine.submitFailed(task, this.driver.now())));
			return FAILED;
		}
	}

	/**
	 * Takes an encoded task in if there is room.
	 * @param task the task
	 * @param payloadBytes its size
	 * @return whether there was room
	 * @throws TaskRejectedException if the pool is shut down
	 */
	boolean offer(PoolTask<?> task, long payloadBytes) {
		Admission admission = this.driver.offer(task, payloadBytes);
		if (admission == Admission.WAIT) {
			return false;
		}
		requireAccepted(task, admission);
		return true;
	}

	/**
	 * Takes an encoded task in as soon as there is room.
	 * @param task the task
	 * @param payloadBytes its size
	 * @throws InterruptedException if the wait for room was interrupted
	 * @throws TaskRejectedException if the pool is shut down
	 */
	void put(PoolTask<?> task, long payloadBytes) throws InterruptedException {
		requireAccepted(task, this.driver.submit(task, payloadBytes, RejectionPolicy.block()));
	}

	TaskRejectedException shutDown(TaskFunction<?, ?> function) {
		return this.failures.shutDown(TaskNames.of(Consumption.code(function)));
	}

	/**
	 * Makes a drain wait for what is still to be submitted.
	 * @param fed whether it comes out of a feed that is open
	 * @return whether the pool will take it in; if so, {@link #closeFeed()} must follow
	 */
	boolean openFeed(boolean fed) {
		return this.driver.openFeed(fed);
	}

	void closeFeed() {
		this.driver.closeFeed();
	}

	/**
	 * A map begins to read its input, in a thread of its own.
	 * @param map the map
	 */
	void begins(MapOperation<?, ?> map) {
		this.feeding.add(map);
	}

	/**
	 * A map has no such thread any more.
	 * @param map the map
	 */
	void ended(MapOperation<?, ?> map) {
		this.feeding.remove(map);
	}

	/** Stops the tasks that callers run: the pool ends. */
	void stopCallers() {
		this.control.callerRuns().stopAll();
	}

	/**
	 * The pool takes nothing more: ends the maps that are being fed, and wakes those who
	 * wait for their results.
	 */
	void endFeeding() {
		this.feeding.forEach((map) -> map.cutOff(map.shutDown()));
	}

	/**
	 * Waits a moment for the threads that feed maps, which have nothing more to do once
	 * the pool has ended. One that is in code of the input that ignores interrupts stays;
	 * it is a daemon.
	 * @param nanos how long at most
	 * @throws InterruptedException if the wait was interrupted
	 */
	void awaitFeeders(long nanos) throws InterruptedException {
		long start = System.nanoTime();
		for (MapOperation<?, ?> map : this.feeding) {
			Thread feeder = map.feeder();
			if (feeder != null && feeder != Thread.currentThread()) {
				long left = Math.min(nanos, LONGEST_WAIT_FOR_FEEDERS) - (System.nanoTime() - start);
				feeder.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
				boolean stays = System.nanoTime() - start >= LONGEST_WAIT_FOR_FEEDERS && feeder.isAlive();
				if (stays && this.feeding.remove(map)) {
					logger.warn(
							"pool '{}' has ended, but its thread '{}' has not: the input of a map ignores its"
									+ " interrupt{}; it is a daemon and does not keep the JVM alive",
							this.defaults.pool(), feeder.getName(), Failures.place(feeder.getStackTrace()));
				}
			}
		}
	}

	TaskRejectedException noThread(TaskFunction<?, ?> function, OutOfMemoryError cause) {
		return this.failures.noThread(TaskNames.of(Consumption.code(function)), cause);
	}

	private void requireAccepted(PoolTask<?> task, Admission admission) {
		switch (admission) {
			case ACCEPTED, WITHDRAWN -> {
			}
			case FULL -> throw this.failures.full(task);
			case SHUT_DOWN -> throw this.failures.shutDown(task.name());
			case CALLER_RUNS -> this.control.callerRuns().run(task);
			case WAIT -> throw new IllegalStateException(task + " is still waiting for room");
		}
	}

}
