package dev.poolworks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.poolworks.os.FileTree;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The temporary directory of a pool, which only its owner may enter, with one directory
 * for each worker. Made with the first worker. Thread-safe.
 */
final class PoolDirectory {

	private static final Logger logger = LoggerFactory.getLogger(PoolDirectory.class);

	private @Nullable Path path;

	private boolean deleted;

	/**
	 * Makes a worker's directory.
	 * @param worker its number
	 * @return an empty directory
	 * @throws IOException if it cannot be made, or after {@link #delete()}
	 */
	synchronized Path create(int worker) throws IOException {
		if (this.deleted) {
			throw new IOException("the pool has ended, it starts no further worker");
		}
		if (this.path == null) {
			this.path = Files.createTempDirectory("poolworks-" + ProcessHandle.current().pid() + "-");
		}
		return Files.createTempDirectory(this.path, "w" + worker + "-");
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
