package dev.poolworks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
	private final Set<StartDirectory> starts = new HashSet<>();

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
		refuseAfterEnd();
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
	 * Makes the directory in which a worker starts. To be closed when the worker is
	 * connected.
	 * @param worker the worker's own directory
	 * @return the directory
	 * @throws IOException after {@link #delete()}
	 */
	synchronized StartDirectory start(Path worker) throws IOException {
		refuseAfterEnd();
		StartDirectory start = StartDirectory.make(worker, this::started);
		this.starts.add(start);
		return start;
	}

	/**
	 * Deletes the directory with all that is in it, and those of workers that start.
	 */
	synchronized void delete() {
		this.deleted = true;
		List.copyOf(this.starts).forEach(StartDirectory::close);
		if (this.directory != null) {
			this.directory.close();
			this.directory = null;
		}
	}

	private synchronized void started(StartDirectory start) {
		this.starts.remove(start);
	}

	@GuardedBy("this")
	private void refuseAfterEnd() throws IOException {
		if (this.deleted) {
			throw new IOException("the pool has ended, it starts no further worker");
		}
	}

}
