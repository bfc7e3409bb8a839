package dev.poolworks;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * One worker at one instant.
 *
 * @param id from 1, no two workers of a pool have the same at a time
 * @param name such as {@code render-1}
 * @param pid the process; 0 for a thread and before the process has started
 * @param state where in its life it is
 * @param uptime since it was started
 * @param tasksDone tasks it has finished
 * @param taskId the task it has; 0 for none
 * @param taskName the task it has, or {@code null}
 * @param taskRunning how long it has had that task, or {@code null}
 * @param stuck whether that task should have stopped and has not
 * @param rssBytes resident memory of the process, in bytes; 0 where unknown
 * @param cpu processor time of the process since its start, or {@code null} where unknown
 */
public record WorkerSnapshot(int id, String name, long pid, WorkerState state, Duration uptime, long tasksDone,
		long taskId, @Nullable String taskName, @Nullable Duration taskRunning, boolean stuck, long rssBytes,
		@Nullable Duration cpu) {

}
