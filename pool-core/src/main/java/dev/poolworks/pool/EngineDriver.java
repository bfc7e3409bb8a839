package dev.poolworks.pool;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.poolworks.PoolEvent;
import dev.poolworks.PoolState;
import dev.poolworks.TaskRejectedException;
import dev.poolworks.WorkerExit;
import dev.poolworks.engine.Admission;
import dev.poolworks.engine.EngineSettings;
import dev.poolworks.engine.EngineTask;
import dev.poolworks.engine.EngineWorker;
import dev.poolworks.engine.PoolEngine;
import dev.poolworks.policy.RejectionPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Owns the engine: feeds it one event at a time under the lock, and carries its commands
 * out in the same thread after releasing it. An event that something thrown has ended
 * half-way costs that event: what it had commanded is carried out, those who wait for
 * room are woken, and the engine looks at everything again soon. Thread-safe.
 */
final class EngineDriver {

	/** How often those who wait for the end look whether somebody still works on it. */
	private static final long WATCH_NANOS = 1_000_000_000L;

	private final PoolLog log = PoolLog.of(EngineDriver.class);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition room = this.lock.newCondition();

	private final CountDownLatch terminated = new CountDownLatch(1);

	private final String name;

	@GuardedBy("lock")
	private final PoolEngine engine;

	private final Commands commands;

	private final Attendance attendance;

	private final WorkerClaims claims;

	private final BooleanSupplier busyAfterwards;

	private final Runnable onTerminated;

	@GuardedBy("lock")
	private boolean concluded;

	private volatile boolean pending;

