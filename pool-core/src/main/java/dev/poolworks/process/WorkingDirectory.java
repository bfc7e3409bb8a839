package dev.poolworks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The working directory of this process, in which its workers run as well. A JVM cannot
 * start in one that was deleted, as the directory of an old release is one day.
 */
final class WorkingDirectory {

	private static final Logger logger = LoggerFactory.getLogger(WorkingDirectory.class);

	/** Where Linux shows it, also if another directory has taken over its name. */
	private static final Path CURRENT = Path.of("/proc/self/cwd");

	private static final AtomicBoolean told = new AtomicBoolean();

	private WorkingDirectory() {
	}

	/**
	 * Where a worker is to run instead.
	 * @param own the worker's own directory
	 * @return a directory; {@code null} if it can run where this process does
	 */
	static @Nullable Path insteadOfDeleted(Path own) {
		Path name = Path.of(System.getProperty("user.dir"));
		if (exists(Files.isSymbolicLink(CURRENT) ? CURRENT : name)) {
			return null;
		}
		if (Files.isDirectory(name)) {
			return name;
		}
		if (!told.getAndSet(true)) {
			logger.warn("the working directory {} has been deleted: workers that are started now run in their own"
					+ " temporary directories, where relative paths of tasks lead elsewhere; restart the application"
					+ " in a directory that stays", name);
		}
		return own;
	}

	private static boolean exists(Path directory) {
		try {
			return directory.toRealPath().isAbsolute();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
