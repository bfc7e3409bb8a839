package dev.poolworks.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The crash reports of worker JVMs, kept in the temporary directory of this one: the
 * newest {@value #MAX_KEPT}, the first MiB of each, for a week.
 * <p>
 * What lies where a report is expected was made by a task: it may be a pipe, a device, a
 * link, or grow without end. Only a regular file of this process's owner is read, and not
 * more of it than fits; nothing here can block.
 */
final class CrashReports {

	static final String FILE = "hs_err.log";

	static final int MAX_KEPT = 10;

	static final int MAX_BYTES = 1024 * 1024;

	static final Duration MAX_AGE = Duration.ofDays(7);

	private static final int HEAD_BYTES = 64 * 1024;

	private static final int HEAD_LINES = 40;

	private static final int MAX_LINE_CHARS = 1_000;

	private static final String PREFIX = "hs_err_pid";

	/** Reports that JVMs leave there themselves end otherwise, and are not touched. */
	private static final String SUFFIX = ".worker.log";

	private static final Logger logger = LoggerFactory.getLogger(CrashReports.class);

	private CrashReports() {
	}

	/**
	 * Keeps the report of a worker, whose own directory is deleted.
	 * @param directory the worker's directory
	 * @param pid its process
	 * @return where it is kept and its first lines, or {@code null} if there is none
	 */
	static @Nullable Kept keep(Path directory, long pid) {
		Path report = directory.resolve(FILE);
		Path kept = keptDirectory().resolve(PREFIX + pid + SUFFIX);
		try {
			if (!Files.exists(report, LinkOption.NOFOLLOW_LINKS)) {
				return null;
			}
			if (!isOwn(report, directory)) {
				logger.warn("{} is no crash report but something that a task has put there; it is not read", report);
				return null;
			}
			byte[] content = read(report);
			write(kept, content);
			return new Kept(kept, head(content));
		}
		catch (IOException ex) {
			logger.warn("crash report {} could not be kept as {}: {}", report, kept, ex.toString());
			return null;
		}
	}

	/**
	 * Deletes those that are too many or too old.
	 */
	static void prune() {
		List<Path> newestFirst = new ArrayList<>();
		try (DirectoryStream<Path> found = Files.newDirectoryStream(keptDirectory(), PREFIX + "*" + SUFFIX)) {
			found.forEach(newestFirst::add);
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.debug("crash reports could not be looked for", ex);
		}
		newestFirst.sort(Comparator.comparing(CrashReports::modified).reversed());
		FileTime oldest = FileTime.from(Instant.now().minus(MAX_AGE));
		for (int i = 0; i < newestFirst.size(); i++) {
			if (i >= MAX_KEPT || modified(newestFirst.get(i)).compareTo(oldest) < 0) {
				delete(newestFirst.get(i));
			}
		}
	}

	private static Path keptDirectory() {
		return Path.of(System.getProperty("java.io.tmpdir"));
	}

	private static boolean isOwn(Path report, Path directory) throws IOException {
		UserPrincipal owner = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS);
		return Files.readAttributes(report, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isRegularFile()
				&& Files.getOwner(report, LinkOption.NOFOLLOW_LINKS).equals(owner);
	}

	/**
	 * Opened for writing too: a pipe that has taken the file's place since does not block
	 * then. Its size is 0.
	 */
	private static byte[] read(Path report) throws IOException {
		try (FileChannel channel = FileChannel.open(report, StandardOpenOption.READ, StandardOpenOption.WRITE,
				LinkOption.NOFOLLOW_LINKS)) {
			ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(MAX_BYTES, channel.size()));
			int length = 0;
			while (buffer.hasRemaining() && length >= 0) {
				length = channel.read(buffer);
			}
			byte[] content = new byte[buffer.position()];
			buffer.flip().get(content);
			return content;
		}
	}

	/**
	 * The directory is everybody's: what is there already is replaced, not written to.
	 */
	private static void write(Path kept, byte[] content) throws IOException {
		Files.deleteIfExists(kept);
		Files.write(kept, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
	}

	private static List<String> head(byte[] content) {
		String head = new String(content, 0, Math.min(content.length, HEAD_BYTES), StandardCharsets.ISO_8859_1);
		return head.lines()
			.limit(HEAD_LINES)
			.map((line) -> (line.length() > MAX_LINE_CHARS) ? line.substring(0, MAX_LINE_CHARS) + "..." : line)
			.toList();
	}

	private static FileTime modified(Path report) {
		try {
			return Files.getLastModifiedTime(report, LinkOption.NOFOLLOW_LINKS);
		}
		catch (IOException ex) {
			return FileTime.fromMillis(0); // somebody else has deleted it
		}
	}

	private static void delete(Path report) {
		try {
			Files.deleteIfExists(report);
		}
		catch (IOException ex) {
			logger.debug("crash report {} is another user's", report, ex);
		}
	}

	/**
	 * A report that is kept.
	 *
	 * @param path where
	 * @param head its first lines
	 */
	record Kept(Path path, List<String> head) {

	}

}
