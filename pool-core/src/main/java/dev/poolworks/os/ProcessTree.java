package dev.poolworks.os;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Ends a process with all that it has started. On Linux the cost of ending a tree depends
 * on that tree alone, and only {@link #killMarked} looks at all processes of the machine.
 * A process whose number has gone to another one meanwhile is left alone.
 */
public final class ProcessTree {

	/** The environment variable that marks a worker and all that it starts. */
	public static final String MARK = "POOLWORKS_WORKER";

	private static final Path PROCESSES = Path.of("/proc");

	/** A process that is being killed may just have started another. */
	private static final int MAX_ROUNDS = 5;

	private static final long REAPED_IN_NANOS = 100_000_000L;

	private static final long LOOK_NANOS = 1_000_000L;

	/** Some kernels are built without the lists of children. */
	private static final boolean CHILDREN_LISTED = Files
		.isReadable(PROCESSES.resolve("self/task/" + ProcessHandle.current().pid() + "/children"));

	private ProcessTree() {
	}

	/**
	 * Whether this process is the first one of its system, as in a container without an
	 * init: it inherits the processes whose parent has gone, and no JVM takes note of
	 * their end.
	 * @return whether what is killed after its parent stays as a zombie
	 */
	public static boolean isFirst() {
		return ProcessHandle.current().pid() == 1;
	}

	/**
	 * Kills a process first, so that it starts no further children, and then those it
	 * had, each in the same way. If this is the first process, children go before their
	 * parents where these take note of it in time.
	 * @param process the process; nothing happens if it has ended
	 */
	public static void kill(ProcessHandle process) {
		if (isFirst()) {
			killDescendantsOf(process, System.nanoTime() + REAPED_IN_NANOS);
		}
		killFromTheTop(process);
	}

	private static void killFromTheTop(ProcessHandle process) {
		List<ProcessHandle> children = children(process);
		process.destroyForcibly();
		children.forEach(ProcessTree::killFromTheTop);
	}

	/**
	 * From the leaves up, waiting for each to be reaped. There is nothing that tells of
	 * that.
	 */
	private static void killDescendantsOf(ProcessHandle process, long until) {
		List<ProcessHandle> children = children(process);
		for (ProcessHandle child : children) {
			killDescendantsOf(child, until);
			child.destroyForcibly();
		}
		for (ProcessHandle child : children) {
			while (child.isAlive() && System.nanoTime() - until < 0) {
				LockSupport.parkNanos(LOOK_NANOS);
			}
		}
	}

	/**
	 * Kills what this process has started, but not this process.
	 */
	public static void killDescendants() {
		children(ProcessHandle.current()).forEach(ProcessTree::killFromTheTop);
		String mark = System.getenv(MARK);
		if (mark != null) {
			killMarked(Set.of(mark));
		}
	}

	/**
	 * Kills the processes that carry one of these marks, but not this process. Looks at
	 * every process of the machine. On Linux; elsewhere it finds none.
	 * @param marks values of {@link #MARK} in their environment
	 */
	public static void killMarked(Collection<String> marks) {
		Set<String> wanted = new HashSet<>();
		for (String mark : marks) {
			encodings()
				.forEach((charset) -> wanted.add(new String(mark.getBytes(charset), StandardCharsets.ISO_8859_1)));
		}
		boolean found = Files.isDirectory(PROCESSES);
		for (int round = 0; found && round < MAX_ROUNDS; round++) {
			found = killMarkedOnce(wanted);
		}
	}

	/**
	 * What a process has started and that is still its child.
	 * @param process the process
	 * @return its children; none if it has ended
	 */
	static List<ProcessHandle> children(ProcessHandle process) {
		if (!process.isAlive()) {
			return List.of(); // its number may be another's by now
		}
		if (!CHILDREN_LISTED) {
			return process.children().toList();
		}
		List<ProcessHandle> children = new ArrayList<>();
		try (DirectoryStream<Path> threads = Files.newDirectoryStream(PROCESSES.resolve(process.pid() + "/task"))) {
			for (Path thread : threads) {
				addChildren(process, thread, children);
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			return children; // it has just ended
		}
		return children;
	}

	private static void addChildren(ProcessHandle parent, Path thread, List<ProcessHandle> children) {
		try {
			for (String pid : Files.readString(thread.resolve("children"), StandardCharsets.US_ASCII).split(" ")) {
				if (!pid.isBlank()) {
					ProcessHandle.of(Long.parseLong(pid.trim()))
						.filter((child) -> child.parent().filter(parent::equals).isPresent())
						.ifPresent(children::add);
				}
			}
		}
		catch (IOException ex) {
			return; // the thread has ended
		}
	}

	private static boolean killMarkedOnce(Set<String> marks) {
		boolean found = false;
		long self = ProcessHandle.current().pid();
		try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
			for (Path process : processes) {
				long pid = Long.parseLong(process.getFileName().toString());
				if (pid != self && carries(process, marks)) {
					found |= ProcessHandle.of(pid)
						.filter((handle) -> carries(process, marks)) // still: not another
						.map(ProcessHandle::destroyForcibly)
						.orElse(false);
				}
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			return found; // without /proc there is nothing to look at
		}
		return found;
	}

	/** Looks at what a process was started with: each variable between two zeros. */
	private static boolean carries(Path process, Set<String> marks) {
		try {
			String environment = "\0" + Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
			String variable = "\0" + MARK + "=";
			int start = environment.indexOf(variable);
			while (start >= 0) {
				int end = environment.indexOf('\0', start + variable.length());
				if (end >= 0 && marks.contains(environment.substring(start + variable.length(), end))) {
					return true;
				}
				start = environment.indexOf(variable, start + 1);
			}
			return false;
		}
		catch (IOException ex) {
			return false; // it has ended, or belongs to somebody else
		}
	}

	/** In which of these variables are written depends on the version of Java. */
	private static Stream<Charset> encodings() {
		String native0 = System.getProperty("sun.jnu.encoding", "UTF-8");
		return Stream.of(Charset.defaultCharset(),
				Charset.isSupported(native0) ? Charset.forName(native0) : StandardCharsets.UTF_8);
	}

}
