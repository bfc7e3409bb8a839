package dev.poolworks.benchmarks.mischief;

import java.io.FileNotFoundException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import dev.poolworks.Task;
import dev.poolworks.TaskFuture;
import dev.poolworks.TaskState;
import org.jspecify.annotations.Nullable;

import static dev.poolworks.benchmarks.mischief.Scene.failure;
import static dev.poolworks.benchmarks.mischief.Scene.fails;
import static dev.poolworks.benchmarks.mischief.Scene.require;

/**
 * What tasks throw.
 */
final class ThrowableDeeds {

	private ThrowableDeeds() {
	}

	static List<Deed> all() {
		return List.of(
				Deed.toAll("throws a checked exception",
						(scene) -> fails(scene.submit(() -> fail(new FileNotFoundException("page 7"))),
								FileNotFoundException.class, "page 7")),
				Deed.toAll("throws an Error",
						(scene) -> fails(scene.submit(() -> fail(new NoClassDefFoundError("gone"))),
								NoClassDefFoundError.class, "gone")),
				Deed.toAll("overflows its stack",
						(scene) -> fails(scene.submit(() -> recurse(0)), StackOverflowError.class, "")),
				Deed.toAll("throws an exception of a module of the JDK other than java.base",
						(scene) -> fails(scene.submit(() -> fail(new SQLException("no row"))), SQLException.class,
								"no row")),
				Deed.toAll("throws a CompletionException", ThrowableDeeds::completion),
				Deed.toAll("throws a CancellationException", ThrowableDeeds::cancellation),
				Deed.toAll("throws an InterruptedException that nobody asked for",
						(scene) -> fails(scene.submit(() -> fail(new InterruptedException("of my own"))),
								InterruptedException.class, "of my own")),
				Deed.toAll("throws an exception without a stack trace",
						(scene) -> failsWith(scene, () -> fail(new Odd(Oddity.NULL_STACK)))),
				Deed.toAll("throws an exception whose stack trace throws",
						(scene) -> failsWith(scene, () -> fail(new Odd(Oddity.STACK)))),
				Deed.toAll("throws an exception whose message throws",
						(scene) -> failsWith(scene, () -> fail(new Odd(Oddity.MESSAGE)))),
				Deed.toAll("throws an exception whose cause throws",
						(scene) -> failsWith(scene, () -> fail(new Odd(Oddity.CAUSE)))),
				Deed.toAll("throws an exception whose toString throws",
						(scene) -> failsWith(scene, () -> fail(new Odd(Oddity.TO_STRING)))),
				Deed.toAll("throws exceptions that cause each other",
						(scene) -> failsWith(scene, () -> fail(circle()))),
				Deed.toAll("throws an exception with a hundred thousand causes",
						(scene) -> failsWith(scene, () -> fail(chain(100_000)))),
				Deed.toAll("throws an exception with a field that cannot travel", ThrowableDeeds::unsendableField),
				Deed.toAll("throws an exception whose cause cannot travel", ThrowableDeeds::unsendableCause));
	}

	private static Object fail(Throwable failure) throws Exception {
		if (failure instanceof Error error) {
			throw error;
		}
		throw (Exception) failure;
	}

	private static long recurse(long depth) {
		return (depth < Long.MAX_VALUE) ? recurse(depth + 1) + 1 : depth;
	}

	private static void failsWith(Scene scene, Task<Object> task) {
		TaskFuture<Object> future = scene.submit(task);
		failure(future);
		require(future.taskState() == TaskState.FAILED, "it is " + future.taskState());
		require(future.isCompletedExceptionally() && !future.isCancelled(), "it is no failure");
	}

	private static void completion(Scene scene) throws InterruptedException {
		TaskFuture<Object> future = scene
			.submit(() -> fail(new CompletionException("page 7", new FileNotFoundException("no file"))));
		fails(future, CompletionException.class, "page 7");
		try {
			future.get();
			throw new IllegalStateException("nothing was thrown");
		}
		catch (ExecutionException ex) {
			require(ex.getCause() instanceof CompletionException, "the cause is " + ex.getCause());
		}
	}

	private static void cancellation(Scene scene) {
		TaskFuture<Object> future = scene.submit(() -> fail(new CancellationException("by the user")));
		fails(future, CancellationException.class, "by the user");
		require(!future.isCancelled(), "it counts as cancelled");
		require(future.taskState() == TaskState.FAILED, "it is " + future.taskState());
	}

	private static Exception circle() {
		IllegalStateException first = new IllegalStateException("first");
		IllegalArgumentException second = new IllegalArgumentException("second", first);
		first.initCause(second);
		second.addSuppressed(first);
		return first;
	}

	private static Exception chain(int length) {
		Exception last = new IllegalStateException("root");
		for (int i = 0; i < length; i++) {
			last = new IllegalStateException("level " + i, last);
		}
		return last;
	}

	private static void unsendableField(Scene scene) {
		Throwable failure = failure(scene.submit(() -> fail(new Holding("held"))));
		require(failure instanceof Holding && "held".equals(failure.getMessage()), "it arrived as " + failure);
	}

	private static void unsendableCause(Scene scene) {
		Throwable failure = failure(scene.submit(() -> fail(new IllegalStateException("outer", new Holding("inner")))));
		require(failure instanceof IllegalStateException && "outer".equals(failure.getMessage()),
				"it arrived as " + failure);
		Throwable cause = failure.getCause();
		require(cause != null && String.valueOf(cause.getMessage()).contains("inner"), "its cause is " + cause);
	}

	/** What is odd. */
	private enum Oddity {

		NULL_STACK, STACK, MESSAGE, CAUSE, TO_STRING

	}

	/**
	 * An exception that cannot be looked at without harm.
	 */
	private static final class Odd extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final Oddity oddity;

		Odd(Oddity oddity) {
			super("odd");
			this.oddity = oddity;
		}

		@Override
		@SuppressWarnings("NullAway") // that is what is odd
		public StackTraceElement[] getStackTrace() {
			throwIf(Oddity.STACK);
			return (this.oddity == Oddity.NULL_STACK) ? null : super.getStackTrace();
		}

		@Override
		public @Nullable String getMessage() {
			throwIf(Oddity.MESSAGE);
			return super.getMessage();
		}

		@Override
		public synchronized @Nullable Throwable getCause() {
			throwIf(Oddity.CAUSE);
			return super.getCause();
		}

		@Override
		public String toString() {
			throwIf(Oddity.TO_STRING);
			return super.toString();
		}

		private void throwIf(Oddity oddity) {
			if (this.oddity == oddity) {
				throw new AssertionError("odd " + oddity);
			}
		}

	}

	/**
	 * An exception that holds what is not serializable.
	 */
	private static final class Holding extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@SuppressWarnings({ "serial", "UnusedVariable" })
		private final Object held = new Object();

		Holding(String message) {
			super(message);
		}

	}

}
