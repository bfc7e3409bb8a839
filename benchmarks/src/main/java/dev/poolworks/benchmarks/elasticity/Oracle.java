package dev.poolworks.benchmarks.elasticity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A schedule by somebody who knows all arrivals and service times beforehand: what as
 * short a wait costs at least, or nearly so.
 *
 * <p>
 * Tasks are taken in the order of arrival. One that finds a permanent worker (of
 * {@code min-size}) idle takes it. Else, if a busy worker will be free within the bound W
 * after the arrival, the task waits for the first that is: that costs nothing. Else it
 * takes the idle worker most recently used if the pause since is shorter than a start,
 * and the pause is paid for. Else a worker is ready for it, begun ahead by exactly the
 * time of a start: that time is paid for, and the worker that paused was stopped at once.
 * That worker is ready either at the arrival or, a second kind of schedule, as late as
 * the bound permits, so that more tasks gather. If {@code max-size} workers are busy
 * beyond the bound, the task waits for the first. Where that happens, waits are long
 * already: in two more kinds of schedule no task of the second before such a one waits if
 * it can be helped, so that all others may wait as long.
 *
 * <p>
 * Cost: permanent workers for the whole time; of the others service times, pauses and
 * starts. Starts take their mean time and do not compete for cores, which no real pool
 * can have. All kinds of schedule are made for many bounds W; the oracle at a given p99
 * is the cheapest whose p99 is no longer. It is not proven to be the optimum.
 */
final class Oracle {

	private static final int BOUNDS = 120;

	private static final double SHORTEST_BOUND = 0.2 * Timeline.MILLI;

	private static final double LONGEST_BOUND = 100_000.0 * Timeline.SECOND;

	private static final long CROWD_NANOS = Timeline.SECOND;

	private final Load load;

	private final long startNanos;

	private final List<Point> points = new ArrayList<>();

	Oracle(Load load, Machine machine) {
		this.load = load;
		this.startNanos = machine.meanStartNanos();
		boolean[] nobody = new boolean[load.tasks()];
		boolean[] crowded = crowded(nobody);
		this.points.add(schedule(0, false, nobody));
		for (int i = 0; i < BOUNDS; i++) {
			long bound = (long) (SHORTEST_BOUND * Math.pow(LONGEST_BOUND / SHORTEST_BOUND, (double) i / (BOUNDS - 1)));
			for (boolean[] urgent : List.of(nobody, crowded)) {
				this.points.add(schedule(bound, false, urgent));
				this.points.add(schedule(bound, true, urgent));
			}
		}
	}

	/**
	 * The cheapest schedule with waits as short as these.
	 * @param p99Millis the longest p99
	 * @return worker-seconds; NaN if there is none
	 */
	double workerSeconds(double p99Millis) {
		double least = Double.NaN;
		for (Point point : this.points) {
			if (point.p99Millis <= p99Millis && !(point.workerSeconds >= least)) {
				least = point.workerSeconds;
			}
		}
		return least;
	}

	/** Tasks soon after which one has to wait, however many workers there are. */
	private boolean[] crowded(boolean[] nobody) {
		long[] waits = new long[this.load.tasks()];
		serve(0, false, nobody, waits);
		boolean[] crowded = new boolean[waits.length];
		long next = Timeline.NEVER;
		for (int task = waits.length - 1; task >= 0; task--) {
			long arrival = this.load.arrivals()[task];
			next = (waits[task] > 0) ? arrival : next;
			crowded[task] = next - arrival < CROWD_NANOS;
		}
		return crowded;
	}

	private Point schedule(long bound, boolean late, boolean[] urgent) {
		long[] waits = new long[this.load.tasks()];
		double paid = serve(bound, late, urgent, waits);
		Arrays.sort(waits);
		return new Point(Outcome.millisAt(waits, 0.99), paid / Timeline.SECOND);
	}

	private double serve(long bound, boolean late, boolean[] urgent, long[] waits) {
		long[] freeAt = new long[this.load.maxSize()];
		Arrays.fill(freeAt, Long.MIN_VALUE / 4);
		double paid = 0;
		long end = this.load.durationNanos();
		for (int task = 0; task < waits.length; task++) {
			long arrival = this.load.arrivals()[task];
			long service = this.load.services()[task];
			long patience = urgent[task] ? 0 : bound;
			int worker = choose(freeAt, arrival, patience);
			long pause = arrival - freeAt[worker];
			long begin = Math.max(arrival, freeAt[worker]);
			if (worker >= this.load.minSize()) {
				boolean starts = pause > this.startNanos;
				paid += service + Math.max(0, starts ? this.startNanos : pause);
				begin += (starts && late) ? patience : 0;
			}
			waits[task] = begin - arrival;
			freeAt[worker] = begin + service;
			end = Math.max(end, begin + service);
		}
		return paid + (double) this.load.minSize() * end;
	}

	private int choose(long[] freeAt, long arrival, long bound) {
		int warmest = -1;
		int soonest = -1;
		for (int worker = 0; worker < freeAt.length; worker++) {
			if (freeAt[worker] <= arrival) {
				if (worker < this.load.minSize()) {
					return worker;
				}
				warmest = (warmest < 0 || freeAt[worker] > freeAt[warmest]) ? worker : warmest;
			}
			else {
				soonest = (soonest < 0 || freeAt[worker] < freeAt[soonest]) ? worker : soonest;
			}
		}
		boolean waits = soonest >= 0 && (warmest < 0 || freeAt[soonest] <= arrival + bound);
		return waits ? soonest : warmest;
	}

	private record Point(double p99Millis, double workerSeconds) {

	}

}
