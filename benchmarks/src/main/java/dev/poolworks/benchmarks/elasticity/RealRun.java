package dev.poolworks.benchmarks.elasticity;

import java.util.List;
import java.util.Locale;

import dev.poolworks.PoolEvent.TaskEnded;
import dev.poolworks.PoolEvent.WorkerExited;

/**
 * What came of a load on a real pool.
 *
 * @param outcome in the terms of the simulation
 * @param lateNanos the largest delay of a submission, against the plan
 * @param restNanos from the end of the last task until no worker was there that was not
 * to stay
 * @param startNanos how long starts took, ascending
 * @param tripNanos for how long tasks had their workers beyond the time that they took,
 * ascending; one for each
 * @param others how busy other processes kept the processors, from 0 to 1
 */
record RealRun(Outcome outcome, long lateNanos, long restNanos, long[] startNanos, long[] tripNanos, double others) {

	static RealRun of(Load load, Recording recording, long lateNanos, double others) {
		List<Recording.Moment> moments = recording.moments();
		long lastTask = last(moments, TaskEnded.class);
		long rest = Math.max(0, last(moments, WorkerExited.class) - lastTask);
		return new RealRun(Replay.of(load, moments, "real"), lateNanos, rest, recording.startNanos(),
				trips(load, moments), others);
	}

	private static long last(List<Recording.Moment> moments, Class<?> type) {
		return moments.stream()
			.filter((moment) -> type.isInstance(moment.event()))
			.mapToLong(Recording.Moment::at)
			.max()
			.orElse(0);
	}

	private static long[] trips(Load load, List<Recording.Moment> moments) {
		return moments.stream()
			.map(Recording.Moment::event)
			.filter(TaskEnded.class::isInstance)
			.map(TaskEnded.class::cast)
			.mapToLong((ended) -> ended.ranNanos() - load.services()[Integer.parseInt(ended.taskName())])
			.sorted()
			.toArray();
	}

	/**
	 * What the table does not say.
	 * @return a paragraph in Markdown
	 */
	String details() {
		return String.format(Locale.ROOT,
				"Real: all %,d tasks have succeeded, submitted at most %s late. Starts took %s (median; %s to %s). "
						+ "A task had its worker for %s more than its time (median; p99 %s). "
						+ "%s after the last task no worker was left that was not to stay. %s%n%n",
				this.tripNanos.length, Report.millis((double) this.lateNanos / Timeline.MILLI),
				millis(this.startNanos, 0.5), millis(this.startNanos, 0), millis(this.startNanos, 1),
				millis(this.tripNanos, 0.5), millis(this.tripNanos, 0.99),
				Report.millis((double) this.restNanos / Timeline.MILLI), ProcessorTime.describe(this.others));
	}

	private static String millis(long[] sorted, double quantile) {
		return Report.millis(Outcome.millisAt(sorted, quantile));
	}

}
