package dev.poolworks;

/**
 * What the tasks of the tests do.
 */
final class Work {

	private Work() {
	}

	static int square(int number) {
		return number * number;
	}

	static int fail(String message) {
		throw new IllegalStateException(message, new ArithmeticException("the cause"));
	}

	static int squareOfEven(int number) {
		return (number % 2 == 0) ? number * number : fail("odd " + number);
	}

	static long recurse(long depth) {
		return (depth < Long.MAX_VALUE) ? recurse(depth + 1) + 1 : depth;
	}

}
