package dev.poolworks.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.poolworks.WorkerExit;
import dev.poolworks.os.ChildPipe;
import dev.poolworks.os.ProcessTree;
import dev.poolworks.pool.PoolTask;
import dev.poolworks.pool.WorkerHandle;
import dev.poolworks.pool.WorkerReports;
import dev.poolworks.wire.Connection;
import dev.poolworks.wire.EncodedTask;
import dev.poolworks.wire.Frame;
import dev.poolworks.wire.FrameException;
import dev.poolworks.wire.FrameMemoryException;
import dev.poolworks.wire.FrameType;
import dev.poolworks.wire.Transport.Endpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker JVM. Its reader thread launches it, reads its answers, and sees it off; that
 * thread reports its end, once, whatever happened, and then clears away what is left.
 */
final class WorkerProcess implements WorkerHandle {

	private static final Logger logger = LoggerFactory.getLogger(WorkerProcess.class);

	/** A frame of this size fits into the transport's buffer: sending it cannot block. */
	private static final int SMALL_BYTES = 32 * 1024;

	private final String name;

	private final int id;

	private final WorkerEnvironment environment;

	private final WorkerReports reports;

	private final OutputPump stdout;

	private final OutputPump stderr;

	private final TaskAnswers answers;

	private final MemoryHistory memory = new MemoryHistory();

	/** The code the worker has. Changed before, and read after, it is sent a task. */
	private final BitSet knownCode = new BitSet();

	private final Object lock = new Object();

	private volatile @Nullable Process process;

	private volatile @Nullable Connection connection;

	private final WorkerFate fate = new WorkerFate();

	@GuardedBy("lock")
	private @Nullable Introduction introduction;

	private long startedAt;

	private long tasksDone;

	WorkerProcess(int id, String name, WorkerEnvironment environment, WorkerReports reports) {
		this.id = id;
		this.name = name;
		this.environment = environment;
		this.reports = reports;
		this.stdout = new OutputPump(name, "out", environment.output(), System.out);
		this.stderr = new OutputPump(name, "err", environment.output(), System.err);
		this.answers = new TaskAnswers(environment.answers());
	}

	@Override
	public void start() {
		try {
			new Daemon(this.name + " reader", this::run).start();
		}
		catch (OutOfMemoryError ex) {
			logger.error("{}: no thread is to be had to start it", this.name, ex);
			this.fate.ended();
			this.reports.exited(ExitReport.minimal(this.name, 0, "could not be launched: " + ex));
		}
	}

	@Override
	public void send(PoolTask<?> task) {
		if (task.request() instanceof EncodedTask request && request.sizeBytes() > SMALL_BYTES) {
			try {
				new Daemon(this.name + " writer", () -> write(task)).start();
				return;
			}
			catch (OutOfMemoryError ex) {
				logger.debug("{}: no thread is to be had to send {}", this.name, task, ex);
			}
		}
		write(task);
	}

