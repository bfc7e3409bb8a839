package dev.poolworks.process;

import java.util.ArrayDeque;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * Reports of tasks that ended, by a cancel, before they were sent. Such a report may
 * bring the worker another task of the kind before the call returns: a row of them must
 * not be as deep as it is long. Each thread has its own row.
 */
final class UnsentTasks {

	private static final ThreadLocal<@Nullable Queue<Runnable>> row = new ThreadLocal<>();

	private UnsentTasks() {
	}

	/**
	 * Makes a report, after the one that this thread is making.
	 * @param report tells the pool that the worker is free again
	 */
	static void report(Runnable report) {
		Queue<Runnable> waiting = row.get();
		if (waiting != null) {
			waiting.add(report);
			return;
		}
		waiting = new ArrayDeque<>();
		row.set(waiting);
		try {
			Runnable next = report;
			while (next != null) {
				next.run();
				next = waiting.poll();
			}
		}
		finally {
			row.remove();
		}
	}

}
