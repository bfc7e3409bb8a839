package dev.poolworks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Memory and processor time of a process, as the operating system has them. On systems
 * without {@code /proc} memory is unknown.
 */
final class ProcessFigures {

	/** In kB, whatever the size of a page is. */
	private static final Pattern RSS = Pattern.compile("^VmRSS:\\s*(\\d{1,15}) kB$", Pattern.MULTILINE);

	private ProcessFigures() {
	}

	/**
	 * Resident memory.
	 * @param pid the process
	 * @return bytes; 0 where unknown
	 */
	static long rssBytes(long pid) {
		try {
			Matcher matcher = RSS.matcher(Files.readString(Path.of("/proc/" + pid + "/status"), ISO_8859_1));
			return matcher.find() ? Long.parseLong(matcher.group(1)) << 10 : 0;
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
