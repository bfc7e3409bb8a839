package dev.poolworks.os;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/**
 * Marks a directory as in use: a lock on a file in it, which the operating system lets go
 * when the process ends, however it ends. Processes of other containers that share the
 * directory see it too, which a process number would not do.
 */
public final class DirectoryLock implements Closeable {

	private static final String FILE = "lock";

	private final FileChannel channel;

	private DirectoryLock(FileChannel channel) {
		this.channel = channel;
	}

	/**
	 * Marks a directory as in use.
	 * @param directory the directory
	 * @return the lock, or {@code null} if somebody has it
	 * @throws IOException if the directory cannot be marked
	 */
	public static @Nullable DirectoryLock tryLock(Path directory) throws IOException {
		Path file = directory.resolve(FILE);
		if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
			throw new IOException(file + " is no file; to open a pipe would wait for its other end");
		}
		FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				LinkOption.NOFOLLOW_LINKS);
		boolean locked = false;
		try {
			FileLock lock = channel.tryLock();
			locked = lock != null;
			return locked ? new DirectoryLock(channel) : null;
		}
		catch (OverlappingFileLockException ex) {
			return null; // by this very process
		}
		finally {
			if (!locked) {
				channel.close();
			}
		}
	}

	/**
	 * Since when a directory has been marked.
	 * @param directory the directory
	 * @return milliseconds since the epoch
	 * @throws IOException if it was never marked
	 */
	public static long markedAtMillis(Path directory) throws IOException {
		return Files.getLastModifiedTime(directory.resolve(FILE), LinkOption.NOFOLLOW_LINKS).toMillis();
	}

	/**
	 * Deletes a directory in which there is nothing but the mark.
	 * @param directory the directory
	 * @throws IOException if it cannot be deleted
	 */
	public static void deleteIfEmpty(Path directory) throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
			for (Path file : files) {
				if (!file.endsWith(FILE)) {
					return;
				}
			}
		}
		Files.deleteIfExists(directory.resolve(FILE));
		Files.deleteIfExists(directory);
	}

	/** Lets go; the file stays. */
	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
