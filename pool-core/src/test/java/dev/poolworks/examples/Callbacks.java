package dev.poolworks.examples;

import dev.poolworks.process.ProcessPool;

public final class Callbacks {

	public static void main(String[] args) {
		try (ProcessPool pool = ProcessPool.of(5)) {
			for (int number = 0; number < 100; number++) {
				pool.submit(Callbacks::square, number).onDone((future) -> System.out.println(future.result()));
			}
		}
		System.out.println("main finished");
	}

	static int square(int number) {
		return number * number;
	}

}
