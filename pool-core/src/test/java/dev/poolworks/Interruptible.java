package dev.poolworks;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A thread of its own that calls something that waits.
 *
 * @param <T> the type of what the call returns
 */
final class Interruptible<T> {

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

	private final FutureTask<T> call;

	private final Thread thread;

	private Interruptible(Task<T> call) {
		this.call = new FutureTask<>(call);
		this.thread = new Thread(this.call, "caller");
		this.thread.setDaemon(true);
	}

	/**
	 * Calls, and returns when the call waits for something.
	 * @param <T> the type of what the call returns
	 * @param call what waits
	 * @return the thread
	 */
	static <T> Interruptible<T> start(Task<T> call) {
		Interruptible<T> caller = new Interruptible<>(call);
		caller.thread.start();
		Awaitility.await()
			.atMost(LONGEST_WAIT)
			.pollInterval(Duration.ofMillis(1))
			.until(() -> switch (caller.thread.getState()) {
				case WAITING, TIMED_WAITING, TERMINATED -> true;
				default -> false;
			});
		return caller;
	}

	void interrupt() {
		this.thread.interrupt();
	}

	/**
	 * What the call returned.
	 * @return the value
	 */
	T result() {
		try {
			return this.call.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new CompletionException(ex);
		}
	}

	/**
	 * What the call threw.
	 * @return the exception, or {@code null} if there was none
	 */
	@Nullable Throwable failure() {
		try {
			this.call.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
			return null;
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
		catch (Exception ex) {
			throw new CompletionException(ex);
		}
	}

}
