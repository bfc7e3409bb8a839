package dev.poolworks.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory for the time in which a worker starts and connects: in memory where the
 * system has such a place, and with a short name however long that of the temporary
 * directory is. It is gone when the worker is connected, so that nothing is left there if
 * the application is killed later; what is left of one that is killed within that time, a
 * later start deletes.
 */
final class StartDirectory implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(StartDirectory.class);

	private static final List<Path> BASES = List.of(Path.of("/dev/shm"), Path.of("/tmp"));

	private final Path path;

	private final @Nullable TemporaryDirectory own;

	private final Consumer<StartDirectory> whenClosed;

	private StartDirectory(Path path, @Nullable TemporaryDirectory own, Consumer<StartDirectory> whenClosed) {
		this.path = path;
		this.own = own;
		this.whenClosed = whenClosed;
	}

	/**
	 * Makes a directory.
	 * @param worker the worker's own, which has to do where there is no better place
	 * @param whenClosed is told when it is gone
	 * @return the directory
	 */
	static StartDirectory make(Path worker, Consumer<StartDirectory> whenClosed) {
		for (Path base : BASES) {
			if (Files.isDirectory(base) && Files.isWritable(base)) {
				try {
					TemporaryDirectory own = TemporaryDirectory.in(base);
					return new StartDirectory(own.path(), own, whenClosed);
				}
				catch (IOException ex) {
					logger.debug("{} cannot be used", base, ex);
				}
			}
		}
		return new StartDirectory(worker, null, whenClosed);
	}

	Path path() {
		return this.path;
	}

	@Override
	public void close() {
		if (this.own != null) {
			this.own.close();
		}
		this.whenClosed.accept(this);
	}

}
