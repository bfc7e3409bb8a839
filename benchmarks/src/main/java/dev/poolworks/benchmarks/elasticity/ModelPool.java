package dev.poolworks.benchmarks.elasticity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A pool as simple as can be for a {@link Peer} to decide about: a first-in, first-out
 * queue; a task goes to the idle worker most recently used, which is the kindest to those
 * that end workers idle for long.
 */
final class ModelPool {

	private final World world;

	private final Peer peer;

	private final List<Worker> workers = new ArrayList<>();

	/** The last one is the one most recently used. */
	private final ArrayDeque<Worker> idle = new ArrayDeque<>();

	private final ArrayDeque<Integer> queue = new ArrayDeque<>();

	private int starting;

	private long finished;

	private double finishedNanos;

	ModelPool(World world, Peer peer) {
		this.world = world;
		this.peer = peer;
	}

	Outcome run(String name) {
		this.peer.begin(this);
		tickLater();
		return this.world.run(name, this::arrived);
	}

	private void tickLater() {
		this.world.timeline().after(this.peer.tickNanos(), () -> {
			this.peer.tick(this);
			tickLater();
		});
	}

	private void arrived(int task) {
		this.queue.addLast(task);
		dispatch();
		this.peer.arrived(this);
	}

	private void dispatch() {
		while (!this.queue.isEmpty() && !this.idle.isEmpty()) {
			Worker worker = this.idle.removeLast();
			worker.busySince = now();
			this.world.serve(this.queue.removeFirst(), () -> done(worker));
		}
	}

	private void done(Worker worker) {
		this.finished++;
		this.finishedNanos += now() - worker.busySince;
		worker.finishedNanos += now() - worker.busySince;
		idle(worker);
	}

	private void idle(Worker worker) {
		worker.busySince = Timeline.NEVER;
		worker.idleSince = now();
		this.idle.addLast(worker);
		dispatch();
	}

	long now() {
		return this.world.now();
	}

	int minSize() {
		return this.world.load().minSize();
	}

	int maxSize() {
		return this.world.load().maxSize();
	}

	/**
	 * All workers, those that start included.
	 * @return how many
	 */
	int size() {
		return this.workers.size();
	}

	int starting() {
		return this.starting;
	}

	int idle() {
		return this.idle.size();
	}

	int busy() {
		return size() - this.starting - idle();
	}

	int queued() {
		return this.queue.size();
	}

	/**
	 * Mean time of the tasks that are done.
	 * @param otherwise what to take before the first one is
	 * @return nanoseconds
	 */
	double meanServiceNanos(double otherwise) {
		return (this.finished > 0) ? this.finishedNanos / this.finished : otherwise;
	}

	List<Worker> workers() {
		return this.workers;
	}

	/**
	 * Starts workers, as many as there is room for.
	 * @param count how many at most
	 */
	void start(int count) {
		int room = Math.min(count, maxSize() - size());
		for (int i = 0; i < room; i++) {
			Worker worker = new Worker();
			this.workers.add(worker);
			this.starting++;
			this.world.startWorker(() -> {
				this.starting--;
				idle(worker);
			});
		}
	}

	/**
	 * Stops the workers idle for longest.
	 * @param count how many at most
	 * @return how many there were
	 */
	int stopIdle(int count) {
		int stopped = 0;
		while (stopped < count && !this.idle.isEmpty()) {
			this.workers.remove(this.idle.removeFirst());
			this.world.workerStopped();
			stopped++;
		}
		return stopped;
	}

	/**
	 * How long the worker idle for longest has been idle.
	 * @return nanoseconds; -1 if none is idle
	 */
	long longestIdleNanos() {
		Worker coldest = this.idle.peekFirst();
		return (coldest != null) ? now() - coldest.idleSince : -1;
	}

	/** A worker. */
	static final class Worker {

		private long busySince = Timeline.NEVER;

		private long idleSince = Timeline.NEVER;

		private long finishedNanos;

		boolean isBusy() {
			return this.busySince != Timeline.NEVER;
		}

		/**
		 * Time in tasks that are done.
		 * @return nanoseconds
		 */
		long finishedNanos() {
			return this.finishedNanos;
		}

	}

}
