package dev.poolworks.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

import dev.poolworks.os.DirectoryLock;
import dev.poolworks.os.FileTree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the directories that were left over when an application and its workers were
 * killed together, as at the end of a container or for want of memory: sockets, mapped
 * files, temporary files of tasks.
 */
final class LeftoverSweep {

	static final String PREFIX = "poolworks-";

	/** A directory is not locked in the instant in which it is made. */
	private static final long YOUNG_MILLIS = 60_000;

	private static final Logger logger = LoggerFactory.getLogger(LeftoverSweep.class);

	private LeftoverSweep() {
	}

	/**
	 * Deletes the left-over directories of the same owner that are beside another one. A
	 * failure is logged and otherwise ignored: somebody else may come first.
	 * @param directory a directory of this process
	 * @param own what the names of all directories of this process begin with
	 */
	static void beside(Path directory, String own) {
		try (DirectoryStream<Path> found = Files.newDirectoryStream(directory.toAbsolutePath().getParent(),
				PREFIX + "*")) {
			UserPrincipal owner = Files.getOwner(directory);
			for (Path other : found) {
				if (!other.getFileName().toString().startsWith(own)
						&& Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
						&& Files.getOwner(other, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
					deleteIfLeftOver(other);
				}
			}
		}
		catch (IOException | java.nio.file.DirectoryIteratorException ex) {
			logger.debug("looking for left-over directories failed", ex);
		}
	}

	private static void deleteIfLeftOver(Path directory) {
		try {
			if (System.currentTimeMillis() - DirectoryLock.markedAtMillis(directory) < YOUNG_MILLIS) {
				return;
			}
			try (DirectoryLock lock = DirectoryLock.tryLock(directory)) {
				if (lock != null) {
					delete(directory);
				}
			}
		}
		catch (IOException ex) {
			logger.debug("{} is in use, or was never marked", directory, ex);
		}
	}

	/** Its mark goes in any case: what cannot be deleted is not tried again. */
	private static void delete(Path directory) {
		try {
			FileTree.delete(directory);
			logger.info("deleted {}, left over by an application that was killed", directory);
		}
		catch (IOException ex) {
			logger.warn("{}, left over by an application that was killed, could not be deleted; delete it by hand: {}",
					directory, ex.toString());
		}
	}

}
