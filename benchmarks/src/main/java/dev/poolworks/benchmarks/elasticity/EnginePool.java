package dev.poolworks.benchmarks.elasticity;

import java.util.function.Consumer;

import dev.poolworks.PoolEvent;
import dev.poolworks.PoolType;
import dev.poolworks.engine.EngineOutput;
import dev.poolworks.engine.EngineSettings;
import dev.poolworks.engine.EngineTask;
import dev.poolworks.engine.EngineWorker;
import dev.poolworks.engine.PoolEngine;
import dev.poolworks.engine.TaskEnd;
import dev.poolworks.policy.RecyclePolicy;
import dev.poolworks.policy.RejectionPolicy;
import dev.poolworks.policy.RetryPolicy;
import dev.poolworks.policy.ScalingPolicy;
import dev.poolworks.policy.StartPolicy;

/**
 * The real engine with a scaling policy, in virtual time. At most as many workers start
 * at a time as there are cores.
 */
record EnginePool(String name, ScalingPolicy scaling, long idleTimeoutNanos,
		Consumer<PoolEvent> listener) implements Contestant {

	EnginePool(String name, ScalingPolicy scaling, long idleTimeoutNanos) {
		this(name, scaling, idleTimeoutNanos, (event) -> {
		});
	}

	@Override
	public boolean isPeer() {
		return false;
	}

	@Override
	public Outcome run(Load load, Machine machine, long seed) {
		World world = new World(load, machine, seed);
		Driver driver = new Driver(world, settings(load, machine), this.listener);
		driver.tick();
		return world.run(this.name, driver::submit);
	}

	private EngineSettings settings(Load load, Machine machine) {
		StartPolicy start = new StartPolicy(5, 60 * Timeline.SECOND, 100 * Timeline.MILLI, 30 * Timeline.SECOND, 0,
				machine.cores());
		return new EngineSettings(this.name, PoolType.PROCESS, load.minSize(), load.maxSize(), 0, Integer.MAX_VALUE / 2,
				Long.MAX_VALUE / 2, this.idleTimeoutNanos, Timeline.SECOND, 600 * Timeline.SECOND, this.scaling,
				RecyclePolicy.after(0, 0, 0), RetryPolicy.of(0, 2), start);
	}

	/**
	 * Hands events to the engine and carries its commands out, never from within each
	 * other.
	 */
	private static final class Driver implements EngineOutput {

		private final World world;

		private final Consumer<PoolEvent> listener;

		private final PoolEngine engine;

		private long wakeAt = Timeline.NEVER;

		Driver(World world, EngineSettings settings, Consumer<PoolEvent> listener) {
			this.world = world;
			this.listener = listener;
			this.engine = new PoolEngine(settings, this);
		}

		void submit(int number) {
			this.engine.submit(new Task(number), 1, RejectionPolicy.abort(), this.world.now());
		}

		void tick() {
			this.wakeAt = Timeline.NEVER;
			this.engine.tick(this.world.now(), this.world.now());
		}

		@Override
		public void startWorker(EngineWorker worker) {
			this.world.startWorker(() -> this.engine.workerReady(worker, this.world.now()));
		}

		@Override
		public void send(EngineWorker worker, EngineTask task) {
			this.world.serve(((Task) task).number,
					() -> this.engine.taskFinished(worker, task, true, this.world.now()));
		}

		@Override
		public void stopWorker(EngineWorker worker) {
			this.world.workerStopped();
			this.world.timeline().after(0, () -> this.engine.workerExited(worker, null, this.world.now()));
		}

		@Override
		public void wakeAt(long nanos) {
			if (nanos < this.wakeAt) {
				this.wakeAt = nanos;
				this.world.timeline().at(nanos, () -> {
					if (this.wakeAt == nanos) {
						tick();
					}
				});
			}
		}

		@Override
		public void interrupt(EngineWorker worker, EngineTask task) {
			throw new IllegalStateException("nothing is interrupted here: " + task);
		}

		@Override
		public void killWorker(EngineWorker worker, String reason) {
			throw new IllegalStateException("nothing is killed here: " + worker + ", " + reason);
		}

		@Override
		public void taskEnded(EngineTask task, TaskEnd end) {
			// the world knows
		}

		@Override
		public void event(PoolEvent event) {
			this.listener.accept(event);
		}

		@Override
		public void terminated() {
			throw new IllegalStateException("nobody has shut the pool down");
		}

	}

	/** A task of the load. */
	private static final class Task extends EngineTask {

		private final int number;

		Task(int number) {
			super(number, "task", 0, false, 0, 0);
			this.number = number;
		}

	}

}
