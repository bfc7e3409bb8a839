package dev.poolworks.wire;

import org.jspecify.annotations.Nullable;

/**
 * What a frame is.
 */
public enum FrameType {

	/** Worker: protocol version, token, pid. */
	HELLO(1),

	/** Pool: what the worker needs before its first task. */
	SETUP(2),

	/** Worker: able to take a task. */
	READY(3),

	/** Worker: an initializer failed; the failure. */
	START_FAILED(4),

	/** Pool: a task. */
	TASK(5),

	/** Worker: the task's value. */
	RESULT(6),

	/** Worker: the task's exception. */
	FAILURE(7),

	/** Worker: the value of the next item of the task. */
	ITEM_RESULT(8),

	/** Worker: the exception of the next item of the task. */
	ITEM_FAILURE(9),

	/** Worker: how far the task is. */
	PROGRESS(10),

	/** Pool: end. */
	STOP(11),

	/** Worker: where the task was when it was asked to stop. */
	STACK(12);

	private static final @Nullable FrameType[] BY_CODE = new @Nullable FrameType[13];

	static {
		for (FrameType type : values()) {
			BY_CODE[type.code] = type;
		}
	}

	private final byte code;

	FrameType(int code) {
		this.code = (byte) code;
	}

	byte code() {
		return this.code;
	}

	static FrameType of(byte code) throws FrameException {
		FrameType type = (code > 0 && code < BY_CODE.length) ? BY_CODE[code] : null;
		if (type == null) {
			throw new FrameException("a frame has the unknown type " + code);
		}
		return type;
	}

}
