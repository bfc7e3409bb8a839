package dev.poolworks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.poolworks.os.ChildPipe;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/**
 * Reads one output of a worker process to its end, line by line, and keeps the last ones.
 * A process whose output nobody reads stands still: this one reads on, whatever becomes
 * of a line. Thread-safe.
 */
final class OutputPump {

	/** Logger of what workers print; a name of its own, so that it can be turned down. */
	private static final Logger output = LoggerFactory.getLogger("dev.poolworks.worker.output");

	private static final Logger logger = LoggerFactory.getLogger(OutputPump.class);

	private static final boolean NO_PROVIDER = LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory;

	private static final int TAIL_LINES = 50;

	private static final int TAIL_CHARS = 64 * 1024;

	private static final int MAX_LINE_CHARS = 8_000;

	private static final long LOOK_MILLIS = 50;

	@GuardedBy("tail")
	private final Deque<String> tail = new ArrayDeque<>();

	@GuardedBy("tail")
	private int tailChars;

	private final CountDownLatch ended = new CountDownLatch(1);

	private final String worker;

	private final String stream;

	private final WorkerOutput target;

	private final PrintStream console;

	private volatile @Nullable InputStream in;

	private volatile @Nullable ChildPipe pipe;

	private volatile boolean closed;

	private boolean failed;

	OutputPump(String worker, String stream, WorkerOutput target, PrintStream console) {
		this.worker = worker;
		this.stream = stream;
		this.target = (target == WorkerOutput.LOG && NO_PROVIDER) ? WorkerOutput.INHERIT : target;
		this.console = console;
	}

	/**
	 * Starts to read.
	 * @param in the output of a process
	 * @param pipe the same, as the system knows it, or {@code null}
	 */
	void start(InputStream in, @Nullable ChildPipe pipe) {
		this.pipe = pipe;
		new Daemon(this.worker + " " + this.stream, () -> run(in)).start();
		this.in = in;
	}

	/**
	 * Waits until everything is read that a process which has ended had written. A child
	 * of it may keep the output open for long; it is not waited for where the system
	 * tells that there is nothing to read.
	 * @param sparedMillis how long the end of the output is waited for
	 * @param millis how long at most
	 */
	void awaitEnd(long sparedMillis, long millis) {
		if (this.in == null) {
			return; // nobody reads
		}
		ChildPipe pipe = this.pipe;
		try {
			boolean over = this.ended.await(sparedMillis, TimeUnit.MILLISECONDS);
			for (long waited = sparedMillis; !over && waited < millis; waited += LOOK_MILLIS) {
				over = (pipe != null && pipe.isEmpty()) || this.ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Gives up an output that something still holds: its thread ends, and whoever goes on
	 * writing there gets an error.
	 */
	void close() {
		InputStream in = this.in;
		this.closed = true;
		if (in == null || this.ended.getCount() == 0) {
			return;
		}
		logger.debug("{}: something still holds its {}", this.worker, this.stream);
		ChildPipe pipe = this.pipe;
		if (pipe == null || !pipe.wakeReader()) {
			closeQuietly(in);
		}
	}

	/**
	 * The last lines.
	 * @return oldest first
	 */
	List<String> tail() {
		synchronized (this.tail) {
			return List.copyOf(this.tail);
		}
	}

	private void run(InputStream in) {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
			boolean more = true;
			while (more) {
				more = next(reader);
			}
		}
		catch (IOException ex) {
			logger.debug("{}: {} closed", this.worker, this.stream, ex);
		}
		finally {
			this.ended.countDown();
		}
	}

	/**
	 * Reads a line and hands it on. What goes wrong with that, such as in the
	 * application's logging, costs the line.
	 * @return whether there may be more
	 */
	private boolean next(BufferedReader reader) throws IOException {
		try {
			String line = readLine(reader);
			if (line == null || this.closed) {
				return false;
			}
			line(line);
		}
		catch (RuntimeException | Error ex) {
			reportOnce(ex);
		}
		return true;
	}

	private void reportOnce(Throwable failure) {
		if (!this.failed) {
			this.failed = true;
			try {
				logger.warn("{}: lines of its {} are lost, they cannot be logged", this.worker, this.stream, failure);
			}
			catch (RuntimeException | Error ex) {
				return; // the logging itself fails: there is nobody to tell
			}
		}
	}

	/**
	 * Like {@link BufferedReader#readLine()}, but a line without end does not fill the
	 * heap.
	 */
	private static @Nullable String readLine(BufferedReader reader) throws IOException {
		StringBuilder line = new StringBuilder();
		int next = reader.read();
		if (next < 0) {
			return null;
		}
		while (next >= 0 && next != '\n' && line.length() < MAX_LINE_CHARS) {
			line.append((char) next);
			next = reader.read();
		}
		if (next >= 0 && next != '\n') {
			line.append((char) next);
		}
		int end = line.length();
		return (end > 0 && line.charAt(end - 1) == '\r') ? line.substring(0, end - 1) : line.toString();
	}

	private void line(String line) {
		synchronized (this.tail) {
			this.tail.addLast(line);
			this.tailChars += line.length();
			while (this.tail.size() > TAIL_LINES || this.tailChars > TAIL_CHARS) {
				this.tailChars -= this.tail.removeFirst().length();
			}
		}
		switch (this.target) {
			case LOG -> output.info("[{} {}] {}", this.worker, this.stream, line);
			case INHERIT -> this.console.println(line);
			case DISCARD -> {
			}
		}
	}

	private void closeQuietly(InputStream in) {
		try {
			in.close();
		}
		catch (IOException ex) {
			logger.debug("{}: {} could not be closed", this.worker, this.stream, ex);
		}
	}

}
