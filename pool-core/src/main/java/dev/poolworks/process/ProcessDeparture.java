package dev.poolworks.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.poolworks.WorkerExit;
import dev.poolworks.os.ProcessTree;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of one worker process, in two steps: what has to be known before its task is
 * told, and, afterwards, what takes its time. For the thread that sees it off.
 *
 * <pre>
 *  awaitExit ─▶ awaitOutput ─▶ (report) ─▶ clear: its children, their hold on its output, its files
 * </pre>
 */
final class ProcessDeparture {

	private static final Logger logger = LoggerFactory.getLogger(ProcessDeparture.class);

	private static final int EXIT_WAIT_SECONDS = 1;

	/** A child that has the output of its parent keeps it open. */
	private static final int SPARED_MILLIS = 250;

	private static final int OUTPUT_MILLIS = 1_000;

	private final String worker;

	private final @Nullable Process process;

	private final OutputPump stdout;

	private final OutputPump stderr;

	private final @Nullable Path directory;

	/** Whether one more crash report is kept. */
	private boolean crashed;

	ProcessDeparture(String worker, @Nullable Process process, OutputPump stdout, OutputPump stderr,
			@Nullable Path directory) {
		this.worker = worker;
		this.process = process;
		this.stdout = stdout;
		this.stderr = stderr;
		this.directory = directory;
	}

	/**
	 * Waits for the end of the process and kills it if it does not come. Nothing
	 * interrupts that.
	 * @param patient whether it may have a moment to end by itself
	 * @param fate is told if it does not
	 */
	void awaitExit(boolean patient, WorkerFate fate) {
		Process process = this.process;
		long millis = patient ? TimeUnit.SECONDS.toMillis(EXIT_WAIT_SECONDS) : 0;
		boolean gone = process == null;
		while (process != null && !gone) {
			try {
				gone = process.waitFor(millis, TimeUnit.MILLISECONDS);
				if (!gone) {
					fate.blame("it had closed its connection without ending and was killed by the pool");
					ProcessTree.kill(process.toHandle());
					process.waitFor();
				}
			}
			catch (InterruptedException ex) {
				millis = 0; // this is the pool's own thread: nobody's wish but to be
							// quick
			}
		}
	}

	/**
	 * Waits for what the process has said last.
	 */
	void awaitOutput() {
		long start = System.nanoTime();
		this.stdout.awaitEnd(SPARED_MILLIS, OUTPUT_MILLIS);
		long waited = Math.min(SPARED_MILLIS, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
		this.stderr.awaitEnd(SPARED_MILLIS - waited, OUTPUT_MILLIS - waited);
	}

	/**
	 * How it ended.
	 * @param fate what the pool knows
	 * @param plan how it was launched
	 * @param uptime from its start to its end
	 * @param tasksDone tasks it had finished
	 * @param memory the resident memory it had of late
	 * @return the report
	 */
	WorkerExit report(WorkerFate fate, LaunchPlan plan, Duration uptime, long tasksDone,
			List<WorkerExit.Memory> memory) {
		String cause = fate.cause();
		if (fate.phase() == WorkerPhase.STARTING && this.process != null) {
			cause = ExitReport.startFailure(cause, this.stdout.tail(), this.stderr.tail()) + "; launched as: "
					+ plan.describe();
		}
		WorkerExit exit = ExitReport.of(this.worker, (this.process != null) ? this.process.pid() : 0,
				(this.process != null) ? this.process.exitValue() : -1, cause, new ExitReport.Remains(
						this.stdout.tail(), this.stderr.tail(), this.directory, uptime, tasksDone, memory));
		this.crashed = exit.crashReport() != null;
		return exit;
	}

	/**
	 * Kills what it has left running, gives up its output and deletes its files. Each
	 * step is done whatever becomes of the others.
	 */
	void clear() {
		Path directory = this.directory;
		if (directory != null) {
			attempt(() -> Reaper.get().reap(directory.toString()));
		}
		attempt(() -> {
			this.stdout.awaitEnd(SPARED_MILLIS, SPARED_MILLIS);
			this.stdout.close();
			this.stderr.close();
			if (this.process != null) {
				close(this.process.getOutputStream());
			}
		});
		if (directory != null) {
			attempt(() -> TemporaryDirectory.delete(directory));
		}
		if (this.crashed) {
			attempt(CrashReports::prune);
		}
	}

	private void attempt(Runnable step) {
		try {
			step.run();
		}
		catch (RuntimeException | Error ex) {
			logger.warn("{}: something is left of it", this.worker, ex);
		}
	}

	static void close(@Nullable Closeable closeable) {
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
