package dev.poolworks.benchmarks.elasticity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Processor time since this machine was started, in the kernel's ticks. Known on Linux
 * only.
 *
 * @param total of all processors, idle time included
 * @param busy of all processes
 * @param own of this process and of those of its children that have ended
 */
record ProcessorTime(long total, long busy, long own) {

	private static final Path MACHINE = Path.of("/proc/stat");

	private static final Path SELF = Path.of("/proc/self/stat");

	/** Until then: user, nice, system, idle, iowait, irq, softirq, steal. */
	private static final int KINDS = 8;

	private static final int IDLE = 3;

	private static final int IO_WAIT = 4;

	/**
	 * The first of four fields after the name: user and system time, own and children's.
	 */
	private static final int OWN = 11;

	static ProcessorTime now() throws IOException {
		if (!Files.isReadable(MACHINE) || !Files.isReadable(SELF)) {
			return new ProcessorTime(0, 0, 0);
		}
		String machine = Files.readString(MACHINE).lines().findFirst().orElseThrow();
		long[] kinds = numbers(machine.substring("cpu".length()), 0, KINDS);
		String self = Files.readString(SELF);
		long total = Arrays.stream(kinds).sum();
		return new ProcessorTime(total, total - kinds[IDLE] - kinds[IO_WAIT],
				Arrays.stream(numbers(self.substring(self.lastIndexOf(')') + 1), OWN, 4)).sum());
	}

	private static long[] numbers(String line, int from, int count) {
		return Arrays.stream(line.trim().split(" +")).skip(from).limit(count).mapToLong(Long::parseLong).toArray();
	}

	/**
	 * How busy other processes kept the processors.
	 * @param before an earlier time; no child of this process is alive now or was then
	 * @return the share of all processor time; NaN if unknown
	 */
	double othersSince(ProcessorTime before) {
		double others = (this.busy - before.busy) - (this.own - before.own);
		return Math.max(0, others) / (this.total - before.total);
	}

	/**
	 * A share in words.
	 * @param others from 0 to 1, or NaN
	 * @return a sentence
	 */
	static String describe(double others) {
		return Double.isNaN(others) ? "How busy other processes were is not known."
				: String.format(Locale.ROOT, "Other processes took %.0f %% of the processors' time.", 100 * others);
	}

}
