package dev.poolworks.examples;

import java.util.List;
import java.util.stream.IntStream;

import dev.poolworks.process.ProcessPool;
import dev.poolworks.process.WorkerOutput;

public final class MapSquares {

	public static void main(String[] args) {
		List<Integer> numbers = IntStream.range(0, 10).boxed().toList();
		try (ProcessPool pool = ProcessPool.builder("squares").maxSize(5).output(WorkerOutput.INHERIT).build()) {
			for (int square : pool.map(MapSquares::square, numbers)) {
				System.out.println(square);
			}
		}
	}

	static int square(int number) {
		System.out.println("worker got " + number);
		return number * number;
	}

}
