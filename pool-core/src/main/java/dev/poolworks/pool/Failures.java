package dev.poolworks.pool;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import dev.poolworks.PoisonTaskException;
import dev.poolworks.PoolBrokenException;
import dev.poolworks.PoolDeadlockException;
import dev.poolworks.PoolException;
import dev.poolworks.PoolSnapshot;
import dev.poolworks.PoolState;
import dev.poolworks.TaskRejectedException;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.TaskTimeoutException.Phase;
import dev.poolworks.WorkerCrashedException;
import dev.poolworks.WorkerExit;
import dev.poolworks.WorkerExit.Memory;
import dev.poolworks.WorkerOutOfMemoryException;
import dev.poolworks.engine.TaskEnd;
import org.jspecify.annotations.Nullable;

/**
 * The exceptions of a pool: fact, figures of the moment, cure.
 */
final class Failures {

	/** Classes of the JDK; frames from a worker do not tell their modules. */
	private static final Pattern PLATFORM = Pattern.compile("(java|javax|jdk|sun|com\\.sun)\\.");

	private final String pool;

	private final Supplier<PoolSnapshot> snapshot;

	Failures(String pool, Supplier<PoolSnapshot> snapshot) {
		this.pool = pool;
		this.snapshot = snapshot;
	}

	TaskRejectedException full(PoolTask<?> task) {
		return new TaskRejectedException("pool '" + this.pool + "' is full (" + this.snapshot.get().summary()
				+ "), task " + task.name() + " was rejected; raise " + key("queue-capacity")
				+ " (and queue-bytes, for large tasks) or set " + key("rejection") + ": block");
	}

	TaskRejectedException shutDown(String name) {
		PoolState state = this.snapshot.get().state();
		return new TaskRejectedException("pool '" + this.pool + "' is shut down (" + state + "), task " + name
				+ " was rejected; submit before shutdown() or close()");
	}

	TaskRejectedException noThread(String name, OutOfMemoryError cause) {
		TaskRejectedException failure = new TaskRejectedException("pool '" + this.pool + "' ("
				+ this.snapshot.get().summary() + ") could not start a thread to feed a map of " + name + ": "
				+ cause.getMessage() + "; raise the limit of threads of this process, or give the map a bufferSize");
		failure.initCause(cause);
		return failure;
	}

	PoolDeadlockException deadlock(PoolTask<?> waiting, String what) {
		return new PoolDeadlockException(describe(waiting) + " waits for " + what
				+ " of its own pool, and so do the tasks of all other workers (" + this.snapshot.get().summary()
				+ "): none of them would ever end; submit such tasks to another pool, raise " + key("max-size")
				+ ", or wait with a time limit");
	}

	PoolDeadlockException ownEnd(PoolTask<?> waiting) {
		return new PoolDeadlockException(describe(waiting) + " calls close() of its own pool ("
				+ this.snapshot.get().summary() + "), which would wait for this task for ever: call shutdown(),"
				+ " or close the pool where it was made");
	}

	TaskRejectedException interrupted(PoolTask<?> task) {
		return new TaskRejectedException("pool '" + this.pool + "' is full (" + this.snapshot.get().summary()
				+ ") and the wait for room was interrupted, task " + task.name() + " was rejected");
	}

	/**
	 * The exception for a task that got no answer.
	 * @param task the task
	 * @param end how it ended, not by an answer
	 * @return the exception
	 */
	Throwable of(PoolTask<?> task, TaskEnd end) {
		if (end instanceof TaskEnd.Cancelled cancelled) {
			return new CancellationException(
					describe(task) + " was cancelled" + (cancelled.byShutdown() ? " by the shutdown of the pool" : ""));
		}
		if (end instanceof TaskEnd.TimedOut timedOut) {
			return timedOut(task, timedOut);
		}
		if (end instanceof TaskEnd.Crashed crashed) {
			return crashed(task, crashed);
		}
		if (end instanceof TaskEnd.Broken broken) {
			return new PoolBrokenException("pool '" + this.pool + "' cannot start workers ("
					+ this.snapshot.get().summary() + "), task " + task.name() + " was not run: " + broken.reason()
					+ "; mend the cause, the pool keeps trying", broken.cause());
		}
		if (end instanceof TaskEnd.Lost lost) {
			return new PoolException(describe(task) + " was lost: the thread that had it ended with "
					+ lost.cause().getClass().getName() + "; it is replaced, submit the task again if it may run twice",
					lost.cause());
		}
		if (end instanceof TaskEnd.Discarded) {
			return new TaskRejectedException("pool '" + this.pool + "' is full (" + this.snapshot.get().summary()
					+ "), task " + task.name() + " was discarded for a newer one; raise " + key("queue-capacity")
					+ " or change " + key("rejection"));
		}
		throw new IllegalStateException(task + " ended with an answer, not with " + end);
	}

