package dev.poolworks.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.poolworks.WorkerExit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out how a worker process ended.
 */
final class ExitReport {

	private static final Logger logger = LoggerFactory.getLogger(ExitReport.class);

	/** What the JVM prints, on standard output, before it exits with code 3. */
	private static final String OUT_OF_MEMORY = "Terminating due to java.lang.OutOfMemoryError";

	private static final int HEAD_LINES = 40;

	/** How much of its output is told of a worker that did not start. */
	private static final int LINES_TO_TELL = 10;

	private ExitReport() {
	}

	/**
	 * Reports an end.
	 * @param worker the worker's name
	 * @param pid its process; 0 if there was none
	 * @param exitCode its exit code; -1 if there was no process or it did not end
	 * @param cause what the pool knows, or {@code null}
	 * @param remains what it left
	 * @return the report
	 */
	static WorkerExit of(String worker, long pid, int exitCode, @Nullable String cause, Remains remains) {
		boolean outOfMemory = exitCode == 3 && Stream.concat(remains.stdout.stream(), remains.stderr.stream())
			.anyMatch(ExitReport::saysOutOfMemory);
		Path crashReport = (remains.directory != null) ? keepCrashReport(remains.directory, pid) : null;
		return new WorkerExit(worker, pid, exitCode, outOfMemory, cause, remains.uptime, remains.tasksDone,
				remains.stderr, (crashReport != null) ? crashReport.toString() : null,
				(crashReport != null) ? head(crashReport) : List.of(), remains.memory);
	}

	/**
	 * Why a worker was never ready.
	 * @param cause what the pool knows, or {@code null}
	 * @param stdout its last lines on standard output
	 * @param stderr its last lines on standard error
	 * @return the cause and what it said
	 */
	static String startFailure(@Nullable String cause, List<String> stdout, List<String> stderr) {
		List<String> said = Stream.concat(stdout.stream(), stderr.stream()).toList();
		String last = String.join(" | ", said.subList(Math.max(0, said.size() - LINES_TO_TELL), said.size()));
		return ((cause != null) ? cause : "it ended before it was ready")
				+ (last.isEmpty() ? "" : "; it said: " + last);
	}

	private static boolean saysOutOfMemory(String line) {
		return line.contains(OUT_OF_MEMORY);
	}

	/** The worker's directory is deleted; a crash report is worth keeping. */
	private static @Nullable Path keepCrashReport(Path directory, long pid) {
		Path report = directory.resolve("hs_err.log");
		if (!Files.exists(report)) {
			return null;
		}
		Path kept = Path.of(System.getProperty("java.io.tmpdir"), "hs_err_pid" + pid + ".log");
		try {
			return Files.move(report, kept, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			logger.warn("crash report {} could not be kept as {}: {}", report, kept, ex.toString());
			return null;
		}
	}

	private static List<String> head(Path file) {
		try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
			return lines.limit(HEAD_LINES).toList();
		}
		catch (IOException ex) {
			return List.of("could not be read: " + ex);
		}
	}

	/**
	 * What a process leaves.
	 *
	 * @param stdout its last lines on standard output
	 * @param stderr its last lines on standard error
	 * @param directory its directory, or {@code null}
	 * @param uptime from its start to its end
	 * @param tasksDone tasks it had finished
	 * @param memory the resident memory it had of late
	 */
	record Remains(List<String> stdout, List<String> stderr, @Nullable Path directory, Duration uptime, long tasksDone,
			List<WorkerExit.Memory> memory) {

	}

}
