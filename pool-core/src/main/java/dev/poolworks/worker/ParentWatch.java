package dev.poolworks.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import dev.poolworks.os.DirectoryLock;
import dev.poolworks.os.FileTree;
import dev.poolworks.os.ProcessTree;
import dev.poolworks.wire.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Reads standard input, on which the parent sends a token and later the numbers of tasks
 * to interrupt. Its end means that the parent is gone: this JVM ends at once, whatever
 * its task does.
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

	private final BufferedReader in;

	private final String address;

	private final CompletableFuture<String> token = new CompletableFuture<>();

	private long interrupted;

	private long running;

	private @Nullable Thread thread;

	private @Nullable StackObserver observer;

	private ParentWatch(InputStream in, String address) {
		this.address = address;
		this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII), 256);
	}

	/**
	 * Starts to watch.
	 * @param in standard input
	 * @param address where the parent expects this worker
	 * @return the watch
	 */
	static ParentWatch start(InputStream in, String address) {
		ParentWatch watch = new ParentWatch(in, address);
		Thread thread = new Thread(watch::run, "parent watch");
		thread.setDaemon(true);
		thread.setPriority(Thread.MAX_PRIORITY);
		thread.start();
		return watch;
	}

	/**
	 * Waits for the token.
	 * @return the token
	 */
	String token() {
		return this.token.join();
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
			String line = this.in.readLine();
			if (line != null) {
				this.token.complete(line);
				line = this.in.readLine();
			}
			while (line != null && !line.equals(STOP)) {
				if (line.startsWith(INTERRUPT)) {
					interrupt(Long.parseLong(line.substring(INTERRUPT.length())));
				}
				line = this.in.readLine();
			}
			if (line != null) {
				awaitEnd();
			}
		}
		catch (IOException ex) {
			// as good as its end
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
