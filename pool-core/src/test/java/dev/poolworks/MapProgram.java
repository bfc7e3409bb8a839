package dev.poolworks;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/**
 * A program that maps and returns from main; the end of its JVM is the test.
 */
final class MapProgram {

	private MapProgram() {
	}

	public static void main(String[] args) throws Exception {
		TaskPool pool = PoolKind.valueOf(args[1]).build("p", (spec) -> spec.maxSize(1).queueCapacity(1));
		switch (args[0]) {
			case "blocks" -> {
				LinkedBlockingQueue<String> input = new LinkedBlockingQueue<>();
				pool.map(String::length, Stream.generate(() -> take(input))::iterator);
				await(pool, "p map feeder");
				pool.shutdownNow();
			}
			case "forgets" -> pool.forEach(MapProgram::print, Stream.iterate(1, (i) -> i + 1).limit(20)::iterator);
			default -> throw new IllegalArgumentException(args[0]);
		}
		System.out.println("main returns");
	}

	static void print(int number) {
		System.out.println("item " + number);
	}

	private static void await(TaskPool pool, String thread) {
		PoolContract.await().until(() -> PoolAssert.threadsOf(pool.name()).contains(thread));
	}

	private static String take(LinkedBlockingQueue<String> input) {
		try {
			return input.take();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
