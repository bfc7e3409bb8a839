package dev.poolworks.examples;

import java.util.ArrayList;
import java.util.List;

import dev.poolworks.TaskFuture;
import dev.poolworks.process.ProcessPool;

public final class CollectResults {

	public static void main(String[] args) {
		List<TaskFuture<Integer>> futures = new ArrayList<>();
		try (ProcessPool pool = ProcessPool.of(5)) {
			for (int number = 0; number < 100; number++) {
				futures.add(pool.submit(CollectResults::square, number));
			}
		}
		for (TaskFuture<Integer> future : futures) {
			System.out.println(future.result());
		}
	}

	static int square(int number) {
		return number * number;
	}

}
