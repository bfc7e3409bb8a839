package dev.poolworks.benchmarks.elasticity;

import java.util.function.IntConsumer;

/**
 * What all contestants share: the same time, arrivals, service times, start times and
 * cores, and one book in which all is kept.
 */
final class World {

	private final Timeline timeline = new Timeline();

	private final Load load;

	private final Machine machine;

	private final Cores cores;

	private final Tally tally;

	private final long[] startTimes;

	private int starts;

	World(Load load, Machine machine, long seed) {
		this.load = load;
		this.machine = machine;
		this.cores = new Cores(this.timeline, machine.cores());
		this.tally = new Tally(load);
		this.startTimes = machine.startTimes(seed);
	}

	Timeline timeline() {
		return this.timeline;
	}

	Load load() {
		return this.load;
	}

	long now() {
		return this.timeline.now();
	}

	/**
	 * Lets everything happen.
	 * @param policy the contestant's name
	 * @param arrived told the number of each task when it arrives
	 * @return what came of it
	 */
	Outcome run(String policy, IntConsumer arrived) {
		arrive(0, arrived);
		while (this.tally.served() < this.load.tasks() || this.timeline.next() <= this.load.durationNanos()) {
			if (this.timeline.next() == Timeline.NEVER) {
				throw new IllegalStateException(policy + " leaves tasks of load '" + this.load.name() + "' waiting");
			}
			this.timeline.step();
		}
		return this.tally.close(policy, Math.max(now(), this.load.durationNanos()));
	}

	private void arrive(int task, IntConsumer arrived) {
		if (task < this.load.tasks()) {
			this.timeline.at(this.load.arrivals()[task], () -> {
				this.tally.arrived(now());
				arrived.accept(task);
				arrive(task + 1, arrived);
			});
		}
	}

	/**
	 * A worker's start begins.
	 * @param ready what follows when it is ready
	 */
	void startWorker(Runnable ready) {
		this.tally.started(now());
		this.cores.run(this.startTimes[this.starts++ % this.startTimes.length], () -> {
			this.tally.ready(now());
			ready.run();
		});
	}

	/**
	 * A worker that is ready is gone.
	 */
	void workerStopped() {
		this.tally.stopped(now());
	}

	/**
	 * A worker begins a task.
	 * @param task its number
	 * @param done what follows when it is done
	 */
	void serve(int task, Runnable done) {
		this.tally.begun(task, now());
		Runnable end = () -> {
			this.tally.done(now());
			done.run();
		};
		long nanos = this.load.services()[task] + this.machine.tripNanos();
		if (this.machine.busyTasks()) {
			this.cores.run(nanos, end);
		}
		else {
			this.timeline.after(nanos, end);
		}
	}

}
