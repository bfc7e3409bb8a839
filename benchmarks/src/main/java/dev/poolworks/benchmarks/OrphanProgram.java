package dev.poolworks.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import dev.poolworks.TaskContext;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskState;
import dev.poolworks.WorkerSnapshot;
import dev.poolworks.process.ProcessPool;

/**
 * A program with a pool, to be killed. Prints the process ids of its workers and of the
 * children of their tasks, then that it is ready.
 */
final class OrphanProgram {

	static final int WORKERS = 2;

	static final String READY = "ready";

	private OrphanProgram() {
	}

	public static void main(String[] arguments) throws InterruptedException {
		ProcessPool pool = Pools.builder("orphan", WORKERS).build();
		Pools.awaitIdle(pool, WORKERS);
		switch (Mode.valueOf(arguments[0])) {
			case IDLE -> {
			}
			case BUSY -> submit(pool).forEach(OrphanProgram::awaitRunning);
			case BUSY_WITH_CHILDREN -> haveChildren(pool);
		}
		pool.workers().stream().map(WorkerSnapshot::pid).forEach(System.out::println);
		System.out.println(READY);
		LockSupport.parkUntil(Long.MAX_VALUE);
	}

	private static List<TaskFuture<?>> submit(ProcessPool pool) {
		return IntStream.range(0, WORKERS).<TaskFuture<?>>mapToObj((i) -> pool.submit(ChaosKind::spin)).toList();
	}

	private static void awaitRunning(TaskFuture<?> task) {
		while (task.taskState() != TaskState.RUNNING) {
			LockSupport.parkNanos(1_000_000);
		}
	}

	private static void haveChildren(ProcessPool pool) throws InterruptedException {
		CountDownLatch children = new CountDownLatch(WORKERS);
		for (int i = 0; i < WORKERS; i++) {
			pool.submit(OrphanProgram::startChildAndSpin).onProgress((progress) -> {
				System.out.println(progress.done());
				children.countDown();
			});
		}
		children.await();
	}

	private static long startChildAndSpin() throws IOException {
		long child = new ProcessBuilder("sleep", "600").start().pid();
		TaskContext.current().progress(child, 0, null);
		ChaosKind.spin();
		return child;
	}

	/**
	 * What its workers do when it is killed.
	 */
	enum Mode {

		IDLE, BUSY, BUSY_WITH_CHILDREN

	}

}
