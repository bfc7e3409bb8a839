package dev.poolworks.process;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.poolworks.TaskNotSerializableException;
import dev.poolworks.pool.Job;
import dev.poolworks.pool.PoolTask;
import dev.poolworks.wire.Frame;
import dev.poolworks.wire.FrameException;
import dev.poolworks.wire.FrameMemoryException;
import dev.poolworks.wire.FrameType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task that one worker has, and what it answers about that: as much as it was asked
 * for and no more. What fails on this side, such as for want of memory, costs the answer
 * and not the worker.
 * <p>
 * {@link #begin} is called by whoever sends the task, the rest by the thread that reads.
 */
final class TaskAnswers {

	private static final Logger logger = LoggerFactory.getLogger(TaskAnswers.class);

	private final Answers answers;

	/** Written last by whoever sends, read first by whoever reads. */
	private volatile @Nullable PoolTask<?> task;

	private int itemsLeft;

	/** The tasks that were to be interrupted: of each the stack may come, once. */
	private final Set<Long> stacksWanted = ConcurrentHashMap.newKeySet();

	TaskAnswers(Answers answers) {
		this.answers = answers;
	}

	/**
	 * The worker is about to be sent a task.
	 * @param task the task
	 * @param items how many outcomes of items may come before its answer
	 */
	void begin(PoolTask<?> task, int items) {
		this.itemsLeft = items;
		this.task = task;
	}

	/**
	 * The worker is about to be told to interrupt a task: it may tell its stack then.
	 * @param task the task
	 */
	void wantStack(PoolTask<?> task) {
		this.stacksWanted.add(task.id());
	}

	/**
	 * One more item's outcome has come.
	 * @param frame its frame
	 * @return the task
	 * @throws FrameException if it has no such item
	 */
	PoolTask<?> countItem(Frame frame) throws FrameException {
		PoolTask<?> task = taskOf(frame.type(), frame.id());
		if (this.itemsLeft <= 0) {
			throw new FrameException("a worker sent a " + frame.type() + " frame for task " + task.id()
					+ ", which has no further items");
		}
		this.itemsLeft--;
		return task;
	}

	/**
	 * Hands an item's outcome on.
	 * @param frame a frame that was counted
	 * @param task its task
	 * @param worker who answers
	 * @throws IOException if the frame holds no outcome
	 */
	void keepItem(Frame frame, PoolTask<?> task, String worker) throws IOException {
		try {
			this.answers.keepItem(frame, task, worker);
		}
		catch (RuntimeException | Error ex) {
			failItem(task, ex);
		}
	}

	/**
	 * Keeps what is of use for as long as the task runs.
	 * @param frame its stack or its progress
	 * @param worker who tells it
	 * @throws IOException if the frame holds none, or nobody has asked
	 */
	void keepAside(Frame frame, String worker) throws IOException {
		PoolTask<?> task = taskOf(frame.type(), frame.id());
		if (frame.type() == FrameType.STACK && !this.stacksWanted.remove(task.id())) {
			throw new FrameException("a worker sent the stack of task " + task.id() + " unasked");
		}
		try {
			if (frame.type() == FrameType.STACK) {
				this.answers.keepStack(frame, task, worker);
			}
			else {
				this.answers.progress(frame, task);
			}
		}
		catch (RuntimeException | Error ex) {
			logger.debug("{}: the {} of {} is lost", worker, frame.type(), task, ex);
		}
	}

	/**
	 * Keeps the answer in its task, which the worker does not have any more.
	 * @param frame a result or a failure
	 * @param worker who answers
	 * @return the task
	 * @throws IOException if the frame holds no answer
	 */
	PoolTask<?> finish(Frame frame, String worker) throws IOException {
		PoolTask<?> task = taskOf(frame.type(), frame.id());
		try {
			this.answers.keep(frame, task, worker);
		}
		catch (RuntimeException | Error ex) {
			task.answerFailure(notTakenIn(ex));
		}
		end(task);
		return task;
	}

	/**
	 * An answer has come for which there is no memory here.
	 * @param lost the frame
	 * @return the task, if that was its end, or {@code null}
	 * @throws FrameException if the worker has no such task
	 */
	@Nullable PoolTask<?> finish(FrameMemoryException lost) throws FrameException {
		switch (lost.type()) {
			case RESULT, FAILURE -> {
				PoolTask<?> task = taskOf(lost.type(), lost.id());
				task.answerFailure(notTakenIn(lost));
				end(task);
				return task;
			}
			case ITEM_RESULT, ITEM_FAILURE -> {
				PoolTask<?> task = countItem(new Frame(lost.type(), lost.id(), new byte[0]));
				failItem(task, lost);
				return null;
			}
			default -> {
				return null;
			}
		}
	}

	private void end(PoolTask<?> task) {
		this.stacksWanted.remove(task.id());
		this.task = null;
	}

	private static void failItem(PoolTask<?> task, Throwable reason) {
		Job.ItemSink<?> sink = task.job().sinkOfItems();
		if (sink != null) {
			sink.failed(notTakenIn(reason));
		}
	}

	private PoolTask<?> taskOf(FrameType type, long id) throws FrameException {
		PoolTask<?> task = this.task;
		if (task == null || task.id() != id) {
			throw new FrameException("a worker sent a " + type + " frame for task " + id + ", it has "
					+ ((task != null) ? "task " + task.id() : "none"));
		}
		return task;
	}

	private static TaskNotSerializableException notTakenIn(Throwable reason) {
		Throwable cause = (reason instanceof FrameMemoryException && reason.getCause() != null) ? reason.getCause()
				: reason;
		String cure = (cause instanceof OutOfMemoryError)
				? "; this process, not the worker, needs more memory (-Xmx), or max-payload must be lower"
				: "; the worker is not to blame";
		return new TaskNotSerializableException("the result could not be taken in: " + reason.getMessage() + cure, null,
				cause);
	}

}
