package dev.poolworks.process;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;

import dev.poolworks.WorkerExit;
import dev.poolworks.os.ProcessTree;
import dev.poolworks.pool.PoolTask;
import dev.poolworks.pool.WorkerHandle;
import dev.poolworks.pool.WorkerReports;
import dev.poolworks.wire.Connection;
import dev.poolworks.wire.EncodedTask;
import dev.poolworks.wire.Frame;
import dev.poolworks.wire.FrameException;
import dev.poolworks.wire.FrameType;
import dev.poolworks.wire.Transport.Endpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker JVM. Its reader thread launches it, reads its answers, and sees it off; that
 * thread reports its end, once, whatever happened.
 */
final class WorkerProcess implements WorkerHandle {

	private static final Logger logger = LoggerFactory.getLogger(WorkerProcess.class);

	/** A frame of this size fits into the transport's buffer: sending it cannot block. */
	private static final int SMALL_BYTES = 32 * 1024;

	private static final int EXIT_WAIT_SECONDS = 1;

	private static final int OUTPUT_WAIT_MILLIS = 1_000;

	/** Why the pool kills a worker that is not ready in time. */
	private static final String START_TIMEOUT = "start-timeout";

	private final String name;

	private final int id;

	private final WorkerEnvironment environment;

	private final WorkerReports reports;

	private final Thread reader;

	private final OutputPump stdout;

	private final OutputPump stderr;

	private final MemoryHistory memory = new MemoryHistory();

	private final BitSet knownCode = new BitSet();

	private final Object lock = new Object();

	private volatile @Nullable Process process;

	private volatile @Nullable Connection connection;

	private volatile @Nullable PoolTask<?> task;

	private volatile @Nullable String cause;

	private boolean killed;

	private boolean ready;

	private boolean initializerFailed;

	private volatile boolean unwanted;

	private volatile boolean gone;

	private long startedAt;

	private long tasksDone;

	WorkerProcess(int id, String name, WorkerEnvironment environment, WorkerReports reports) {
		this.id = id;
		this.name = name;
		this.environment = environment;
		this.reports = reports;
		this.stdout = new OutputPump(name, "out", environment.output(), System.out);
		this.stderr = new OutputPump(name, "err", environment.output(), System.err);
		this.reader = new Thread(this::run, name + " reader");
		this.reader.setDaemon(true);
	}

	@Override
	public void start() {
		this.reader.start();
	}

	@Override
	public void send(PoolTask<?> task) {
		this.task = task;
		if (task.request() instanceof EncodedTask request && request.sizeBytes() > SMALL_BYTES) {
			Thread writer = new Thread(() -> write(task), this.name + " writer");
			writer.setDaemon(true);
			writer.start();
		}
		else {
			write(task);
		}
	}

	@Override
	public void interrupt(PoolTask<?> task) {
		Process process = this.process;
		if (process != null) {
			tell(process, "interrupt " + task.id());
		}
	}

	@Override
	public void stop() {
		Connection connection = this.connection;
		Process process = this.process;
		try {
			if (connection != null && process != null) {
				connection.send(FrameType.STOP, 0);
				tell(process, "stop");
			}
		}
		catch (IOException ex) {
			logger.debug("{}: is gone before it could be stopped", this.name, ex);
		}
	}

	@Override
	public void kill(String reason) {
		Process process;
		synchronized (this.lock) {
			this.killed = true;
			process = this.process;
		}
		if (this.cause == null) {
			this.cause = "killed by the pool: " + reason;
			this.unwanted = !reason.equals(START_TIMEOUT);
		}
		if (process != null) {
			ProcessTree.kill(process.toHandle());
		}
	}

	@Override
	public boolean hasBegun(PoolTask<?> task) {
		Connection connection = this.connection;
		return connection != null && connection.hasAcknowledged(task.id());
	}

	private void run() {
		this.startedAt = System.nanoTime();
		Path directory = null;
		try {
			directory = this.environment.directory().create(this.id);
			serve(directory);
		}
		catch (FrameException ex) {
			this.cause = "it broke the protocol: " + ex.getMessage();
			kill("broken protocol");
		}
		catch (ClosedChannelException ex) {
			logger.debug("{}: connection closed", this.name, ex);
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("{}: connection lost", this.name, ex);
			if (this.connection == null && this.cause == null) {
				this.cause = ((this.process == null) ? "could not be launched: " : "could not be connected: ") + ex;
			}
		}
		finally {
			WorkerExit exit = seeOff(directory);
			this.gone = true;
			this.reports.exited(exit);
			Connection connection = this.connection;
			if (connection != null) {
				connection.forget();
			}
		}
	}

	private void serve(Path directory) throws IOException {
		try (StartDirectory start = this.environment.directory().start(directory);
				Endpoint endpoint = this.environment.transport()
					.open(directory, start.path(), this.environment.maxFrameBytes())) {
			Introduction introduction = new Introduction(this.name, endpoint);
			ProcessBuilder builder = this.environment.plan().process(directory, endpoint.address());
			Process process = launch(builder);
			process.onExit().thenRun(introduction::end);
			tell(process, introduction.token());
			this.connection = introduction.await();
		}
		Connection connection = this.connection;
		connection.send(FrameType.SETUP, 0, this.environment.setup(this.name).encode());
		Frame frame = connection.receive();
		while (frame != null) {
			handle(frame);
			frame = connection.receive();
		}
	}

