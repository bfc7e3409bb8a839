package dev.poolworks.os;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The pipe to which a child process writes, known by its number in the system: a thread
 * that reads it cannot be woken in any other way than by writing to it. On Linux.
 */
public final class ChildPipe {

	private static final Path OWN = Path.of("/proc/self/fd");

	private final String number;

	private ChildPipe(String number) {
		this.number = number;
	}

	/**
	 * Finds a pipe. Costs one look.
	 * @param pid a child, just started
	 * @param descriptor its end
	 * @return the pipe, or {@code null} where that is not known
	 */
	public static @Nullable ChildPipe of(long pid, int descriptor) {
		String number = target(Path.of("/proc/" + pid + "/fd/" + descriptor));
		return (number != null && number.startsWith("pipe:")) ? new ChildPipe(number) : null;
	}

	/**
	 * Whether everything that was written has been read. Looks at all descriptors of this
	 * process.
	 * @return whether it is empty; {@code false} where that is not known
	 */
	public boolean isEmpty() {
		Path end = ownEnd();
		return end != null && isEmpty(end);
	}

	/**
	 * Writes a line feed if the pipe is empty: whoever reads wakes up.
	 * @return whether the pipe was found
	 */
	public boolean wakeReader() {
		Path end = ownEnd();
		if (end == null) {
			return false;
		}
		if (isEmpty(end)) {
			try (FileOutputStream out = new FileOutputStream(end.toFile())) {
				out.write('\n');
			}
			catch (IOException ex) {
				return false; // nobody reads any more
			}
		}
		return true;
	}

	private static boolean isEmpty(Path end) {
		try (FileInputStream in = new FileInputStream(end.toFile())) {
			return in.available() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private @Nullable Path ownEnd() {
		try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(OWN)) {
			for (Path descriptor : descriptors) {
				if (this.number.equals(target(descriptor))) {
					return descriptor;
				}
			}
			return null;
		}
		catch (IOException | DirectoryIteratorException ex) {
			return null;
		}
	}

	private static @Nullable String target(Path link) {
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException | UnsupportedOperationException ex) {
			return null;
		}
	}

}
