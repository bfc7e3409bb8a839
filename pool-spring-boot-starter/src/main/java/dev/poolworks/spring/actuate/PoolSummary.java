package dev.poolworks.spring.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.poolworks.PoolSnapshot;
import dev.poolworks.PoolState;
import dev.poolworks.PoolType;
import dev.poolworks.TaskCounts;
import dev.poolworks.WorkerCounts;
import org.jspecify.annotations.Nullable;

/**
 * A {@link PoolSnapshot} as the endpoint tells it. Its fields are a contract with whoever
 * reads the JSON and do not change when the snapshot gets another method.
 *
 * @param type what the workers are
 * @param state where in its life the pool is
 * @param suspended whether queued tasks are held back
 * @param saturated whether every worker allowed is busy and tasks wait
 * @param brokenReason why no worker can be started, or {@code null}
 * @param minSize workers kept also without work, at present
 * @param maxSize workers at most, at present
 * @param queue the queue
 * @param workers workers by state, the stuck ones among the busy, and how many were
 * started and are gone since the pool was made
 * @param tasks tasks by state since the pool was made
 */
public record PoolSummary(PoolType type, PoolState state, boolean suspended, boolean saturated,
		@Nullable String brokenReason, int minSize, int maxSize, Queue queue, Map<String, Long> workers,
		Map<String, Long> tasks) {

	static PoolSummary of(PoolSnapshot snapshot) {
		Queue queue = new Queue(snapshot.tasks().queued(), snapshot.queueCapacity(), snapshot.queuedBytes());
		return new PoolSummary(snapshot.type(), snapshot.state(), snapshot.suspended(), snapshot.isSaturated(),
				snapshot.brokenReason(), snapshot.minSize(), snapshot.maxSize(), queue, workers(snapshot.workers()),
				tasks(snapshot.tasks()));
	}

	private static Map<String, Long> workers(WorkerCounts counts) {
		Map<String, Long> workers = new LinkedHashMap<>();
		workers.put("starting", (long) counts.starting());
		workers.put("idle", (long) counts.idle());
		workers.put("busy", (long) counts.busy());
		workers.put("stopping", (long) counts.stopping());
		workers.put("stuck", (long) counts.stuck());
		workers.put("started", counts.started());
		workers.put("exited", counts.exited());
		return workers;
	}

	private static Map<String, Long> tasks(TaskCounts counts) {
		Map<String, Long> tasks = new LinkedHashMap<>();
		tasks.put("submitted", counts.submitted());
		tasks.put("queued", counts.queued());
		tasks.put("dispatched", counts.dispatched());
		tasks.put("running", counts.running());
		tasks.put("retrying", counts.retrying());
		tasks.put("succeeded", counts.succeeded());
		tasks.put("failed", counts.failed());
		tasks.put("timedOut", counts.timedOut());
		tasks.put("cancelled", counts.cancelled());
		tasks.put("crashed", counts.crashed());
		tasks.put("rejected", counts.rejected());
		tasks.put("discarded", counts.discarded());
		return tasks;
	}

	/**
	 * The tasks that wait.
	 *
	 * @param size how many
	 * @param capacity how many may
	 * @param bytes their encoded size; 0 in a pool of threads
	 */
	public record Queue(long size, int capacity, long bytes) {

	}

}
