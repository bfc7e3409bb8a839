package dev.poolworks.examples;

import dev.poolworks.process.ProcessPool;
import dev.poolworks.process.WorkerOutput;
import dev.poolworks.thread.ThreadPool;

public final class HundredTasks {

	public static void main(String[] args) {
		ProcessPool processes = ProcessPool.builder("processes").maxSize(5).output(WorkerOutput.INHERIT).build();
		ThreadPool threads = ThreadPool.of(5);
		for (int number = 0; number < 100; number++) {
			processes.submit(HundredTasks::inProcess, number);
			threads.submit(HundredTasks::inThread, number);
		}
		processes.close(); // shuts down and waits for all tasks
		threads.close();
		System.out.println("main finished");
	}

	static int inProcess(int number) {
		System.out.println("process task " + number);
		return number;
	}

	static int inThread(int number) {
		System.out.println("thread task " + number);
		return number;
	}

}
