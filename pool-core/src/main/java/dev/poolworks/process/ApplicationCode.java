package dev.poolworks.process;

import java.io.IOException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import dev.poolworks.worker.WorkerMain;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The code that this application runs, as it was when its first process pool was made:
 * workers run the same or none. A lambda is known by its position in a class; in another
 * version of its jar that may be another lambda. Directories of classes are not looked
 * at: they belong to development, where they change all the time. Immutable.
 */
final class ApplicationCode {

	private static final Logger logger = LoggerFactory.getLogger(ApplicationCode.class);

	private final ClassPathLayout layout;

	private final Map<Path, Version> jars;

	private ApplicationCode(ClassPathLayout layout, Map<Path, Version> jars) {
		this.layout = layout;
		this.jars = jars;
	}

	/**
	 * The code of this JVM, looked at once.
	 * @return the code
	 */
	static ApplicationCode get() {
		return OfThisJvm.code;
	}

	/**
	 * Looks at the jars of a class path.
	 * @param layout how the application was started
	 * @return its code
	 */
	static ApplicationCode of(ClassPathLayout layout) {
		Map<Path, Version> jars = new LinkedHashMap<>();
		List<Path> paths = new ArrayList<>();
		layout.classPath().forEach((entry) -> paths.add(Path.of(entry)));
		if (paths.size() == 1) {
			paths.addAll(namedByManifest(paths.get(0)));
		}
		for (Path path : paths) {
			Version version = Version.of(path);
			if (version != null) {
				jars.put(path, version);
			}
		}
		return new ApplicationCode(layout, jars);
	}

	/** The rest of the class path of {@code java -jar}. */
	private static List<Path> namedByManifest(Path jar) {
		List<Path> named = new ArrayList<>();
		if (Files.isRegularFile(jar)) {
			try (JarFile file = new JarFile(jar.toFile())) {
				Manifest manifest = file.getManifest();
				String entries = (manifest != null) ? manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH)
						: null;
				for (String entry : (entries != null) ? entries.trim().split(" +") : new String[0]) {
					named.add(Path.of(jar.toUri().resolve(entry)));
				}
			}
			catch (IOException | IllegalArgumentException | FileSystemNotFoundException ex) {
				logger.debug("{}: not all of its class path can be watched", jar, ex);
			}
		}
		return named;
	}

	ClassPathLayout layout() {
		return this.layout;
	}

	/**
	 * Makes sure that workers find the code with which the application runs.
	 * @throws IOException if a jar has been replaced or deleted
	 */
	void requireUnchanged() throws IOException {
		for (Map.Entry<Path, Version> jar : this.jars.entrySet()) {
			Version now = Version.of(jar.getKey());
			if (!jar.getValue().equals(now)) {
				throw new IOException(jar.getKey() + " has been " + ((now != null) ? "replaced" : "deleted")
						+ " since this application was started (" + jar.getValue() + ", now "
						+ ((now != null) ? now : "missing")
						+ "): workers would run other code than the application; restart the application");
			}
		}
	}

	/**
	 * What tells one version of a file from another. Not the number of its inode: file
	 * systems in user space make it up anew.
	 *
	 * @param bytes its size
	 * @param modified when it was written
	 */
	private record Version(long bytes, FileTime modified) {

		/**
		 * Looks at a file.
		 * @param path where it is
		 * @return its version; {@code null} if there is no regular file
		 */
		static @Nullable Version of(Path path) {
			try {
				BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
				return attributes.isRegularFile() ? new Version(attributes.size(), attributes.lastModifiedTime())
						: null;
			}
			catch (IOException ex) {
				return null; // class paths may name what is not there
			}
		}

		@Override
		public String toString() {
			return this.bytes + " bytes of " + this.modified;
		}

	}

	/** Made when it is first asked for. */
	private static final class OfThisJvm {

		static final ApplicationCode code = of(ClassPathLayout.detect(WorkerMain.class));

	}

}
