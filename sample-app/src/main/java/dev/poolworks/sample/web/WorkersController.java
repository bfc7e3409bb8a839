package dev.poolworks.sample.web;

import java.util.List;

import dev.poolworks.PoolSnapshot;
import dev.poolworks.TaskPool;
import dev.poolworks.WorkerSnapshot;
import dev.poolworks.sample.document.SampleProperties;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The workers of the pool {@code render} at this moment, for the page at {@code /}.
 */
@RestController
class WorkersController {

	private final TaskPool render;

	private final SampleProperties properties;

	WorkersController(@Qualifier("render") TaskPool render, SampleProperties properties) {
		this.render = render;
		this.properties = properties;
	}

	@GetMapping("/api/workers")
	Workers workers() {
		return new Workers(this.render.snapshot(), this.render.workers().stream().map(Worker::of).toList(),
				this.properties.chaos());
	}

	/**
	 * The pool and its workers.
	 *
	 * @param pool the pool
	 * @param workers those alive
	 * @param chaos whether {@code /chaos/*} exists
	 */
	record Workers(PoolSnapshot pool, List<Worker> workers, boolean chaos) {

	}

	/**
	 * A worker, with times in milliseconds.
	 *
	 * @param name such as {@code render-1}
	 * @param pid its process
	 * @param state such as {@code BUSY}
	 * @param uptimeMillis since it was started
	 * @param tasksDone tasks it has finished
	 * @param task what it is at, or an empty text
	 * @param taskMillis for how long it has been
	 * @param rssBytes its resident memory
	 */
	record Worker(String name, long pid, String state, long uptimeMillis, long tasksDone, String task, long taskMillis,
			long rssBytes) {

		static Worker of(WorkerSnapshot worker) {
			return new Worker(worker.name(), worker.pid(), worker.state().name(), worker.uptime().toMillis(),
					worker.tasksDone(), (worker.taskName() != null) ? worker.taskName() : "",
					(worker.taskRunning() != null) ? worker.taskRunning().toMillis() : 0, worker.rssBytes());
		}

	}

}
