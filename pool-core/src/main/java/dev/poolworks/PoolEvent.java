package dev.poolworks;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a pool.
 */
public sealed interface PoolEvent {

	/**
	 * The event in words, with its reason.
	 * @return one line
	 */
	String describe();

	/**
	 * A task is done, or was never accepted.
	 *
	 * @param taskId its number
	 * @param taskName its name
	 * @param state how it ended
	 * @param queuedNanos time it waited for a worker, in nanoseconds
	 * @param ranNanos time a worker had it, in nanoseconds; 0 if none ever had
	 */
	record TaskEnded(long taskId, String taskName, TaskState state, long queuedNanos,
			long ranNanos) implements PoolEvent {

		@Override
		public String describe() {
			return "task " + this.taskId + " (" + this.taskName + ") " + this.state + ", waited "
					+ this.queuedNanos / 1_000_000 + " ms, ran " + this.ranNanos / 1_000_000 + " ms";
		}

	}

	/**
	 * A worker was started.
	 *
	 * @param worker its name
	 * @param reason why
	 */
	record WorkerStarted(String worker, String reason) implements PoolEvent {

		@Override
		public String describe() {
			return this.worker + " started: " + this.reason;
		}

	}

	/**
	 * A worker is able to take its first task.
	 *
	 * @param worker its name
	 * @param pid its process, 0 for a thread
	 * @param took from start to ready
	 */
	record WorkerReady(String worker, long pid, Duration took) implements PoolEvent {

		@Override
		public String describe() {
			return this.worker + ((this.pid > 0) ? " (pid " + this.pid + ")" : "") + " ready after "
					+ this.took.toMillis() + " ms";
		}

	}

	/**
	 * A worker is gone.
	 *
	 * @param worker its name
	 * @param pid its process, 0 for a thread
	 * @param reason why, in one or two words fit for a metric's tag: idle, recycled,
	 * resized, budget, timeout, cancelled, crashed, out-of-memory, unresponsive,
	 * start-failed, shutdown
	 * @param exit how the process ended, or {@code null} for a thread
	 */
	record WorkerExited(String worker, long pid, String reason, @Nullable WorkerExit exit) implements PoolEvent {

		@Override
		public String describe() {
			return this.worker + ((this.pid > 0) ? " (pid " + this.pid + ")" : "") + " gone: " + this.reason
					+ ((this.exit != null) ? ", " + this.exit.describe() : "");
		}

	}

	/**
	 * The pool decided how many workers it should have.
	 *
	 * @param from workers that take tasks, now or soon, before the decision
	 * @param to workers after it; {@code from} if more are wanted and a limit does not
	 * allow them, which is told once and then once a minute at most
	 * @param cause why, in one or two words fit for a metric's tag. Of growth: min-size,
	 * queued, backlog, queue-age, spare, fixed, probe, policy; of shrinking: idle,
	 * surplus, silence, resized, budget, policy; of a limit: max-size, budget
	 * @param reason the same with figures
	 */
	record Scaled(int from, int to, String cause, String reason) implements PoolEvent {

		/**
		 * Whether a limit does not allow the workers that are wanted.
		 * @return whether the number stays as it is
		 */
		public boolean isHeld() {
			return this.from == this.to;
		}

		@Override
		public String describe() {
			if (isHeld()) {
				return "held at " + this.from + " by " + this.cause + ": " + this.reason;
			}
			return ((this.to > this.from) ? "grow " : "shrink ") + this.from + " → " + this.to + ": " + this.reason;
		}

	}

	/**
	 * The pool went into another state.
	 *
	 * @param state the state
	 * @param reason why
	 */
	record StateChanged(PoolState state, String reason) implements PoolEvent {

		@Override
		public String describe() {
			return "pool " + this.state + ": " + this.reason;
		}

	}

	/**
	 * The pool was resized, suspended, resumed, broke or healed.
	 *
	 * @param change what and why
	 */
	record Changed(String change) implements PoolEvent {

		@Override
		public String describe() {
			return this.change;
		}

	}

}