	private TaskTimeoutException timedOut(PoolTask<?> task, TaskEnd.TimedOut end) {
		Duration granted = Duration.ofNanos(end.grantedNanos());
		Duration elapsed = Duration.ofNanos(end.elapsedNanos());
		String message = (end.phase() == Phase.QUEUE)
				? describe(task) + " waited " + elapsed.toMillis() + " ms for a worker, granted were "
						+ granted.toMillis() + " ms (" + this.snapshot.get().summary() + "); raise "
						+ key("queue-timeout") + " or " + key("max-size")
				: describe(task) + " ran " + elapsed.toMillis() + " ms, granted were " + granted.toMillis()
						+ " ms; it was stopped" + place(task.stoppedAt()) + ": raise " + key("task-timeout")
						+ " if it needs longer";
		TaskTimeoutException failure = new TaskTimeoutException(message, end.phase(), granted, elapsed);
		StackTraceElement[] stack = task.stoppedAt();
		if (stack != null && end.phase() == Phase.RUN) {
			failure.setStackTrace(stack);
		}
		return failure;
	}

	/** The first frame that is not the JDK's, which tells most. */
	static String place(StackTraceElement @Nullable [] stack) {
		if (stack != null) {
			for (int i = 0; i < stack.length - 1; i++) {
				if (!PLATFORM.matcher(stack[i].getClassName()).lookingAt()) {
					return " in " + stack[i];
				}
			}
		}
		return "";
	}

	private WorkerCrashedException crashed(PoolTask<?> task, TaskEnd.Crashed end) {
		WorkerExit exit = end.exits().get(end.exits().size() - 1);
		String fact = describe(task) + " was lost: " + exit.worker() + " (pid " + exit.pid() + ") ended with "
				+ exit.describe() + " after " + exit.uptime().toMillis() + " ms and " + exit.tasksDone() + " tasks done"
				+ memory(exit) + tail(exit);
		if (end.poison()) {
			return new PoisonTaskException(fact + "; it was there at the death of " + end.exits().size()
					+ " workers and is not run again: look at what it does, or raise " + key("crash.poison-threshold"),
					end.exits());
		}
		return exit.outOfMemory()
				? new WorkerOutOfMemoryException(fact + "; raise " + key("worker.heap") + " or give it less to do",
						exit)
				: new WorkerCrashedException(
						fact + "; the worker is replaced, submit the task again if it may run twice", exit);
	}

	/** Memory is what is asked for after these ends, and only the kernel can tell. */
	private static String memory(WorkerExit exit) {
		boolean killedByOthers = "SIGKILL".equals(exit.signal()) && exit.cause() == null;
		if (!killedByOthers && !exit.outOfMemory()) {
			return "";
		}
		StringBuilder text = new StringBuilder();
		if (!exit.memory().isEmpty()) {
			Memory first = exit.memory().get(0);
			Memory last = exit.memory().get(exit.memory().size() - 1);
			text.append("; its resident memory was ")
				.append(last.rssBytes() >> 20)
				.append(" MB, and ")
				.append(first.rssBytes() >> 20)
				.append(" MB ")
				.append(last.uptime().minus(first.uptime()).toMillis())
				.append(" ms before");
		}
		if (killedByOthers) {
			text.append("; the pool did not kill it: perhaps the kernel did, for lack of memory");
		}
		return text.toString();
	}

	private static String tail(WorkerExit exit) {
		StringBuilder text = new StringBuilder();
		if (!exit.stderrTail().isEmpty()) {
			text.append("; last on stderr: ").append(exit.stderrTail().get(exit.stderrTail().size() - 1));
		}
		if (exit.crashReport() != null) {
			text.append("; crash report: ").append(exit.crashReport());
		}
		return text.toString();
	}

	private String describe(PoolTask<?> task) {
		return "task " + task.id() + " (" + task.name() + ") of pool '" + this.pool + "'";
	}

	private String key(String key) {
		return "pool.executors." + this.pool + "." + key;
	}

}