	private Process launch(ProcessBuilder builder) throws IOException {
		Process process;
		synchronized (this.lock) {
			if (this.killed) {
				throw new IOException("not to be launched any more");
			}
			process = builder.start();
			this.process = process;
		}
		this.stdout.start(process.getInputStream());
		this.stderr.start(process.getErrorStream());
		this.reports.launched(process.pid());
		MemoryWatch.get().add(this);
		return process;
	}

	private void handle(Frame frame) throws IOException {
		switch (frame.type()) {
			case READY -> {
				this.ready = true;
				this.reports.ready();
			}
			case START_FAILED -> {
				Throwable failure = this.environment.answers().failure(frame.body(), this.name);
				this.initializerFailed = true;
				this.cause = "its initializer failed: " + failure;
				logger.error("{}: its initializer failed", this.name, failure);
			}
			case ITEM_RESULT, ITEM_FAILURE -> {
				PoolTask<?> task = taskOf(frame);
				this.reports.itemFinished(task); // first: a limit reached now is the next
													// item's
				this.environment.answers().keepItem(frame, task, describe());
			}
			case STACK -> this.environment.answers().keepStack(frame, taskOf(frame), describe());
			case PROGRESS -> this.environment.answers().progress(frame, taskOf(frame));
			case RESULT, FAILURE -> {
				PoolTask<?> task = taskOf(frame);
				this.environment.answers().keep(frame, task, describe());
				this.task = null;
				this.tasksDone++;
				if (this.environment.measuresMemory()) {
					measureMemory();
				}
				this.reports.finished(task);
			}
			default -> throw new FrameException("a worker sent a " + frame.type() + " frame");
		}
	}

	private PoolTask<?> taskOf(Frame frame) throws FrameException {
		PoolTask<?> task = this.task;
		if (task == null || task.id() != frame.id()) {
			throw new FrameException("a worker sent a " + frame.type() + " frame for task " + frame.id() + ", it has "
					+ ((task != null) ? "task " + task.id() : "none"));
		}
		return task;
	}

	/**
	 * Resident memory as last measured. Thread-safe.
	 * @return bytes; 0 before the start and after the end
	 */
	long rssBytes() {
		return this.gone ? 0 : this.memory.last();
	}

	boolean isGone() {
		return this.gone;
	}

	/**
	 * Takes note of the memory that the process has now. Thread-safe.
	 */
	void measureMemory() {
		Process process = this.process;
		long rssBytes = (process != null) ? ProcessFigures.rssBytes(process.pid()) : 0;
		if (rssBytes > 0) {
			this.memory.add(rssBytes);
			this.reports.measured(rssBytes);
		}
	}

	private void write(PoolTask<?> task) {
		Connection connection = this.connection;
		try {
			if (connection != null && task.request() instanceof EncodedTask request) {
				request.send(connection, this.knownCode, task.id(), task.attempt(), task.runTimeoutNanos());
			}
			else if (!task.state().isDone()) {
				throw new IllegalStateException(this.name + " got " + task + " without a request");
			}
		}
		catch (IOException ex) {
			logger.debug("{}: is gone before it had {}", this.name, task, ex);
		}
	}

	/** The process has ended, or the connection is of no use: makes sure that it ends. */
	private WorkerExit seeOff(@Nullable Path directory) {
		MemoryWatch.get().remove(this);
		closeQuietly(this.connection);
		Process process = this.process;
		int exitCode = -1;
		long pid = 0;
		if (process != null) {
			pid = process.pid();
			exitCode = awaitExit(process);
			if (directory != null) {
				ProcessTree.killMarked(directory.toString()); // they may hold its output
			}
			this.stdout.awaitEnd(OUTPUT_WAIT_MILLIS);
			this.stderr.awaitEnd(OUTPUT_WAIT_MILLIS);
			if (!this.ready && !this.initializerFailed) {
				this.cause = ExitReport.startFailure(this.cause, this.stdout.tail(), this.stderr.tail())
						+ "; launched as: " + this.environment.plan().describe();
			}
		}
		WorkerExit exit = ExitReport.of(this.name, pid, exitCode, this.cause,
				new ExitReport.Remains(this.stdout.tail(), this.stderr.tail(), directory,
						Duration.ofNanos(System.nanoTime() - this.startedAt), this.tasksDone, this.memory.toList()));
		if (directory != null) {
			TemporaryDirectory.delete(directory);
		}
		if (!this.ready && !this.initializerFailed && !this.unwanted) {
			logger.warn("{}: did not start: {}", this.name, exit.describe());
		}
		return exit;
	}

	private int awaitExit(Process process) {
		boolean interrupted = false;
		try {
			if (!process.waitFor((this.connection != null) ? EXIT_WAIT_SECONDS : 0, TimeUnit.SECONDS)) {
				if (this.cause == null) {
					this.cause = "it had closed its connection without ending and was killed by the pool";
				}
				ProcessTree.kill(process.toHandle());
			}
			return process.waitFor();
		}
		catch (InterruptedException ex) {
			interrupted = true;
			ProcessTree.kill(process.toHandle());
			return -1;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private String describe() {
		Process process = this.process;
		return this.name + ((process != null) ? " pid " + process.pid() : "");
	}

	/** Writes a line to the worker's standard input. */
	private void tell(Process process, String line) {
		OutputStream in = process.getOutputStream();
		try {
			synchronized (in) {
				in.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
				in.flush();
			}
		}
		catch (IOException ex) {
			logger.debug("{}: does not listen any more", this.name, ex); // the line may
																			// be secret
		}
	}

	private static void closeQuietly(@Nullable Closeable closeable) {
		try {
			if (closeable != null) {
				closeable.close();
			}
		}
		catch (IOException ex) {
			logger.debug("closing failed", ex);
		}
	}

}