	@Override
	public void interrupt(PoolTask<?> task) {
		Process process = this.process;
		if (process != null) {
			this.answers.wantStack(task);
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
		Introduction introduction;
		synchronized (this.lock) {
			this.fate.kill(reason);
			process = this.process;
			introduction = this.introduction;
		}
		if (process != null) {
			ProcessTree.kill(process.toHandle());
		}
		if (introduction != null) {
			introduction.end(); // also if nobody tells that the process has ended
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
			this.fate.blame("it broke the protocol: " + ex.getMessage());
			destroy();
		}
		catch (ClosedChannelException ex) {
			logger.debug("{}: connection closed", this.name, ex);
		}
		catch (IOException ex) {
			logger.debug("{}: connection lost", this.name, ex);
			blameStart(ex);
		}
		catch (RuntimeException | Error ex) {
			logger.warn("{}: is given up, this side failed", this.name, ex);
			blameStart(ex);
			this.fate.blame("killed by the pool, which failed to go on with it: " + ex);
		}
		finally {
			end(directory);
		}
	}

	private void serve(Path directory) throws IOException {
		try (StartDirectory start = this.environment.directory().start(directory);
				Endpoint endpoint = this.environment.transport()
					.open(directory, start.path(), this.environment.maxFrameBytes())) {
			Introduction introduction = new Introduction(this.name, endpoint);
			ProcessBuilder builder = this.environment.plan().process(directory, endpoint.address());
			Process process = launch(builder, introduction);
			process.onExit().thenRun(introduction::end);
			tell(process, introduction.token());
			this.connection = introduction.await();
		}
		Connection connection = this.connection;
		connection.send(FrameType.SETUP, 0, this.environment.setup(this.name).encode());
		while (receive(connection)) {
			Thread.interrupted(); // a listener's: it would close the connection
		}
	}

	private Process launch(ProcessBuilder builder, Introduction introduction) throws IOException {
		Process process;
		synchronized (this.lock) {
			if (this.fate.isKilled()) {
				throw new IOException("not to be launched any more");
			}
			process = builder.start();
			this.process = process;
			this.introduction = introduction;
		}
		this.stdout.start(process.getInputStream(), ChildPipe.of(process.pid(), 1));
		this.stderr.start(process.getErrorStream(), ChildPipe.of(process.pid(), 2));
		this.reports.launched(process.pid());
		MemoryWatch.get().add(this);
		return process;
	}

	private boolean receive(Connection connection) throws IOException {
		try {
			Frame frame = connection.receive();
			if (frame != null) {
				handle(frame);
			}
			return frame != null;
		}
		catch (FrameMemoryException ex) {
			logger.warn("{}: {}", this.name, ex.getMessage());
			PoolTask<?> task = this.answers.finish(ex);
			if (task != null) {
				finished(task);
			}
			return true;
		}
	}

	private void handle(Frame frame) throws IOException {
		switch (frame.type()) {
			case READY -> {
				this.fate.become(frame.type(), WorkerPhase.READY);
				this.reports.ready();
			}
			case START_FAILED -> {
				this.fate.become(frame.type(), WorkerPhase.START_FAILED);
				Throwable failure = this.environment.answers().failure(frame.body(), this.name);
				this.fate.blame("its initializer failed: " + failure);
				logger.error("{}: its initializer failed", this.name, failure);
			}
			case ITEM_RESULT, ITEM_FAILURE -> {
				PoolTask<?> task = this.answers.countItem(frame);
				// first: a limit that is reached now is the next item's
				this.reports.itemFinished(task);
				this.answers.keepItem(frame, task, describe());
			}
			case STACK, PROGRESS -> this.answers.keepAside(frame, describe());
			case RESULT, FAILURE -> finished(this.answers.finish(frame, describe()));
			default -> throw new FrameException("a worker sent a " + frame.type() + " frame");
		}
	}

	private void finished(PoolTask<?> task) {
		this.tasksDone++;
		if (this.environment.measuresMemory()) {
			measureMemory();
		}
		this.reports.finished(task);
	}

	/**
	 * Resident memory as last measured. Thread-safe.
	 * @return bytes; 0 before the start and after the end
	 */
	long rssBytes() {
		return isGone() ? 0 : this.memory.last();
	}

	boolean isGone() {
		return this.fate.phase() == WorkerPhase.ENDED;
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
		if (!(task.request() instanceof EncodedTask request) || connection == null) {
			UnsentTasks.report(() -> this.reports.finished(task));
			return;
		}
		try {
			boolean defined = request.define(this.knownCode);
			this.answers.begin(task, request.items());
			request.send(connection, defined, task.id(), task.attempt(), task.runTimeoutNanos());
		}
		catch (IOException ex) {
			logger.debug("{}: is gone before it had {}", this.name, task, ex);
			ProcessDeparture.close(connection); // or nobody would notice
		}
		catch (RuntimeException | Error ex) {
			logger.warn("{}: {} could not be sent", this.name, task, ex);
			this.fate.blame("killed by the pool, which failed to send it a task: " + ex);
			ProcessDeparture.close(connection);
		}
	}

	/** The process has ended, or the connection is of no use: makes sure that it ends. */
	private void end(@Nullable Path directory) {
		Thread.interrupted(); // a listener's
		Process process = this.process;
		ProcessDeparture departure = new ProcessDeparture(this.name, process, this.stdout, this.stderr, directory);
		WorkerExit exit = null;
		this.reports.leaves();
		try {
			exit = seeOff(departure);
		}
		catch (RuntimeException | Error ex) {
			logger.error("{}: what is left of it could not be looked at", this.name, ex);
			exit = ExitReport.minimal(this.name, (process != null) ? process.pid() : 0,
					"the pool failed to find out how it ended: " + ex);
		}
		finally {
			this.fate.ended();
			try {
				this.reports.exited(exit);
			}
			finally {
				departure.clear();
				forget(this.connection);
				this.reports.cleared();
			}
		}
	}

	private static void forget(@Nullable Connection connection) {
		if (connection != null) {
			connection.forget();
		}
	}

	private WorkerExit seeOff(ProcessDeparture departure) {
		MemoryWatch.get().remove(this);
		boolean connected = this.connection != null;
		ProcessDeparture.close(this.connection);
		departure.awaitExit(connected, this.fate);
		departure.awaitOutput();
		WorkerExit exit = departure.report(this.fate, this.environment.plan(),
				Duration.ofNanos(System.nanoTime() - this.startedAt), this.tasksDone, this.memory.toList());
		if (this.fate.phase() == WorkerPhase.STARTING && !this.fate.isUnwanted()) {
			logger.warn("{}: did not start: {}", this.name, exit.describe());
		}
		return exit;
	}

	private void destroy() {
		Process process = this.process;
		if (process != null) {
			ProcessTree.kill(process.toHandle());
		}
	}

	private void blameStart(Throwable ex) {
		if (this.connection == null) {
			this.fate.blame(((this.process == null) ? "could not be launched: " : "could not be connected: ") + ex);
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
			// the line may be secret
			logger.debug("{}: does not listen any more", this.name, ex);
		}
	}

}
