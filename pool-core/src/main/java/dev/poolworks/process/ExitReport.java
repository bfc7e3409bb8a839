package dev.poolworks.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.poolworks.WorkerExit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how a worker process ended.
 */
final class ExitReport {

	/** What the JVM prints, on standard output, before it exits with code 3. */
	private static final String OUT_OF_MEMORY = "Terminating due to java.lang.OutOfMemoryError";

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
		CrashReports.Kept report = (remains.directory != null) ? CrashReports.keep(remains.directory, pid) : null;
		return new WorkerExit(worker, pid, exitCode, outOfMemory, cause, remains.uptime, remains.tasksDone,
				remains.stderr, (report != null) ? report.path().toString() : null,
				(report != null) ? report.head() : List.of(), remains.memory);
	}

	/**
	 * Reports an end of which nothing can be found out.
	 * @param worker the worker's name
	 * @param pid its process; 0 if there was none
	 * @param cause what the pool knows
	 * @return the report
	 */
	static WorkerExit minimal(String worker, long pid, String cause) {
		return new WorkerExit(worker, pid, -1, false, cause, Duration.ZERO, 0, List.of(), null, List.of(), List.of());
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
