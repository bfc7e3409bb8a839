package dev.poolworks.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Looks at the memory of all worker processes of this JVM, twice a second: one daemon
 * thread for all pools, which is there as long as there is a worker. Thread-safe.
 */
final class MemoryWatch {

	private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private static final MemoryWatch instance = new MemoryWatch();

	private final Set<WorkerProcess> workers = ConcurrentHashMap.newKeySet();

	private @Nullable Thread thread;

	private MemoryWatch() {
	}

	static MemoryWatch get() {
		return instance;
	}

	synchronized void add(WorkerProcess worker) {
		this.workers.add(worker);
		if (this.thread == null) {
			this.thread = new Thread(this::run, "poolworks memory watch");
			this.thread.setDaemon(true);
			this.thread.start();
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
			this.workers.forEach(WorkerProcess::measureMemory);
			LockSupport.parkNanos(this, INTERVAL_NANOS);
		}
	}

	private synchronized boolean goesOn() {
		if (this.workers.isEmpty()) {
			this.thread = null;
		}
		return this.thread != null;
	}

}
