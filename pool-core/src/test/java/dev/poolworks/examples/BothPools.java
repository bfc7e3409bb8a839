package dev.poolworks.examples;

import dev.poolworks.TaskFuture;
import dev.poolworks.process.ProcessPool;
import dev.poolworks.thread.ThreadPool;

public final class BothPools {

	public static void main(String[] args) {
		try (ProcessPool processes = ProcessPool.of(5); ThreadPool threads = ThreadPool.of(5)) {
			TaskFuture<Integer> square = processes.submit(BothPools::square, 7);
			TaskFuture<String> greeting = threads.submit(() -> "hello");
			System.out.println(square.result());
			System.out.println(greeting.result());
		}
		System.out.println("main finished");
	}

	static int square(int number) {
		return number * number;
	}

}
