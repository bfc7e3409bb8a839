package dev.poolworks.sample.problem;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import dev.poolworks.PayloadTooLargeException;
import dev.poolworks.PoisonTaskException;
import dev.poolworks.PoolBrokenException;
import dev.poolworks.PoolException;
import dev.poolworks.RemoteTaskException;
import dev.poolworks.TaskRejectedException;
import dev.poolworks.TaskTimeoutException;
import dev.poolworks.WorkerCrashedException;
import dev.poolworks.WorkerExit;
import dev.poolworks.WorkerOutOfMemoryException;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/**
 * Puts what a pool or PDFBox threw into words.
 */
public final class Problems {

	private static final String REPLACED = "Nothing else was affected; the next task gets another worker.";

	private Problems() {
	}

	/**
	 * Tells what a failure means for the one it happened to.
	 * @param failure what the task's future failed with
	 * @param subject what the task was at, such as {@code page 3 of report.pdf}
	 * @return the problem
	 */
	public static Problem of(Throwable failure, String subject) {
		Throwable cause = cause(failure);
		if (cause instanceof TaskRejectedException) {
			return new Problem(ProblemType.BUSY,
					"There was no room in the queue for " + subject + ". Please send it again in a moment.");
		}
		if (cause instanceof CancellationException) {
			return new Problem(ProblemType.CANCELLED, "The work on " + subject + " was cancelled by an operator.");
		}
		if (cause instanceof InvalidPasswordException) {
			return new Problem(ProblemType.ENCRYPTED, "Without its password nobody can read " + subject
					+ ". Please remove the protection and send it again.");
		}
		if (isFromDecryption(cause)) {
			return new Problem(ProblemType.ENCRYPTED, capitalized(subject)
					+ " is protected in a way that does not open without a key. PDFBox says: " + words(cause) + ".");
		}
		if (cause instanceof PoolException ofPool && !(cause instanceof RemoteTaskException)) {
			return ofPool(ofPool, subject);
		}
		return new Problem(ProblemType.DAMAGED,
				"PDFBox cannot read " + subject + ": " + words(cause) + ". No worker was harmed.");
	}

	private static Problem ofPool(PoolException failure, String subject) {
		if (failure instanceof TaskTimeoutException timeout) {
			return tooSlow(timeout, subject);
		}
		if (failure instanceof WorkerOutOfMemoryException outOfMemory) {
			return new Problem(ProblemType.OUT_OF_MEMORY,
					"With " + subject + ", " + worker(outOfMemory.exit()) + " ran out of memory. " + REPLACED);
		}
		if (failure instanceof PoisonTaskException poison) {
			return new Problem(ProblemType.WORKER_CRASHED,
					capitalized(subject) + " killed " + poison.exits().size() + " workers in a row, the last being "
							+ worker(poison.exit()) + ": " + poison.exit().describe() + ". It is not tried again.");
		}
		if (failure instanceof WorkerCrashedException crash) {
			return new Problem(ProblemType.WORKER_CRASHED, "In the middle of " + subject + ", " + worker(crash.exit())
					+ " ended: " + crash.exit().describe() + ". " + REPLACED);
		}
		if (failure instanceof PayloadTooLargeException payload) {
			return new Problem(ProblemType.RESULT_TOO_LARGE, "What came of " + subject + " has more than "
					+ megabytes(payload.limitBytes()) + ", the most a worker may send back.");
		}
		if (failure instanceof PoolBrokenException) {
			return new Problem(ProblemType.NO_WORKERS,
					"No worker process could be started for " + subject + ". The service goes on trying.");
		}
		return new Problem(ProblemType.WORKER_CRASHED,
				"The pool could not run " + subject + ": " + failure.getMessage());
	}

	private static Problem tooSlow(TaskTimeoutException timeout, String subject) {
		String limit = seconds(timeout.granted());
		return switch (timeout.phase()) {
			case QUEUE -> new Problem(ProblemType.BUSY,
					capitalized(subject) + " waited " + limit + " for a worker and none was free.");
			case RUN -> new Problem(ProblemType.TOO_SLOW, capitalized(subject) + " was stopped after "
					+ seconds(timeout.elapsed()) + "; " + limit + " are granted. Nothing else was affected.");
		};
	}

	/**
	 * Tells whether a failure cost a worker process, or a worker's whole time limit.
	 * @param failure what the task's future failed with
	 * @return whether more of the same would be expensive
	 */
	public static boolean isExpensive(Throwable failure) {
		Throwable cause = cause(failure);
		return cause instanceof TaskTimeoutException || cause instanceof WorkerCrashedException;
	}

	/**
	 * Tells whether the pool did not take the task: it is full or is shutting down.
	 * @param failure what the task's future failed with
	 * @return whether the same task may succeed later
	 */
	public static boolean isRejection(Throwable failure) {
		return cause(failure) instanceof TaskRejectedException;
	}

	private static Throwable cause(Throwable failure) {
		Throwable cause = failure;
		while ((cause instanceof CompletionException || cause instanceof ExecutionException)
				&& cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	private static String worker(WorkerExit exit) {
		return "worker " + exit.worker() + " (pid " + exit.pid() + ")";
	}

	/**
	 * A document that is encrypted for the owner of a certificate fails with a plain
	 * IOException; where it comes from is all there is to tell it by.
	 */
	private static boolean isFromDecryption(Throwable cause) {
		StackTraceElement[] trace = cause.getStackTrace();
		return cause instanceof IOException && trace.length > 0
				&& trace[0].getClassName().startsWith(InvalidPasswordException.class.getPackageName() + ".");
	}

	/**
	 * PDFBox says what is wrong in an IOException; of others the type says more than the
	 * message.
	 */
	private static String words(Throwable cause) {
		String message = cause.getMessage();
		if (message == null || message.isBlank()) {
			return cause.getClass().getSimpleName();
		}
		String sentence = message.strip().replaceFirst("[.!?]+$", "");
		return (cause instanceof IOException) ? sentence : cause.getClass().getSimpleName() + ": " + sentence;
	}

	private static String seconds(Duration duration) {
		return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
	}

	private static String megabytes(long bytes) {
		return String.format(Locale.ROOT, "%.1f MB", bytes / (1024.0 * 1024.0));
	}

	private static String capitalized(String subject) {
		return Character.toUpperCase(subject.charAt(0)) + subject.substring(1);
	}

}
