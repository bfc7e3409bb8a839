package dev.poolworks.benchmarks.elasticity;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.poolworks.PoolEvent;
import dev.poolworks.PoolEvent.TaskEnded;
import dev.poolworks.PoolEvent.WorkerExited;
import dev.poolworks.PoolEvent.WorkerReady;
import dev.poolworks.PoolEvent.WorkerStarted;
import dev.poolworks.PoolListener;
import dev.poolworks.TaskPool;

/**
 * What has been heard of a pool, with the times. Thread-safe.
 */
final class Recording implements PoolListener {

	private static final long LOOK_AGAIN_NANOS = 20 * Timeline.MILLI;

	private final long origin = System.nanoTime();

	private final Collection<Moment> moments = new ConcurrentLinkedQueue<>();

	private final AtomicInteger workers = new AtomicInteger();

	private final CountDownLatch unfinished;

	private volatile boolean ended;

	/**
	 * An empty recording, at time 0.
	 * @param tasks how many the pool will have
	 */
	Recording(int tasks) {
		this.unfinished = new CountDownLatch(tasks);
	}

	@Override
	public void onEvent(TaskPool pool, PoolEvent event) {
		if (this.ended) {
			return;
		}
		this.moments.add(new Moment(now(), event));
		if (event instanceof WorkerStarted) {
			this.workers.incrementAndGet();
		}
		else if (event instanceof WorkerExited) {
			this.workers.decrementAndGet();
		}
		else if (event instanceof TaskEnded) {
			this.unfinished.countDown();
		}
	}

	/**
	 * The time.
	 * @return nanoseconds since this was made
	 */
	long now() {
		return System.nanoTime() - this.origin;
	}

	/**
	 * Hears nothing any more.
	 */
	void end() {
		this.ended = true;
	}

	/**
	 * What has been heard so far.
	 * @return a copy
	 */
	List<Moment> moments() {
		return List.copyOf(this.moments);
	}

	void awaitTime(long nanos) throws InterruptedException {
		for (long left = nanos - now(); left > 0; left = nanos - now()) {
			LockSupport.parkNanos(this, left);
			if (Thread.interrupted()) {
				throw new InterruptedException("at " + now() + " ns, before " + nanos);
			}
		}
	}

	/**
	 * Waits for the end of all tasks.
	 * @param patience how long
	 * @throws InterruptedException if the wait was interrupted
	 * @throws IllegalStateException if tasks are left
	 */
	void awaitTasks(Duration patience) throws InterruptedException {
		if (!this.unfinished.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
			throw new IllegalStateException(
					this.unfinished.getCount() + " tasks have not ended after another " + patience.toSeconds() + " s");
		}
	}

	/**
	 * Waits until there are no more than so many workers.
	 * @param most how many
	 * @param patience how long
	 * @throws InterruptedException if the wait was interrupted
	 * @throws IllegalStateException if there still are more
	 */
	void awaitWorkers(int most, Duration patience) throws InterruptedException {
		long deadline = now() + patience.toNanos();
		while (this.workers.get() > most) {
			if (now() > deadline) {
				throw new IllegalStateException(
						this.workers + " workers instead of " + most + " after " + patience.toSeconds() + " s of rest");
			}
			awaitTime(now() + LOOK_AGAIN_NANOS);
		}
	}

	/**
	 * Starts of workers.
	 * @return how long each took, ascending, in nanoseconds
	 */
	long[] startNanos() {
		return this.moments.stream()
			.filter((moment) -> moment.event instanceof WorkerReady)
			.mapToLong((moment) -> ((WorkerReady) moment.event).took().toNanos())
			.sorted()
			.toArray();
	}

	/**
	 * An event.
	 *
	 * @param at when it was heard of
	 * @param event the event
	 */
	record Moment(long at, PoolEvent event) {

	}

}
