package dev.poolworks.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;

import dev.poolworks.os.DirectoryLock;
import dev.poolworks.os.FileTree;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary directory of this process, which only its owner may enter, locked as long
 * as it is in use. Where one is made, those are deleted that killed applications have
 * left over. Its name is short: it becomes part of the names of sockets, for which
 * systems have little room.
 */
final class TemporaryDirectory implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(TemporaryDirectory.class);

	private static final int ATTEMPTS = 1_000;

	private static final AtomicInteger made = new AtomicInteger();

	/**
	 * What the names of all directories of this process begin with, and no other's: in
	 * another container may be a process with the same number.
	 */
	private static final String OWN = LeftoverSweep.PREFIX + ProcessHandle.current().pid() + "-" + random() + "-";

	private final Path path;

	private final @Nullable DirectoryLock lock;

	private TemporaryDirectory(Path path, @Nullable DirectoryLock lock) {
		this.path = path;
		this.lock = lock;
	}

	/**
	 * Makes a directory.
	 * @param base where
	 * @return the directory
	 * @throws IOException if it cannot be made
	 */
	static TemporaryDirectory in(Path base) throws IOException {
		Path path = make(base.toAbsolutePath());
		try {
			TemporaryDirectory directory = new TemporaryDirectory(path, DirectoryLock.tryLock(path));
			LeftoverSweep.beside(path, OWN);
			return directory;
		}
		catch (IOException ex) {
			delete(path);
			throw ex;
		}
	}

	Path path() {
		return this.path;
	}

	/**
	 * Deletes the directory with all that is in it, as far as possible.
	 */
	@Override
	public void close() {
		delete(this.path);
		unlock();
	}

	/** Lets go of a directory that is there no more. */
	void unlock() {
		try {
			if (this.lock != null) {
				this.lock.close();
			}
		}
		catch (IOException ex) {
			logger.debug("the lock of a temporary directory could not be closed", ex);
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

	private static Path make(Path base) throws IOException {
		FileAlreadyExistsException last = null;
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			try {
				return Files.createDirectory(base.resolve(OWN + made.incrementAndGet()), ownerOnly());
			}
			catch (FileAlreadyExistsException ex) {
				last = ex; // somebody plays tricks
			}
		}
		throw new IOException("no directory can be made in " + base + ": " + ATTEMPTS + " names are taken", last);
	}

	private static FileAttribute<?>[] ownerOnly() {
		boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
		return posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")) }
				: new FileAttribute<?>[0];
	}

	private static String random() {
		int number = new SecureRandom().nextInt(Character.MAX_RADIX * Character.MAX_RADIX * Character.MAX_RADIX
				* Character.MAX_RADIX * Character.MAX_RADIX);
		return Integer.toString(number, Character.MAX_RADIX);
	}

}
