package dev.poolworks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

import dev.poolworks.os.DirectoryLock;
import dev.poolworks.os.FileTree;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The temporary directory of a pool, which only its owner may enter, with one directory
 * for each worker. Made with the first worker; then what killed applications have left
 * over is deleted. Thread-safe.
 */
final class PoolDirectory {

	private static final Logger logger = LoggerFactory.getLogger(PoolDirectory.class);

	private @Nullable Path path;

	private @Nullable DirectoryLock lock;

	private int made;

	private boolean deleted;

	/**
	 * Makes a worker's directory, and the pool's if it is missing: whoever tidies up
	 * temporary directories may have deleted it.
	 * @param worker its number
	 * @return an empty directory
	 * @throws IOException if it cannot be made, or after {@link #delete()}
	 */
	synchronized Path create(int worker) throws IOException {
		if (this.deleted) {
			throw new IOException("the pool has ended, it starts no further worker");
		}
		Path path = this.path;
		if (path == null || !Files.isDirectory(path)) {
			path = Files.createTempDirectory(prefix());
			this.path = path;
			unlock();
			this.lock = DirectoryLock.tryLock(path);
			LeftoverSweep.beside(path, prefix());
		}
		return Files.createDirectory(path.resolve("w" + worker + "-" + ++this.made));
	}

	/**
	 * Deletes the directory with all that is in it.
	 */
	synchronized void delete() {
		this.deleted = true;
		if (this.path != null) {
			delete(this.path);
			this.path = null;
		}
		unlock();
	}

	private void unlock() {
		try {
			if (this.lock != null) {
				this.lock.close();
				this.lock = null;
			}
		}
		catch (IOException ex) {
			logger.debug("the lock of a temporary directory could not be closed", ex);
		}
	}

	/** What the directories of this process have in common, and no other's. */
	private static String prefix() {
		ProcessHandle self = ProcessHandle.current();
		long startedAt = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
		return LeftoverSweep.PREFIX + self.pid() + "-" + Long.toString(startedAt, Character.MAX_RADIX) + "-";
	}

	/**
	 * Deletes a directory with all that is in it, as far as possible.
	 * @param directory the directory
	 */
	static void delete(Path directory) {
		try {
			FileTree.delete(directory);
		}
		catch (IOException ex) {
			logger.warn("temporary directory {} could not be deleted: {}", directory, ex.toString());
		}
	}

}
