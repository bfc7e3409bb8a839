package dev.poolworks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

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
			Files.walkFileTree(directory, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
					Files.deleteIfExists(file);
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
					if (ex instanceof NoSuchFileException) {
						return FileVisitResult.CONTINUE;
					}
					throw ex;
				}

				@Override
				public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException ex) throws IOException {
					Files.deleteIfExists(visited);
					return FileVisitResult.CONTINUE;
				}

			});
		}
		catch (IOException | UncheckedIOException ex) {
			logger.warn("temporary directory {} could not be deleted: {}", directory, ex.toString());
		}
	}

}
