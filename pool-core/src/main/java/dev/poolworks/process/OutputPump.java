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

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/**
 * Reads one output of a worker process to its end, line by line, and keeps the last ones.
 * A process whose output nobody reads stands still.
 */
final class OutputPump {

	/** Logger of what workers print; a name of its own, so that it can be turned down. */
	private static final Logger output = LoggerFactory.getLogger("dev.poolworks.worker.output");

	private static final Logger logger = LoggerFactory.getLogger(OutputPump.class);

	private static final boolean NO_PROVIDER = LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory;

	private static final int TAIL_LINES = 50;

	private static final int MAX_LINE_CHARS = 8_000;

	private final Deque<String> tail = new ArrayDeque<>();

	private final CountDownLatch ended = new CountDownLatch(1);

	private final String worker;

	private final String stream;

	private final WorkerOutput target;

	private final PrintStream console;

	OutputPump(String worker, String stream, WorkerOutput target, PrintStream console) {
		this.worker = worker;
		this.stream = stream;
		this.target = (target == WorkerOutput.LOG && NO_PROVIDER) ? WorkerOutput.INHERIT : target;
		this.console = console;
	}

	/**
	 * Starts to read.
	 * @param in the output of a process
	 */
	void start(InputStream in) {
		Thread thread = new Thread(() -> run(in), this.worker + " " + this.stream);
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Waits for the end of the output. A child of the process may keep it open.
	 * @param millis how long at most
	 */
	void awaitEnd(long millis) {
		try {
			if (!this.ended.await(millis, TimeUnit.MILLISECONDS)) {
				logger.debug("{}: something still holds its {}", this.worker, this.stream);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
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
			String line = readLine(reader);
			while (line != null) {
				line(line);
				line = readLine(reader);
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
			if (this.tail.size() == TAIL_LINES) {
				this.tail.removeFirst();
			}
			this.tail.addLast(line);
		}
		switch (this.target) {
			case LOG -> output.info("[{} {}] {}", this.worker, this.stream, line);
			case INHERIT -> this.console.println(line);
			case DISCARD -> {
			}
		}
	}

}
