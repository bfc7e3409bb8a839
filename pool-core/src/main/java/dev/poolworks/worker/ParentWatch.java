package dev.poolworks.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

import dev.poolworks.os.DirectoryLock;
import dev.poolworks.os.FileTree;
import dev.poolworks.os.ProcessTree;
import dev.poolworks.wire.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pipe on which the parent sends a token and later the numbers of tasks to
 * interrupt. Its end means that the parent is gone: this JVM ends at once, whatever its
 * task does.
 * <p>
 * A JVM that exits waits up to 300 ms for threads that are in native code, as one that
 * reads is. This one therefore stops reading when it hears that the worker is to end.
 */
final class ParentWatch {

	/** Exit code of a worker whose parent is gone. */
	static final int PARENT_GONE = 75;

	private static final String INTERRUPT = "interrupt ";

	private static final String STOP = "stop";

	/** Longer than a parent that is alive waits before it kills. */
	private static final long LONGEST_END_NANOS = 60_000_000_000L;

	private final ControlPipe pipe;

	private final String address;

	private @Nullable String token;

	private long interrupted;

	private long running;

	private @Nullable Thread thread;

	private @Nullable StackObserver observer;

	private ParentWatch(ControlPipe pipe, String address) {
		this.pipe = pipe;
		this.address = address;
	}

	/**
	 * Starts to watch.
	 * @param pipe what the parent says
	 * @param address where the parent expects this worker
	 * @return the watch
	 */
	static ParentWatch start(ControlPipe pipe, String address) {
		ParentWatch watch = new ParentWatch(pipe, address);
		Thread thread = new Thread(watch::run, "parent watch");
		thread.setDaemon(true);
		thread.setPriority(Thread.MAX_PRIORITY);
		thread.start();
		return watch;
	}

	/**
	 * Waits for the token. Not with what {@code java.util.concurrent} has for that: it
	 * would set up the common pool before the properties that are about it are known.
	 * @return the token
	 */
	synchronized String token() {
		boolean interrupted = false;
		while (this.token == null) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		return this.token;
	}

	private synchronized void token(String token) {
		this.token = token;
		notifyAll();
	}

	/**
	 * From here to {@link #end()} this thread is interrupted if the parent wants the task
	 * to stop.
	 * @param task the task's number
	 * @param observer is told where the thread was then
	 * @return whether the parent wants that already
	 */
	synchronized boolean begin(long task, StackObserver observer) {
		this.running = task;
		this.thread = Thread.currentThread();
		this.observer = observer;
		return this.interrupted == task;
	}

	synchronized void end() {
		this.running = 0;
		this.thread = null;
		this.observer = null;
		Thread.interrupted(); // meant for this task, not for the connection
	}

	synchronized boolean isInterrupted(long task) {
		return this.interrupted == task;
	}

	/**
	 * Does something that an interrupt of this task must not disturb.
	 * @param action what to do
	 * @throws IOException what the action throws
	 */
	synchronized void undisturbed(Action action) throws IOException {
		boolean wasInterrupted = Thread.interrupted();
		try {
			action.run();
		}
		finally {
			if (wasInterrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void run() {
		try {
			String line = this.pipe.readLine();
			if (line != null) {
				token(line);
				line = this.pipe.readLine();
			}
			while (line != null && !line.equals(STOP)) {
				if (line.startsWith(INTERRUPT)) {
					obey(Long.parseLong(line.substring(INTERRUPT.length())));
				}
				line = this.pipe.readLine();
			}
			if (line != null) {
				awaitEnd();
			}
		}
		catch (IOException ex) {
			// as good as its end, but for a task that has closed what is not its own
			System.err.println("a worker can no longer hear its parent, and ends: " + ex);
		}
		finally {
			endWithAllThatIsOurs();
		}
	}

	private void awaitEnd() {
		long start = System.nanoTime();
		while (System.nanoTime() - start < LONGEST_END_NANOS) {
			LockSupport.parkNanos(this, LONGEST_END_NANOS);
		}
	}

	private void endWithAllThatIsOurs() {
		try {
			ProcessTree.killDescendants();
			// they are still there if the parent died before this worker was connected
			for (Path place : Transport.places(this.address)) {
				FileTree.delete(place);
			}
			deleteDirectory();
		}
		catch (IOException ex) {
			// a file is left over; there is nobody to tell
		}
		finally {
			Runtime.getRuntime().halt(PARENT_GONE);
		}
	}

	/** The worker's own directory, and that of the pool when no other worker has one. */
	private static void deleteDirectory() throws IOException {
		String mark = System.getenv(ProcessTree.MARK);
		Path directory = (mark != null) ? Path.of(mark) : null;
		Path parent = (directory != null) ? directory.getParent() : null;
		if (directory != null && parent != null) {
			FileTree.delete(directory);
			DirectoryLock.deleteIfEmpty(parent);
		}
	}

	private void obey(long task) throws IOException {
		try {
			interrupt(task);
		}
		catch (SecurityException ex) {
			// a security manager that a task has installed: the parent will have to kill
			System.err.println("a worker may not interrupt task " + task + ": " + ex);
		}
	}

	private synchronized void interrupt(long task) throws IOException {
		this.interrupted = task;
		if (this.running == task && this.thread != null && this.observer != null) {
			StackTraceElement[] stack = this.thread.getStackTrace();
			this.thread.interrupt();
			this.observer.stack(task, stack);
		}
	}

	/**
	 * Is told where a task is when the parent wants it to stop.
	 */
	@FunctionalInterface
	interface StackObserver {

		void stack(long task, StackTraceElement[] stack) throws IOException;

	}

	/**
	 * Something that may fail to be written.
	 */
	@FunctionalInterface
	interface Action {

		void run() throws IOException;

	}

}
