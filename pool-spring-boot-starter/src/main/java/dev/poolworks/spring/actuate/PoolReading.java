package dev.poolworks.spring.actuate;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.poolworks.PoolSnapshot;
import dev.poolworks.TaskPool;
import dev.poolworks.WorkerSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one pool for its gauges, taken at most every 100 ms: a scrape reads some
 * twenty gauges of a pool in a row, and they belong together. Thread-safe.
 */
final class PoolReading {

	private static final long MAX_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final LongSupplier nanoTime;

	private final Kept<PoolSnapshot> snapshot;

	private final Kept<Long> rssBytes;

	PoolReading(TaskPool pool, LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.snapshot = new Kept<>(pool::snapshot);
		// Apart from the snapshot, since the operating system is asked for each process.
		this.rssBytes = new Kept<>(() -> pool.workers().stream().mapToLong(WorkerSnapshot::rssBytes).sum());
	}

	PoolSnapshot snapshot() {
		return this.snapshot.get();
	}

	/**
	 * The resident memory of all workers.
	 * @return bytes; 0 in a pool of threads
	 */
	long rssBytes() {
		return this.rssBytes.get();
	}

	private final class Kept<T> {

		private final Supplier<T> source;

		private volatile @Nullable Taken<T> taken;

		Kept(Supplier<T> source) {
			this.source = source;
		}

		// Two threads may both find the value too old and both take a new one: harmless.
		T get() {
			long now = PoolReading.this.nanoTime.getAsLong();
			Taken<T> last = this.taken;
			if (last != null && now - last.atNanos() < MAX_AGE_NANOS) {
				return last.value();
			}
			T value = this.source.get();
			this.taken = new Taken<>(value, now);
			return value;
		}

	}

	private record Taken<T>(T value, long atNanos) {

	}

}
