package dev.poolworks.wire;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import com.sun.management.ThreadMXBean;

/**
 * Spoils bytes, has them read, and looks at what becomes of it. Each seed stands for one
 * input. {@code -Dfuzz.inputs=n} says how many there are in all tests together, and
 * {@code -Dfuzz.seed=n} which is the first.
 */
final class Fuzzing {

	private static final long FEW_BYTES = 1 << 20;

	private static final long BYTES_PER_BYTE = 100;

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private Fuzzing() {
	}

	/**
	 * How many inputs a test has.
	 * @param otherwise in all tests, if nobody has said
	 * @param percent the test's share
	 * @return how many
	 */
	static long inputs(long otherwise, int percent) {
		return Math.max(1, Long.getLong("fuzz.inputs", otherwise) * percent / 100);
	}

	static long firstSeed(long otherwise) {
		return Long.getLong("fuzz.seed", otherwise);
	}

	/**
	 * Has spoilt samples read.
	 * @param first the first seed
	 * @param count how many seeds
	 * @param samples what is spoilt
	 * @param reading reads an input
	 */
	static void fuzz(long first, long count, List<byte[]> samples, Reading reading) {
		for (long seed = first; seed < first + count; seed++) {
			byte[] input = spoil(samples.get((int) (seed % samples.size())), new Random(seed));
			read(seed, input.length, () -> reading.read(input));
		}
	}

	/**
	 * Reads one input.
	 * @param seed its seed
	 * @param bytes how long it is
	 * @param reading reads it
	 * @return whether that has thrown what is declared
	 * @throws AssertionError if it has thrown anything else, or has taken more memory
	 * than the bytes can justify
	 */
	static boolean read(long seed, long bytes, Step reading) {
		boolean refused = false;
		long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
		try {
			reading.run();
		}
		catch (IOException | ClassNotFoundException ex) {
			refused = true;
		}
		catch (Throwable ex) {
			throw new AssertionError(ex + repeat(seed), ex);
		}
		long taken = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
		if (taken >= FEW_BYTES + BYTES_PER_BYTE * bytes) {
			throw new AssertionError(taken + " bytes were taken for " + bytes + repeat(seed));
		}
		return refused;
	}

	private static String repeat(long seed) {
		return "; to repeat it: -Dfuzz.inputs=1 -Dfuzz.seed=" + seed;
	}

	static byte[] spoil(byte[] sample, Random random) {
		if (random.nextInt(10) == 0) {
			byte[] noise = new byte[random.nextInt(200)];
			random.nextBytes(noise);
			return noise;
		}
		byte[] bytes = sample.clone();
		for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
			int place = random.nextInt(bytes.length);
			switch (random.nextInt(6)) {
				case 0 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
				case 1 -> bytes[place] = (byte) random.nextInt();
				case 2 -> bytes[place] = (byte) (random.nextBoolean() ? 0x7f : 0xff);
				case 3 -> bytes = Arrays.copyOf(bytes, place);
				case 4 -> bytes = splice(bytes, place, sample, random);
				default -> {
					int first = random.nextBoolean() ? 0x7f : 0x80;
					int rest = random.nextBoolean() ? 0xff : 0;
					for (int j = place; j < Math.min(place + 4, bytes.length); j++) {
						bytes[j] = (byte) ((j == place) ? first : rest);
					}
				}
			}
		}
		return bytes;
	}

	private static byte[] splice(byte[] bytes, int place, byte[] sample, Random random) {
		int from = random.nextInt(sample.length);
		int length = random.nextInt(Math.min(20, sample.length - from) + 1);
		byte[] spliced = Arrays.copyOf(bytes, bytes.length + length);
		System.arraycopy(bytes, place, spliced, place + length, bytes.length - place);
		System.arraycopy(sample, from, spliced, place, length);
		return spliced;
	}

	/**
	 * Reads an input.
	 */
	@FunctionalInterface
	interface Reading {

		void read(byte[] bytes) throws IOException, ClassNotFoundException;

	}

	/**
	 * Reads the input at hand.
	 */
	@FunctionalInterface
	interface Step {

		void run() throws IOException, ClassNotFoundException;

	}

}
