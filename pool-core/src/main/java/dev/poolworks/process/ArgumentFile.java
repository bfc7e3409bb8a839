package dev.poolworks.process;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * A file of arguments for {@code java @file}, which only its owner may read: the
 * application's own command line may hold secrets.
 */
final class ArgumentFile {

	private ArgumentFile() {
	}

	/**
	 * Writes a file, one argument a line, each as it is: blanks, quotes, backslashes,
	 * line ends and what is a comment elsewhere have no meaning in it.
	 * @param file a file that does not exist
	 * @param arguments the arguments
	 * @throws IOException if it cannot be written, or {@code java} could not read it
	 */
	static void write(Path file, List<String> arguments) throws IOException {
		StringBuilder text = new StringBuilder();
		for (String argument : arguments) {
			if (argument.indexOf('\0') >= 0) {
				throw new IOException("an argument for the worker's JVM contains a NUL character: "
						+ argument.replaceFirst("=.*", "=...").replace('\0', '?') + "; remove it");
			}
			text.append(quoted(argument)).append('\n');
		}
		FileAttribute<?>[] attributes = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
		try (SeekableByteChannel out = Files.newByteChannel(file,
				Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
			ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(charset()));
			while (bytes.hasRemaining()) {
				out.write(bytes);
			}
		}
	}

	private static String quoted(String argument) {
		StringBuilder quoted = new StringBuilder("\"");
		for (int i = 0; i < argument.length(); i++) {
			char character = argument.charAt(i);
			switch (character) {
				case '"', '\\' -> quoted.append('\\').append(character);
				case '\n' -> quoted.append("\\n");
				case '\r' -> quoted.append("\\r");
				case '\t' -> quoted.append("\\t");
				case '\f' -> quoted.append("\\f");
				default -> quoted.append(character);
			}
		}
		return quoted.append('"').toString();
	}

	/** As {@code java} will read it, which has the same environment. */
	private static Charset charset() {
		String name = System.getProperty("sun.jnu.encoding", "");
		return Charset.isSupported(name.isEmpty() ? "UTF-8" : name) ? Charset.forName(name.isEmpty() ? "UTF-8" : name)
				: StandardCharsets.UTF_8;
	}

}
