package dev.poolworks.engine;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The order in which tasks wait, and what each step costs.
 */
class TaskQueueTests {

	private final TaskQueue queue = new TaskQueue();

	@Test
	void emptyQueueHasNothing() {
		assertThat(this.queue.poll()).isNull();
		assertThat(this.queue.leastUrgent()).isNull();
		assertThat(this.queue.firstDeadline()).isNull();
		assertThat(this.queue.size()).isZero();
	}

	@Test
	void higherPriorityComesFirstAndOlderBeforeYounger() {
		Waiting low = add(1, -1);
		Waiting early = add(2, 5);
		Waiting late = add(3, 5);
		assertThat(this.queue.leastUrgent()).isSameAs(low);
		assertThat(this.queue.poll()).isSameAs(early);
		assertThat(this.queue.poll()).isSameAs(late);
		assertThat(this.queue.poll()).isSameAs(low);
	}

	@Test
	void returnedTasksComeFirstInTheOrderOfTheirArrival() {
		Waiting first = add(1, 0);
		Waiting second = add(2, 0);
		add(3, 0);
		this.queue.poll();
		this.queue.poll();
		this.queue.addReturned(second);
		this.queue.addReturned(first);
		assertThat(this.queue.leastUrgent()).isSameAs(first);
		assertThat(this.queue.poll()).isSameAs(first);
		assertThat(this.queue.poll()).isSameAs(second);
	}

	@Test
	void taskCanLeaveFromTheMiddle() {
		add(1, 0);
		Waiting middle = add(2, 0);
		Waiting last = add(3, 0);
		this.queue.remove(middle);
		this.queue.poll();
		assertThat(this.queue.poll()).isSameAs(last);
		assertThat(this.queue.bytes()).isZero();
		assertThatIllegalStateException().isThrownBy(() -> this.queue.remove(middle))
			.withMessage("task 2 (w) QUEUED does not wait");
	}

	@Test
	void earliestDeadlineIsKnown() {
		Waiting patient = new Waiting(1, 0, 500);
		Waiting hasty = new Waiting(2, 0, 100);
		this.queue.add(patient);
		this.queue.add(hasty);
		assertThat(this.queue.firstDeadline()).isSameAs(hasty);
		this.queue.remove(hasty);
		assertThat(this.queue.firstDeadline()).isSameAs(patient);
	}

	private Waiting add(long id, int priority) {
		Waiting task = new Waiting(id, priority, 0);
		task.payloadBytes = 10;
		task.arrival = id;
		this.queue.add(task);
		return task;
	}

	private static final class Waiting extends EngineTask {

		Waiting(long id, int priority, long queueTimeoutNanos) {
			super(id, "w", priority, false, 0, queueTimeoutNanos);
		}

	}

}
