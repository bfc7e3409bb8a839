package dev.poolworks.benchmarks;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import dev.poolworks.TaskState;

/**
 * What a task of the soak does, and how it ends if its worker is left alone.
 */
enum ChaosKind {

	FINE(TaskState.SUCCEEDED), SLOW(TaskState.SUCCEEDED), THROWS(TaskState.FAILED), CANCELLED(TaskState.CANCELLED),
	EXITS(TaskState.CRASHED), HALTS(TaskState.CRASHED), OUT_OF_MEMORY(TaskState.CRASHED), HANGS(TaskState.TIMED_OUT),
	HUGE(TaskState.SUCCEEDED);

	static final int EXIT_CODE = 7;

	static final int HALT_CODE = 8;

	private static final int MEBIBYTE = 1 << 20;

	private final TaskState end;

	ChaosKind(TaskState end) {
		this.end = end;
	}

	TaskState end() {
		return this.end;
	}

	/**
	 * Draws a task: two in a hundred are slow, two throw, one in two hundred is
	 * cancelled, most are fine.
	 * @param random the source
	 * @param rate how many in a thousand of each of the others
	 * @return the task
	 */
	static Order draw(Random random, int rate) {
		int roll = random.nextInt(1000);
		ChaosKind kind;
		if (roll < 20) {
			kind = SLOW;
		}
		else if (roll < 40) {
			kind = THROWS;
		}
		else if (roll < 45) {
			kind = CANCELLED;
		}
		else {
			int other = EXITS.ordinal() + (roll - 45) / Math.max(1, rate);
			kind = (other < values().length) ? values()[other] : FINE;
		}
		return new Order(kind, switch (kind) {
			case SLOW, CANCELLED -> 1 + random.nextInt(20);
			case HUGE -> MEBIBYTE + random.nextInt(7 * MEBIBYTE);
			default -> random.nextInt(1000);
		});
	}

	/**
	 * Does it, in a worker.
	 * @param order what to do
	 * @return the amount, or so many bytes
	 */
	static Object run(Order order) {
		switch (order.kind) {
			case FINE -> {
				return order.amount;
			}
			case SLOW, CANCELLED -> LockSupport.parkNanos(order.amount * 1_000_000L);
			case THROWS -> throw new IllegalStateException("thrown " + order.amount);
			case EXITS -> System.exit(EXIT_CODE);
			case HALTS -> Runtime.getRuntime().halt(HALT_CODE);
			case OUT_OF_MEMORY -> fillHeap();
			case HANGS -> spin();
			case HUGE -> {
				return new byte[order.amount];
			}
		}
		return order.amount;
	}

	/** Runs for ever, whatever it is asked to. */
	static void spin() {
		while (true) {
			Thread.onSpinWait();
		}
	}

	private static void fillHeap() {
		List<byte[]> all = new ArrayList<>();
		while (true) {
			all.add(new byte[MEBIBYTE]);
		}
	}

	/**
	 * One task.
	 *
	 * @param kind what it does
	 * @param amount milliseconds, bytes, or any number
	 */
	record Order(ChaosKind kind, int amount) implements Serializable {

		boolean isAnsweredBy(Object result) {
			return (this.kind == HUGE) ? result instanceof byte[] bytes && bytes.length == this.amount
					: Integer.valueOf(this.amount).equals(result);
		}

	}

}
