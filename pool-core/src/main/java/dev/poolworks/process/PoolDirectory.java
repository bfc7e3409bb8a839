package dev.poolworks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * The temporary directory of a pool, which only its owner may enter, with one directory
 * for each worker. Made with the first worker; then what killed applications have left
 * over is deleted. Thread-safe.
 */
final class PoolDirectory {

	@GuardedBy("this")
	private @Nullable TemporaryDirectory directory;

	@GuardedBy("this")
	private int made;

	@GuardedBy("this")
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
		TemporaryDirectory directory = this.directory;
		if (directory == null || !Files.isDirectory(directory.path())) {
			if (directory != null) {
				directory.unlock();
			}
			directory = TemporaryDirectory.in(Path.of(System.getProperty("java.io.tmpdir")));
			this.directory = directory;
		}
		return Files.createDirectory(directory.path().resolve("w" + worker + "-" + ++this.made));
	}

	/**
	 * Deletes the directory with all that is in it.
	 */
	synchronized void delete() {
		this.deleted = true;
		if (this.directory != null) {
			this.directory.close();
			this.directory = null;
		}
	}

}
