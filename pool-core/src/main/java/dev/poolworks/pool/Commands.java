package dev.poolworks.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.poolworks.PoolEvent;
import dev.poolworks.engine.EngineOutput;
import dev.poolworks.engine.EngineTask;
import dev.poolworks.engine.EngineWorker;
import dev.poolworks.engine.Refusal;
import dev.poolworks.engine.TaskEnd;
import org.jspecify.annotations.Nullable;

/**
 * What the engine commanded during an event, to be carried out once the pool's lock is
 * released. A batch that was taken is carried out to its end, whatever one of its
 * commands throws. Commands are added and taken under the pool's lock, carried out
 * without it.
 */
final class Commands implements EngineOutput {

	private final PoolLog log = PoolLog.of(Commands.class);

	/**
	 * Batches that were taken and are not yet carried out, and workers not yet cleared
	 * away.
	 */
	private final AtomicInteger unfinished = new AtomicInteger();

	private final EngineDriver driver;

	private final String pool;

	private final PoolTimer timer;

	private final Outside outside;

	private boolean ended;

	private List<Runnable> added = new ArrayList<>(4);

	Commands(EngineDriver driver, String pool, PoolTimer timer, Outside outside) {
		this.driver = driver;
		this.pool = pool;
		this.timer = timer;
		this.outside = outside;
	}

	/**
	 * Whether the engine has ended; to be asked under the pool's lock.
	 * @return whether no further command comes
	 */
	boolean isEnded() {
		return this.ended;
	}

	/**
	 * Takes what was added. {@link #carryOut} must follow.
	 * @return a batch, perhaps empty
	 */
	List<Runnable> take() {
		if (this.added.isEmpty()) {
			return List.of();
		}
		List<Runnable> next = new ArrayList<>(4); // what throws here has taken nothing
		List<Runnable> batch = this.added;
		this.added = next;
		begun();
		return batch;
	}

	/**
	 * Carries a batch out; never throws.
	 * @param batch what was taken
	 * @return whether no other batch is left
	 */
	boolean carryOut(List<Runnable> batch) {
		if (batch.isEmpty()) {
			return false;
		}
		for (Runnable command : batch) {
			try {
				command.run();
			}
			catch (Throwable ex) {
				this.log.error("pool '{}': a command failed", this.pool, ex);
			}
		}
		return done();
	}

	/** Something of a command goes on until {@link #done}. */
	void begun() {
		this.unfinished.incrementAndGet();
	}

	/**
	 * Ends {@link #begun}.
	 * @return whether nothing else is left
	 */
	boolean done() {
		return this.unfinished.decrementAndGet() == 0;
	}

	/**
	 * Whether a batch is being carried out, or a worker cleared away.
	 * @return whether something that was commanded is still to be done
	 */
	boolean isBusy() {
		return this.unfinished.get() > 0;
	}

	@Override
	public @Nullable Refusal claimWorker(boolean urgent) {
		Refusal refusal;
		try {
			refusal = this.outside.claims.claim(urgent);
		}
		catch (Throwable ex) {
			this.added.add(() -> this.log.error("pool '{}': the claim for a worker failed", this.pool, ex));
			return new Refusal("the claim failed: " + ex.getClass().getName(), false);
		}
		if (refusal != null && !refusal.passing()) {
			this.added.add(() -> this.outside.claims.refused(urgent));
		}
		return refusal;
	}

	@Override
	public void startWorker(EngineWorker worker) {
		GuardedWorker guarded = new GuardedWorker(this.driver, new WorkerEvents(this.driver, worker),
				this.outside.workers);
		worker.attach(guarded);
		this.added.add(guarded::start);
	}

	@Override
	public void send(EngineWorker worker, EngineTask task) {
		GuardedWorker guarded = guarded(worker);
		this.added.add(() -> guarded.send((PoolTask<?>) task));
	}

	@Override
	public void interrupt(EngineWorker worker, EngineTask task) {
		GuardedWorker guarded = guarded(worker);
		this.added.add(() -> guarded.interrupt((PoolTask<?>) task));
	}

	@Override
	public void stopWorker(EngineWorker worker) {
		this.added.add(guarded(worker)::stop);
	}

	@Override
	public void killWorker(EngineWorker worker, String reason) {
		GuardedWorker guarded = guarded(worker);
		this.added.add(() -> guarded.kill(reason));
	}

	@Override
	public void taskEnded(EngineTask task, TaskEnd end) {
		this.added.add(() -> conclude((PoolTask<?>) task, end));
	}

	@Override
	public void event(PoolEvent event) {
		this.added.add(() -> this.outside.events.accept(event));
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
	 * Whether a worker has begun its task; never throws.
	 * @param worker the worker
	 * @param task the task
	 * @return whether it has, or may have
	 */
	static boolean hasBegun(EngineWorker worker, EngineTask task) {
		return guarded(worker).hasBegun((PoolTask<?>) task);
	}

	/** Who waits for the task must hear of its end, if need be with what has failed. */
	private void conclude(PoolTask<?> task, TaskEnd end) {
		try {
			this.outside.conclusion.conclude(task, end);
		}
		catch (Throwable ex) {
			this.log.error("pool '{}': the end of {} could not be told", this.pool, task.id(), ex);
			task.conclude(ex);
		}
	}

	private static GuardedWorker guarded(EngineWorker worker) {
		if (worker.attachment() instanceof GuardedWorker guarded) {
			return guarded;
		}
		throw new IllegalStateException(worker + " was never started");
	}

	/**
	 * Where commands lead to.
	 *
	 * @param workers makes workers
	 * @param claims what workers need
	 * @param events is told events
	 * @param conclusion completes futures
	 */
	record Outside(WorkerFactory workers, WorkerClaims claims, Consumer<PoolEvent> events, TaskConclusion conclusion) {

	}

	/**
	 * Completes the future of a task that has ended.
	 */
	@FunctionalInterface
	interface TaskConclusion {

		void conclude(PoolTask<?> task, TaskEnd end);

	}

}
