package dev.poolworks.benchmarks.elasticity;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.poolworks.PoolEvent.TaskEnded;
import dev.poolworks.PoolEvent.WorkerExited;
import dev.poolworks.PoolEvent.WorkerReady;
import dev.poolworks.PoolEvent.WorkerStarted;
import dev.poolworks.TaskState;

/**
 * A recording that runs once more, in virtual time, to be booked as simulated runs are.
 *
 * <p>
 * When a task came and when it began is known from its end: the pool says how long it
 * waited and ran. As events are heard of a little later than they happen, a task may seem
 * to begin before its worker is free; it is held until then.
 */
final class Replay {

	private final Load load;

	private final Tally tally;

	private final Timeline timeline = new Timeline();

	private final Deque<Integer> held = new ArrayDeque<>();

	private final Set<String> starting = new HashSet<>();

	private int free;

	private Replay(Load load) {
		this.load = load;
		this.tally = new Tally(load);
	}

	/**
	 * Books a recording.
	 * @param load what the pool was to do; its tasks bear their numbers as names
	 * @param moments what was heard
	 * @param policy the name of the outcome
	 * @return what came of it
	 * @throws IllegalStateException if a task has not succeeded, or a worker ended that
	 * should not
	 */
	static Outcome of(Load load, List<Recording.Moment> moments, String policy) {
		Replay replay = new Replay(load);
		moments.forEach(replay::plan);
		return replay.run(policy);
	}

	private void plan(Recording.Moment moment) {
		if (moment.event() instanceof WorkerStarted started) {
			this.timeline.at(moment.at(), () -> {
				this.starting.add(started.worker());
				this.tally.started(this.timeline.now());
			});
		}
		else if (moment.event() instanceof WorkerReady ready) {
			this.timeline.at(moment.at(), () -> {
				this.starting.remove(ready.worker());
				this.tally.ready(this.timeline.now());
				freed();
			});
		}
		else if (moment.event() instanceof WorkerExited exited) {
			this.timeline.at(moment.at(), () -> gone(exited));
		}
		else if (moment.event() instanceof TaskEnded ended) {
			plan(ended, moment.at());
		}
	}

	private void plan(TaskEnded ended, long at) {
		if (ended.state() != TaskState.SUCCEEDED) {
			throw new IllegalStateException("load '" + this.load.name() + "': " + ended.describe());
		}
		int task = Integer.parseInt(ended.taskName());
		long begun = at - ended.ranNanos();
		this.timeline.at(begun - ended.queuedNanos(), () -> this.tally.arrived(this.timeline.now()));
		this.timeline.at(begun, () -> begun(task));
		this.timeline.at(at, () -> done(task));
	}

	private void begun(int task) {
		if (this.free > 0) {
			this.free--;
			this.tally.begun(task, this.timeline.now());
		}
		else {
			this.held.addLast(task);
		}
	}

	private void done(int task) {
		if (this.held.remove(task)) {
			this.free--;
			this.tally.begun(task, this.timeline.now());
		}
		this.tally.done(this.timeline.now());
		freed();
	}

	private void freed() {
		this.free++;
		if (this.free > 0 && !this.held.isEmpty()) {
			begun(this.held.removeFirst());
		}
	}

	private void gone(WorkerExited exited) {
		if (!exited.reason().equals("idle") || this.starting.contains(exited.worker())) {
			throw new IllegalStateException("load '" + this.load.name() + "': " + exited.describe());
		}
		this.free--;
		this.tally.stopped(this.timeline.now());
	}

	private Outcome run(String policy) {
		long end = this.load.durationNanos();
		while (this.tally.served() < this.load.tasks() || this.timeline.next() <= end) {
			if (this.timeline.next() == Timeline.NEVER) {
				throw new IllegalStateException("load '" + this.load.name() + "': of " + this.load.tasks()
						+ " tasks only " + this.tally.served() + " were heard of");
			}
			this.timeline.step();
		}
		return this.tally.close(policy, Math.max(this.timeline.now(), end));
	}

}
