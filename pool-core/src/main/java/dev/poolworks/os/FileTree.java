package dev.poolworks.os;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A directory with all that is in it.
 */
public final class FileTree {

	/** How often a directory is looked at in which files appear meanwhile. */
	private static final int LOOKS = 3;

	private static final EnumSet<PosixFilePermission> OWNER = EnumSet.of(PosixFilePermission.OWNER_READ,
			PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

	private final Path root;

	/** Names under which directories from below are moved into the root. */
	private final String prefix = ".deleted-" + Long.toString(System.nanoTime(), Character.MAX_RADIX) + "-";

	private long moved;

	private @Nullable IOException failure;

	private FileTree(Path root) {
		this.root = root;
	}

	/**
	 * Deletes a directory with all that is in it, however deep and whatever its
	 * permissions. Links are deleted, not followed. What cannot be deleted stays, all
	 * else goes.
	 * @param directory the directory, which may be missing
	 * @throws IOException the first failure, when all that can be deleted is
	 */
	public static void delete(Path directory) throws IOException {
		if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
			Files.deleteIfExists(directory);
			return;
		}
		FileTree tree = new FileTree(directory);
		tree.deleteAll();
		if (tree.failure != null) {
			throw tree.failure;
		}
	}

	/**
	 * Each directory that is found is first moved into the root. So none is ever deeper
	 * than one step: neither stack nor descriptors nor the length of a path limit the
	 * depth of what can be deleted.
	 */
	private void deleteAll() {
		long next = 0;
		IOException last = null;
		for (int look = 0; look < LOOKS; look++) {
			deleteContent(this.root);
			while (next < this.moved) {
				deleteBranch(this.root.resolve(this.prefix + next));
				next++;
			}
			try {
				Files.deleteIfExists(this.root);
				return;
			}
			catch (IOException ex) {
				last = ex;
			}
		}
		if (last != null) {
			failed(last);
		}
	}

	/** What is below it is moved into the root, where its turn comes later. */
	private void deleteBranch(Path directory) {
		IOException last = null;
		for (int look = 0; look < LOOKS; look++) {
			deleteContent(directory);
			try {
				Files.deleteIfExists(directory);
				return;
			}
			catch (IOException ex) {
				last = ex;
			}
		}
		if (last != null) {
			failed(last);
		}
	}

	private void deleteContent(Path directory) {
		try {
			makeAccessible(directory);
			try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
				for (Path file : files) {
					deleteOrMove(file);
				}
			}
		}
		catch (NoSuchFileException ex) {
			// somebody else has deleted it
		}
		catch (DirectoryIteratorException ex) {
			failed(Objects.requireNonNull(ex.getCause()));
		}
		catch (IOException ex) {
			failed(ex);
		}
	}

	private void deleteOrMove(Path file) {
		try {
			if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
				Files.deleteIfExists(file);
			}
			else if (!file.getFileName().toString().startsWith(this.prefix)) {
				makeAccessible(file); // its ".." is written
				Files.move(file, this.root.resolve(this.prefix + this.moved), StandardCopyOption.ATOMIC_MOVE);
				this.moved++;
			}
		}
		catch (NoSuchFileException ex) {
			// somebody else has deleted it
		}
		catch (IOException ex) {
			failed(ex);
		}
	}

	private static void makeAccessible(Path directory) throws IOException {
		PosixFileAttributeView view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
		if (view != null && !Files.isSymbolicLink(directory)
				&& !view.readAttributes().permissions().containsAll(OWNER)) {
			view.setPermissions(OWNER);
		}
	}

	private void failed(IOException failure) {
		if (this.failure == null) {
			this.failure = failure;
		}
	}

}
