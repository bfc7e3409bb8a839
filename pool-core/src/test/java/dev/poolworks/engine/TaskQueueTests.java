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
		assertThat(this.queue.leastUrgentBehind(0)).isNull();
		assertThat(this.queue.firstDeadline()).isNull();
		assertThat(this.queue.size()).isZero();
	}

	@Test
	void higherPriorityComesFirstAndOlderBeforeYounger() {
		Waiting low = add(1, -1);
		Waiting early = add(2, 5);
		Waiting late = add(3, 5);
		assertThat(this.queue.leastUrgentBehind(0)).isSameAs(low);
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
		assertThat(this.queue.poll()).isSameAs(first);
		assertThat(this.queue.poll()).isSameAs(second);
	}

	@Test
	void leastUrgentTaskIsNotOneOfTheFirstFewNorOneThatWasTakenBefore() {
		Waiting returned = add(1, 0);
		this.queue.poll();
		Waiting first = add(2, 0);
		Waiting second = add(3, 0);
		Waiting urgent = add(4, 1);
		this.queue.addReturned(returned);
		assertThat(this.queue.leastUrgentBehind(0)).isSameAs(first);
		assertThat(this.queue.leastUrgentBehind(2)).isSameAs(first);
		assertThat(this.queue.leastUrgentBehind(3)).isSameAs(second);
		assertThat(this.queue.leastUrgentBehind(4)).isNull();
		this.queue.remove(first);
		this.queue.remove(second);
		assertThat(this.queue.leastUrgentBehind(1)).isSameAs(returned);
		assertThat(this.queue.leastUrgentBehind(2)).isNull();
		this.queue.remove(returned);
		assertThat(this.queue.leastUrgentBehind(0)).isSameAs(urgent);
	}

	@Test
	void oldestTaskIsKnownWhereverItIs() {
		assertThat(this.queue.oldestWaitingSince()).isEqualTo(EngineWorker.NEVER);
		Waiting returned = add(1, 0);
		this.queue.poll();
		Waiting old = add(2, 0);
		old.waitingSince = 10;
		Waiting young = add(3, 7);
		young.waitingSince = 20;
		returned.waitingSince = 30;
		this.queue.addReturned(returned);
		assertThat(this.queue.oldestWaitingSince()).isEqualTo(10);
		this.queue.remove(old);
		assertThat(this.queue.oldestWaitingSince()).isEqualTo(20);
		this.queue.poll();
		assertThat(this.queue.oldestWaitingSince()).isEqualTo(30);
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
