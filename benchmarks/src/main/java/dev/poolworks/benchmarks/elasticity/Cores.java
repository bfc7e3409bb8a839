package dev.poolworks.benchmarks.elasticity;

import java.util.PriorityQueue;

/**
 * Processors shared evenly: while no more jobs run than there are cores each has one for
 * itself, beyond that all of them slow down alike.
 */
final class Cores {

	private final Timeline timeline;

	private final int cores;

	private final PriorityQueue<Job> jobs = new PriorityQueue<>();

	/** Nanoseconds of a core that each job present from the beginning has had. */
	private double progress;

	private long progressAt;

	private long begun;

	private long planned;

	Cores(Timeline timeline, int cores) {
		this.timeline = timeline;
		this.cores = cores;
	}

	/**
	 * Runs a job.
	 * @param work nanoseconds it takes on a core of its own
	 * @param done what follows
	 */
	void run(long work, Runnable done) {
		advance();
		this.jobs.add(new Job(this.progress + work, this.begun++, done));
		plan();
	}

	private double rate() {
		return Math.min(1.0, (double) this.cores / this.jobs.size());
	}

	private void advance() {
		long now = this.timeline.now();
		if (!this.jobs.isEmpty()) {
			this.progress += (now - this.progressAt) * rate();
		}
		this.progressAt = now;
	}

	private void plan() {
		Job first = this.jobs.peek();
		if (first != null) {
			long plan = ++this.planned;
			long left = (long) Math.ceil(Math.max(0, first.end - this.progress) / rate());
			this.timeline.after(left, () -> finish(plan));
		}
	}

	private void finish(long plan) {
		if (plan != this.planned) {
			return;
		}
		advance();
		Job first = this.jobs.remove();
		this.progress = Math.max(this.progress, first.end);
		plan();
		first.done.run();
	}

	private record Job(double end, long number, Runnable done) implements Comparable<Job> {

		@Override
		public int compareTo(Job other) {
			int byEnd = Double.compare(this.end, other.end);
			return (byEnd != 0) ? byEnd : Long.compare(this.number, other.number);
		}

	}

}
