package dev.poolworks.wire;

/**
 * How a task's code is called.
 */
public enum TaskShape {

	/** As a {@link java.util.concurrent.Callable}. */
	CALL,

	/** As a {@link Runnable}; the result stays at home. */
	RUN,

	/** As a {@link dev.poolworks.TaskFunction} or {@link dev.poolworks.TaskConsumer}. */
	APPLY,

	/** As {@link #APPLY}, for each item of a list. */
	EACH;

	byte code() {
		return (byte) ordinal();
	}

	static TaskShape of(byte code) throws FrameException {
		if (code < 0 || code >= values().length) {
			throw new FrameException("a task has the unknown shape " + code);
		}
		return values()[code];
	}

}
