package dev.poolworks;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a worker process ended.
 *
 * @param worker the worker's name
 * @param pid its process id
 * @param exitCode its exit code; 128 + n where signal n ended it, as shells have it; -1
 * where it never ran or did not end
 * @param outOfMemory whether it ran out of heap or of native memory
 * @param cause what the pool knows beyond the exit code, such as "killed by the pool:
 * timeout", or {@code null}
 * @param uptime from its start to its end
 * @param tasksDone tasks it had finished
 * @param stderrTail its last lines on standard error, oldest first
 * @param crashReport path of the JVM's {@code hs_err} file, or {@code null}
 * @param crashReportHead first lines of that file
 * @param memory the resident memory it had in its last minute, oldest first; empty where
 * unknown
 */
public record WorkerExit(String worker, long pid, int exitCode, boolean outOfMemory, @Nullable String cause,
		Duration uptime, long tasksDone, List<String> stderrTail, @Nullable String crashReport,
		List<String> crashReportHead, List<Memory> memory) implements Serializable {

	public WorkerExit {
		stderrTail = List.copyOf(stderrTail);
		crashReportHead = List.copyOf(crashReportHead);
		memory = List.copyOf(memory);
	}

	/**
	 * The signal that ended the process.
	 * @return such as {@code SIGKILL}, or {@code null}
	 */
	public @Nullable String signal() {
		return switch (this.exitCode) {
			case 129 -> "SIGHUP";
			case 130 -> "SIGINT";
			case 131 -> "SIGQUIT";
			case 132 -> "SIGILL";
			case 133 -> "SIGTRAP";
			case 134 -> "SIGABRT";
			case 135 -> "SIGBUS";
			case 136 -> "SIGFPE";
			case 137 -> "SIGKILL";
			case 139 -> "SIGSEGV";
			case 143 -> "SIGTERM";
			case 152 -> "SIGXCPU";
			default -> (this.exitCode > 128 && this.exitCode < 193) ? "signal " + (this.exitCode - 128) : null;
		};
	}

	/**
	 * The end in words.
	 * @return such as {@code exit code 137 (SIGKILL)}
	 */
	public String describe() {
		String signal = signal();
		String text = "exit code " + this.exitCode + ((signal != null) ? " (" + signal + ")" : "");
		if (this.outOfMemory) {
			text += ", out of memory";
		}
		return (this.cause != null) ? text + ", " + this.cause : text;
	}

	/**
	 * A measurement of resident memory.
	 *
	 * @param uptime when, from the start of the worker
	 * @param rssBytes bytes
	 */
	public record Memory(Duration uptime, long rssBytes) implements Serializable {

	}

}
