package dev.poolworks.pool;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log that never throws. What stands behind it is the application's: an appender that
 * throws, or a {@code toString} of what is logged, must not end one of the pool's own
 * threads. The first such failure goes to the thread's handler of uncaught exceptions.
 * Thread-safe.
 */
public final class PoolLog {

	private final Logger logger;

	private volatile boolean failed;

	private PoolLog(Logger logger) {
		this.logger = logger;
	}

	/**
	 * The log of a class.
	 * @param type the class
	 * @return its log
	 */
	public static PoolLog of(Class<?> type) {
		return new PoolLog(LoggerFactory.getLogger(type));
	}

	/**
	 * Logs an error.
	 * @param format a text with a place for each fact
	 * @param facts the facts; a throwable at the end is logged with its stack
	 */
	public void error(String format, @Nullable Object... facts) {
		tell(() -> this.logger.error(format, facts));
	}

	/**
	 * Logs something of interest.
	 * @param format a text with a place for each fact
	 * @param facts the facts
	 */
	public void info(String format, @Nullable Object... facts) {
		tell(() -> this.logger.info(format, facts));
	}

	/**
	 * Logs something for those who look closely.
	 * @param format a text with a place for each fact
	 * @param facts the facts
	 */
	public void debug(String format, @Nullable Object... facts) {
		tell(() -> this.logger.debug(format, facts));
	}

	/**
	 * Whether {@link #debug} leads to anything.
	 * @return whether it does
	 */
	public boolean isDebugEnabled() {
		try {
			return this.logger.isDebugEnabled();
		}
		catch (Throwable ex) {
			handOver(ex);
			return false;
		}
	}

	private void tell(Runnable entry) {
		try {
			entry.run();
		}
		catch (Throwable ex) {
			handOver(ex);
		}
	}

	private void handOver(Throwable failure) {
		if (!this.failed) {
			this.failed = true;
			try {
				Thread thread = Thread.currentThread();
				thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
			}
			catch (Throwable ex) {
				// there is nobody left to tell
				return;
			}
		}
	}

}
