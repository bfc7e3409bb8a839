package dev.poolworks.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the memory of all worker processes of this JVM, twice a second: one daemon
 * thread for all pools, which is there as long as there is a worker. Thread-safe.
 */
final class MemoryWatch {

	private static final Logger logger = LoggerFactory.getLogger(MemoryWatch.class);

	private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private static final MemoryWatch instance = new MemoryWatch();

	private final Set<WorkerProcess> workers = ConcurrentHashMap.newKeySet();

	@GuardedBy("this")
	private @Nullable Thread thread;

	private MemoryWatch() {
	}

	static MemoryWatch get() {
		return instance;
	}

	synchronized void add(WorkerProcess worker) {
		this.workers.add(worker);
		if (this.thread == null) {
			Thread thread = new Daemon("poolworks memory watch", this::run);
			try {
				thread.start();
				this.thread = thread;
			}
			catch (OutOfMemoryError ex) {
				logger.debug("no thread is to be had to look at memory; the next worker tries again", ex);
			}
		}
	}

	synchronized void remove(WorkerProcess worker) {
		this.workers.remove(worker);
		if (this.workers.isEmpty()) {
			LockSupport.unpark(this.thread);
		}
	}

	private void run() {
		while (goesOn()) {
			this.workers.forEach(MemoryWatch::measure);
			LockSupport.parkNanos(this, INTERVAL_NANOS);
		}
	}

	/** What fails for one worker, now, must not end the watch for all. */
	private static void measure(WorkerProcess worker) {
		try {
			worker.measureMemory();
		}
		catch (RuntimeException | Error ex) {
			logger.warn("the memory of a worker could not be measured", ex);
		}
	}

	private synchronized boolean goesOn() {
		if (this.workers.isEmpty()) {
			this.thread = null;
		}
		return this.thread != null;
	}

}