	EngineDriver(EngineSettings settings, WorkerFactory workers, WorkerClaims claims, Consumer<PoolEvent> events,
			Commands.TaskConclusion conclusion, BooleanSupplier busyAfterwards, Runnable onTerminated) {
		this.name = settings.name();
		this.claims = claims;
		this.busyAfterwards = busyAfterwards;
		this.onTerminated = onTerminated;
		this.attendance = new Attendance(this.name, new PoolThreads(), this::tick, this::isPending);
		this.commands = new Commands(this, this.name, this.attendance.timer(),
				new Commands.Outside(workers, claims, events, conclusion));
		this.engine = new PoolEngine(settings, this.commands);
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
	 * @throws IllegalStateException if this is called from within an event
	 */
	<R> R ask(Function<PoolEngine, R> event) {
		return handle(event::apply);
	}

	/**
	 * Submits a task, waiting for room if the policy says so.
	 * @param task the task
	 * @param payloadBytes its encoded size
	 * @param whenFull the policy
	 * @return what became of it; never {@link Admission#WAIT}
	 * @throws InterruptedException if the wait for room was interrupted
	 * @throws TaskRejectedException if there is no thread to be had that would look after
	 * it
	 */
	Admission submit(EngineTask task, long payloadBytes, RejectionPolicy whenFull) throws InterruptedException {
		this.attendance.require(task.name());
		Event<Admission, InterruptedException> event = (engine) -> enter(engine, task, payloadBytes, whenFull);
		try {
			return handle(event);
		}
		finally {
			stayAlive();
		}
	}

	/**
	 * Submits a task if there is room.
	 * @param task the task
	 * @param payloadBytes its encoded size
	 * @return {@link Admission#WAIT} if there is none
	 */
	Admission offer(EngineTask task, long payloadBytes) {
		this.attendance.require(task.name());
		try {
			return ask((engine) -> enterNow(engine, task, payloadBytes, RejectionPolicy.block()));
		}
		finally {
			stayAlive();
		}
	}

	private Admission enter(PoolEngine engine, EngineTask task, long payloadBytes, RejectionPolicy whenFull)
			throws InterruptedException {
		Admission admission = enterNow(engine, task, payloadBytes, whenFull);
		while (admission == Admission.WAIT) {
			this.room.await();
			admission = enterNow(engine, task, payloadBytes, whenFull);
		}
		return admission;
	}

	/** Who gets an exception has no future: then the task must not run. */
	private Admission enterNow(PoolEngine engine, EngineTask task, long payloadBytes, RejectionPolicy whenFull) {
		try {
			return engine.submit(task, payloadBytes, whenFull, now());
		}
		catch (Throwable ex) {
			engine.cancel(task, true, now());
			throw ex;
		}
	}

	private <R, X extends Exception> R handle(Event<R, X> event) throws X {
		if (this.lock.isHeldByCurrentThread()) {
			throw new IllegalStateException("pool '" + this.name + "' was called by one of its own policies or claims, "
					+ "in the middle of an event; these decide by the figures they are given, "
					+ "whatever calls the pool belongs into a listener or a task");
		}
		List<Runnable> batch = List.of();
		try {
			this.lock.lock();
			try {
				try {
					return event.happen(this.engine);
				}
				catch (RuntimeException | Error ex) {
					this.attendance.lookAgainSoon();
					throw ex;
				}
				finally {
					batch = takeBatch();
				}
			}
			finally {
				this.lock.unlock();
			}
		}
		finally {
			if (this.commands.carryOut(batch)) {
				endIfLast();
			}
		}
	}

	/**
	 * Makes a drain wait for what is still to be submitted.
	 * @param fed whether it comes out of a feed that is open
	 * @return whether the pool will take it in; if so, {@link #closeFeed()} must follow
	 */
	boolean openFeed(boolean fed) {
		boolean open = ask((engine) -> engine.feeds().open(engine.state(), fed));
		stayAlive();
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
		return this.attendance.timer().now();
	}

	Attendance attendance() {
		return this.attendance;
	}

	/**
	 * The start of a worker is over.
	 */
	void startOver() {
		this.claims.started();
	}

	/**
	 * A worker is gone. That must not be lost: the engine would wait for it for ever.
	 * @param worker the worker
	 * @param exit how its process ended; {@code null} for a thread
	 * @param failure what a thread threw; {@code null} if it ended otherwise
	 */
	void exited(EngineWorker worker, @Nullable WorkerExit exit, @Nullable Throwable failure) {
		try {
			tell((engine) -> {
				if (failure != null) {
					worker.failed(failure);
				}
				engine.acknowledgements().look(worker, Commands::hasBegun);
				engine.workerExited(worker, exit, now());
			});
		}
		catch (Throwable ex) {
			this.attendance.later(() -> exited(worker, exit, failure));
			throw ex;
		}
		this.claims.released();
	}

	/** The pool does not end before {@link #endIfDue()}, which must follow. */
	void postponeEnd() {
		this.commands.begun();
	}

	void endIfDue() {
		if (this.commands.done()) {
			endIfLast();
		}
	}

	boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
		long end = System.nanoTime() + unit.toNanos(timeout);
		long left = unit.toNanos(timeout);
		while (left > 0) {
			if (this.terminated.await(Math.min(left, WATCH_NANOS), TimeUnit.NANOSECONDS)) {
				return true;
			}
			this.attendance.timer().ensure();
			endIfLast();
			left = end - System.nanoTime();
		}
		return this.terminated.getCount() == 0;
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

	private static void lookForBegun(PoolEngine engine) {
		engine.acknowledgements().look(Commands::hasBegun);
	}

	/**
	 * Tells the engine that time has passed.
	 */
	void tick() {
		tell((engine) -> {
			long asked = this.attendance.timer().due();
			lookForBegun(engine);
			engine.tick(asked, now());
		});
		this.attendance.makeUp();
		stayAlive();
	}

	private void stayAlive() {
		if (this.pending) {
			this.attendance.see();
		}
	}

	@GuardedBy("lock")
	private List<Runnable> takeBatch() {
		boolean roomy = this.engine.state() != PoolState.RUNNING || !this.engine.isFull(0);
		if (roomy && this.lock.hasWaiters(this.room)) {
			this.room.signalAll();
		}
		List<Runnable> batch = this.commands.take();
		// after the batch was counted: see isPending()
		this.pending = this.engine.pending() > 0 || this.engine.feeds().awaited();
		return batch;
	}

	/** Whether tasks, or what follows from their end, are still to be done. */
	private boolean isPending() {
		return this.pending || this.commands.isBusy() || this.busyAfterwards.getAsBoolean();
	}

	private void endIfLast() {
		boolean last;
		this.lock.lock();
		try {
			last = this.commands.isEnded() && !this.commands.isBusy() && !this.concluded;
			this.concluded |= last;
		}
		finally {
			this.lock.unlock();
		}
		if (last) {
			try {
				this.onTerminated.run();
			}
			catch (Throwable ex) {
				this.log.error("pool '{}': not everything was put away at its end", this.name, ex);
			}
			finally {
				this.terminated.countDown();
			}
		}
	}

	/**
	 * Something happens to the engine.
	 *
	 * @param <R> the type of its answer
	 * @param <X> what it may throw
	 */
	@FunctionalInterface
	private interface Event<R, X extends Exception> {

		R happen(PoolEngine engine) throws X;

	}

}
