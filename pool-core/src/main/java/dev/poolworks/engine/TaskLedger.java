package dev.poolworks.engine;

import java.util.ArrayList;
import java.util.List;

import dev.poolworks.PoolEvent;
import dev.poolworks.TaskCounts;
import dev.poolworks.TaskState;
import dev.poolworks.TaskTimeoutException.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Where every task is: the one place where tasks change state, so that the counts are
 * right at every instant.
 */
final class TaskLedger {

	private final EngineOutput output;

	private final TaskQueue queue = new TaskQueue();

	private final List<Retry> retries = new ArrayList<>(0);

	private final long[] counts = new long[TaskState.values().length];

	private long submitted;

	TaskLedger(EngineOutput output) {
		this.output = output;
	}

	int queued() {
		return this.queue.size();
	}

	long submitted() {
		return this.submitted;
	}

	long oldestWaitingSince() {
		return this.queue.oldestWaitingSince();
	}

	long queuedBytes() {
		return this.queue.bytes();
	}

	long pending() {
		return count(TaskState.QUEUED) + count(TaskState.DISPATCHED) + count(TaskState.RUNNING)
				+ count(TaskState.RETRYING);
	}

	/** Tasks that will need a worker: waiting, or waiting to run again. */
	boolean hasWork() {
		return this.queue.size() > 0 || !this.retries.isEmpty();
	}

	void reject(EngineTask task) {
		this.submitted++;
		this.counts[TaskState.QUEUED.ordinal()]++;
		move(task, TaskState.REJECTED);
		this.output.event(new PoolEvent.TaskEnded(task.id(), task.name(), TaskState.REJECTED, 0, 0));
	}

	void accept(EngineTask task, long payloadBytes, long now) {
		task.accepted = true;
		task.payloadBytes = payloadBytes;
		task.waitingSince = now;
		task.arrival = ++this.submitted;
		this.counts[TaskState.QUEUED.ordinal()]++;
	}

	void enqueue(EngineTask task) {
		this.queue.add(task);
		wakeForQueueTimeout(task);
	}

	private void wakeForQueueTimeout(EngineTask task) {
		if (task.queueTimeoutNanos() > 0) {
			this.output.wakeAt(task.waitingSince + task.queueTimeoutNanos());
		}
	}

	@Nullable EngineTask poll() {
		return this.queue.poll();
	}

	void dispatched(EngineTask task, EngineWorker worker, long now) {
		move(task, TaskState.DISPATCHED);
		task.worker = worker;
		task.dispatchedAt = now;
		task.waitedNanos += now - task.waitingSince;
	}

	void running(EngineTask task) {
		move(task, TaskState.RUNNING);
	}

	/**
	 * Puts a task that a worker had not begun back in front of the queue.
	 * @param task the task
	 * @param now the time
	 */
	void sendAgain(EngineTask task, long now) {
		move(task, TaskState.QUEUED);
		task.worker = null;
		task.waitingSince = now;
		this.queue.addReturned(task);
		wakeForQueueTimeout(task);
	}

	void retryAt(EngineTask task, long dueAt) {
		move(task, TaskState.RETRYING);
		task.worker = null;
		this.retries.add(new Retry(task, dueAt));
		this.output.wakeAt(dueAt);
	}

	/**
	 * Queues the lost tasks whose delay is over.
	 * @param now the time
	 * @return when the next one is due, or {@link EngineWorker#NEVER}
	 */
	long retryDue(long now) {
		long next = EngineWorker.NEVER;
		for (Retry retry : List.copyOf(this.retries)) {
			if (retry.dueAt <= now) {
				this.retries.remove(retry);
				sendAgain(retry.task, now);
			}
			else {
				next = Math.min(next, retry.dueAt);
			}
		}
		return next;
	}

	/**
	 * Ends the tasks that have waited too long.
	 * @param now the time
	 */
	void endOverdue(long now) {
		EngineTask task = this.queue.firstDeadline();
		while (task != null && task.waitingSince + task.queueTimeoutNanos() <= now) {
			endWaiting(task, new TaskEnd.TimedOut(Phase.QUEUE, task.queueTimeoutNanos(), now - task.waitingSince), now);
			task = this.queue.firstDeadline();
		}
	}

	long firstQueueDeadline() {
		EngineTask task = this.queue.firstDeadline();
		return (task != null) ? task.waitingSince + task.queueTimeoutNanos() : EngineWorker.NEVER;
	}

	long queuedBytesBehind(int first) {
		return this.queue.bytesBehind(first);
	}

	@Nullable EngineTask leastUrgentBehind(int first) {
		return this.queue.leastUrgentBehind(first);
	}

	/**
	 * Takes a task that waits out of the queue and ends it.
	 * @param task a task that is queued or waits to be run again
	 * @param end how it ends
	 * @param now the time
	 */
	void endWaiting(EngineTask task, TaskEnd end, long now) {
		if (task.state() == TaskState.RETRYING) {
			this.retries.removeIf((retry) -> retry.task == task);
		}
		else {
			this.queue.remove(task);
		}
		end(task, end, now);
	}

	/**
	 * Ends every task that waits.
	 * @param end how
	 * @param now the time
	 * @return the tasks, in the order in which they would have run
	 */
	List<EngineTask> endAllWaiting(TaskEnd end, long now) {
		List<EngineTask> ended = new ArrayList<>();
		for (Retry retry : List.copyOf(this.retries)) {
			ended.add(retry.task);
			endWaiting(retry.task, end, now);
		}
		EngineTask task = this.queue.poll();
		while (task != null) {
			ended.add(task);
			end(task, end, now);
			task = this.queue.poll();
		}
		return ended;
	}

	void end(EngineTask task, TaskEnd end, long now) {
		boolean waited = task.state() == TaskState.QUEUED;
		long ran = task.hasWorker() ? now - task.dispatchedAt : 0;
		if (waited) {
			task.waitedNanos += now - task.waitingSince;
		}
		move(task, end.state());
		task.worker = null;
		this.output.taskEnded(task, end);
		this.output.event(new PoolEvent.TaskEnded(task.id(), task.name(), end.state(), task.waitedNanos, ran));
	}

	TaskCounts counts() {
		return new TaskCounts(this.submitted, count(TaskState.QUEUED), count(TaskState.DISPATCHED),
				count(TaskState.RUNNING), count(TaskState.RETRYING), count(TaskState.SUCCEEDED),
				count(TaskState.FAILED), count(TaskState.TIMED_OUT), count(TaskState.CANCELLED),
				count(TaskState.CRASHED), count(TaskState.REJECTED), count(TaskState.DISCARDED));
	}

	private long count(TaskState state) {
		return this.counts[state.ordinal()];
	}

	private void move(EngineTask task, TaskState next) {
		this.counts[task.state().ordinal()]--;
		task.transitionTo(next);
		this.counts[next.ordinal()]++;
	}

	private record Retry(EngineTask task, long dueAt) {

	}

}
