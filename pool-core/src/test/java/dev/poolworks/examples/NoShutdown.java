package dev.poolworks.examples;

import dev.poolworks.process.ProcessPool;
import dev.poolworks.process.WorkerOutput;

public final class NoShutdown {

	public static void main(String[] args) {
		ProcessPool pool = ProcessPool.builder("forgotten").maxSize(5).output(WorkerOutput.INHERIT).build();
		for (int number = 0; number < 20; number++) {
			pool.submit(NoShutdown::work, number);
		}
		System.out.println("main returns");
	}

	static int work(int number) {
		System.out.println("task " + number);
		return number;
	}

}
