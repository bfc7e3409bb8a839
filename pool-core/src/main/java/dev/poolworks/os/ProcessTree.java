package dev.poolworks.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Ends a process with all that it has started.
 */
public final class ProcessTree {

	/** The environment variable that marks a worker and all that it starts. */
	public static final String MARK = "POOLWORKS_WORKER";

	private static final Path PROCESSES = Path.of("/proc");

	/** A process that is being killed may just have started another. */
	private static final int MAX_ROUNDS = 5;

	private ProcessTree() {
	}

	/**
	 * Kills a process first, so that it starts no further children, and then those it
	 * had.
	 * @param process the process
	 */
	public static void kill(ProcessHandle process) {
		List<ProcessHandle> descendants = process.descendants().toList();
		process.destroyForcibly();
		killAll(descendants);
	}

	/**
	 * Kills what this process has started, but not this process.
	 */
	public static void killDescendants() {
		killAll(ProcessHandle.current().descendants().toList());
		String mark = System.getenv(MARK);
		if (mark != null) {
			killMarked(mark);
		}
	}

	/**
	 * Kills the processes that carry a mark, but not this process. On Linux; elsewhere it
	 * finds none.
	 * @param mark the value of {@link #MARK} in their environment
	 */
	public static void killMarked(String mark) {
		boolean found = Files.isDirectory(PROCESSES);
		for (int round = 0; found && round < MAX_ROUNDS; round++) {
			found = killMarkedOnce("\0" + MARK + "=" + mark + "\0");
		}
	}

	private static void killAll(List<ProcessHandle> processes) {
		for (ProcessHandle process : processes) {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}
	}

	private static boolean killMarkedOnce(String variable) {
		boolean found = false;
		try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
			for (Path process : processes) {
				long pid = Long.parseLong(process.getFileName().toString());
				if (pid != ProcessHandle.current().pid() && environment(process).contains(variable)) {
					found |= ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false);
				}
			}
		}
		catch (IOException | java.nio.file.DirectoryIteratorException ex) {
			return found; // without /proc there is nothing to look at
		}
		return found;
	}

	/** What a process was started with, each variable between two zeros. */
	private static String environment(Path process) {
		try {
			return "\0" + Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			return ""; // it has ended, or belongs to somebody else
		}
	}

}
