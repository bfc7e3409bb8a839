package dev.poolworks.engine;

import org.jspecify.annotations.Nullable;

/**
 * The idle workers in the order in which they became idle: a list linked through the
 * workers themselves, so that one leaves at the same cost wherever it stands.
 */
final class IdleWorkers {

	private @Nullable EngineWorker coldest;

	private @Nullable EngineWorker warmest;

	/**
	 * The worker idle for longest.
	 * @return the worker, or {@code null} if none is idle
	 */
	@Nullable EngineWorker coldest() {
		return this.coldest;
	}

	/**
	 * The worker that became idle last.
	 * @return the worker, or {@code null} if none is idle
	 */
	@Nullable EngineWorker warmest() {
		return this.warmest;
	}

	void add(EngineWorker worker) {
		EngineWorker last = this.warmest;
		worker.colder = last;
		this.warmest = worker;
		if (last != null) {
			last.warmer = worker;
		}
		else {
			this.coldest = worker;
		}
	}

	void remove(EngineWorker worker) {
		EngineWorker colder = worker.colder;
		EngineWorker warmer = worker.warmer;
		if (colder != null) {
			colder.warmer = warmer;
		}
		else {
			this.coldest = warmer;
		}
		if (warmer != null) {
			warmer.colder = colder;
		}
		else {
			this.warmest = colder;
		}
		worker.colder = null;
		worker.warmer = null;
	}

}
