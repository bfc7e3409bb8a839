package dev.poolworks;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A signal between a test and its tasks, wherever these run: a file that comes into being
 * when the signal is raised, with a line for each time.
 */
public record Signal(String file) implements Serializable {

	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);

	public Signal(Path file) {
		this(file.toString());
	}

	public void raise() {
		raise("");
	}

	public void raise(Object text) {
		try {
			Files.writeString(Path.of(this.file), text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public boolean isRaised() {
		return Files.exists(Path.of(this.file));
	}

	public int count() {
		return texts().size();
	}

	public List<String> texts() {
		try {
			return isRaised() ? Files.readAllLines(Path.of(this.file)) : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Waits until the signal is raised.
	 * @return nothing of interest, so that a lambda that ends with this is a {@link Task}
	 * @throws InterruptedException if the waiting thread was interrupted
	 */
	public boolean await() throws InterruptedException {
		long start = System.nanoTime();
		while (!isRaised()) {
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			if (System.nanoTime() - start > LONGEST_WAIT_NANOS) {
				throw new IllegalStateException("nobody has raised " + this.file);
			}
			LockSupport.parkNanos(LOOK_NANOS);
		}
		return true;
	}

	/**
	 * Waits without regard to interrupts, as a task that can't be stopped.
	 */
	public void awaitStubbornly() {
		boolean interrupted = true;
		while (interrupted) {
			try {
				await();
				interrupted = false;
			}
			catch (InterruptedException ex) {
				// goes on
			}
		}
	}

}
