package dev.poolworks.engine;

import java.util.List;

import dev.poolworks.TaskState;
import dev.poolworks.TaskTimeoutException.Phase;
import dev.poolworks.WorkerExit;
import org.jspecify.annotations.Nullable;

/**
 * How a task ended.
 */
public sealed interface TaskEnd {

	/**
	 * The state the task is left in.
	 * @return a state that is done
	 */
	TaskState state();

	/**
	 * The end of a task that the caller runs.
	 * @param task the task
	 * @param succeeded whether it has returned
	 * @param now the time
	 * @return that it was answered, or that its time is up
	 */
	static TaskEnd ofCaller(EngineTask task, boolean succeeded, long now) {
		long elapsed = now - task.dispatchedAt;
		boolean late = task.runTimeoutNanos() > 0 && elapsed >= task.runTimeoutNanos();
		return (late && !succeeded) ? new TimedOut(Phase.RUN, task.runTimeoutNanos(), elapsed)
				: new Answered(succeeded);
	}

	/**
	 * The worker answered; whoever drives the engine holds the answer.
	 *
	 * @param succeeded with a value, or else with an exception
	 */
	record Answered(boolean succeeded) implements TaskEnd {

		@Override
		public TaskState state() {
			return this.succeeded ? TaskState.SUCCEEDED : TaskState.FAILED;
		}

	}

	/**
	 * The task was cancelled.
	 *
	 * @param byShutdown by a shutdown of the pool rather than by its caller
	 */
	record Cancelled(boolean byShutdown) implements TaskEnd {

		@Override
		public TaskState state() {
			return TaskState.CANCELLED;
		}

	}

	/**
	 * A limit was reached.
	 *
	 * @param phase of waiting or of running
	 * @param grantedNanos the limit
	 * @param elapsedNanos the time it took
	 */
	record TimedOut(Phase phase, long grantedNanos, long elapsedNanos) implements TaskEnd {

		@Override
		public TaskState state() {
			return TaskState.TIMED_OUT;
		}

	}

	/**
	 * The task's worker died.
	 *
	 * @param exits the deaths of workers that had the task, the last one last
	 * @param poison whether the number of deaths has condemned the task
	 */
	record Crashed(List<WorkerExit> exits, boolean poison) implements TaskEnd {

		@Override
		public TaskState state() {
			return TaskState.CRASHED;
		}

	}

	/**
	 * The task's worker, a thread, ended by something it threw outside of the task.
	 *
	 * @param cause what it threw
	 */
	record Lost(Throwable cause) implements TaskEnd {

		@Override
		public TaskState state() {
			return TaskState.FAILED;
		}

	}

	/**
	 * No worker can be started.
	 *
	 * @param reason why not
	 * @param cause what the last one threw, if it was a thread that threw
	 */
	record Broken(String reason, @Nullable Throwable cause) implements TaskEnd {

		Broken(String reason) {
			this(reason, null);
		}

		@Override
		public TaskState state() {
			return TaskState.CRASHED;
		}

	}

	/**
	 * The task was dropped from the queue to make room.
	 */
	record Discarded() implements TaskEnd {

		@Override
		public TaskState state() {
			return TaskState.DISCARDED;
		}

	}

}
