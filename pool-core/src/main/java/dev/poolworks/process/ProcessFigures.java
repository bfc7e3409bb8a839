package dev.poolworks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Memory and processor time of a process, as the operating system has them. On systems
 * without {@code /proc} memory is unknown.
 */
final class ProcessFigures {

	private static final int RSS_FIELD = 1;

	private static final long PAGE_BYTES = 4096;

	private ProcessFigures() {
	}

	/**
	 * Resident memory.
	 * @param pid the process
	 * @return bytes; 0 where unknown
	 */
	static long rssBytes(long pid) {
		try {
			String[] fields = Files.readString(Path.of("/proc/" + pid + "/statm")).split(" ");
			return Long.parseLong(fields[RSS_FIELD]) * PAGE_BYTES;
		}
		catch (IOException ex) {
			return 0; // the process is gone, or this is not Linux
		}
	}

	/**
	 * Processor time since the start.
	 * @param pid the process
	 * @return the time; empty where unknown
	 */
	static Optional<Duration> cpu(long pid) {
		return ProcessHandle.of(pid).flatMap((process) -> process.info().totalCpuDuration());
	}

}
