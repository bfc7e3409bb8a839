package dev.poolworks.spring.actuate;

import java.time.Duration;

import dev.poolworks.WorkerSnapshot;
import dev.poolworks.WorkerState;
import org.jspecify.annotations.Nullable;

/**
 * A worker as the endpoint tells it; what is unknown or does not apply is left out.
 *
 * @param id from 1
 * @param name such as {@code render-1}
 * @param pid the process, or {@code null} for a thread
 * @param state where in its life it is
 * @param uptimeMillis since it was started, in milliseconds
 * @param tasksDone tasks it has finished
 * @param task the task it has, or {@code null}
 * @param rssBytes resident memory of the process, in bytes
 * @param cpuMillis processor time of the process since its start, in milliseconds
 */
public record WorkerDescriptor(int id, String name, @Nullable Long pid, WorkerState state, long uptimeMillis,
		long tasksDone, @Nullable Task task, @Nullable Long rssBytes, @Nullable Long cpuMillis) {

	static WorkerDescriptor of(WorkerSnapshot worker) {
		return new WorkerDescriptor(worker.id(), worker.name(), unlessZero(worker.pid()), worker.state(),
				worker.uptime().toMillis(), worker.tasksDone(), Task.of(worker), unlessZero(worker.rssBytes()),
				millis(worker.cpu()));
	}

	private static @Nullable Long unlessZero(long value) {
		return (value != 0) ? value : null;
	}

	private static @Nullable Long millis(@Nullable Duration duration) {
		return (duration != null) ? duration.toMillis() : null;
	}

	/**
	 * The task a worker has.
	 *
	 * @param id its number
	 * @param name its name
	 * @param runningMillis how long the worker has had it, in milliseconds
	 * @param stuck whether it should have stopped and has not
	 */
	public record Task(long id, @Nullable String name, @Nullable Long runningMillis, boolean stuck) {

		static @Nullable Task of(WorkerSnapshot worker) {
			return (worker.taskId() != 0)
					? new Task(worker.taskId(), worker.taskName(), millis(worker.taskRunning()), worker.stuck()) : null;
		}

	}

}
