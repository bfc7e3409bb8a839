package dev.poolworks.wire;

import java.io.IOException;

/**
 * A frame does not fit into the memory of the process that receives it. It was skipped,
 * the next one can be received.
 */
public class FrameMemoryException extends IOException {

	private static final long serialVersionUID = 1L;

	private final FrameType type;

	private final long id;

	FrameMemoryException(FrameType type, long id, int bytes, OutOfMemoryError cause) {
		super("a " + type + " frame of " + bytes + " bytes does not fit into the memory that is left here", cause);
		this.type = type;
		this.id = id;
	}

	public FrameType type() {
		return this.type;
	}

	/**
	 * What the frame is about.
	 * @return the task, or 0
	 */
	public long id() {
		return this.id;
	}

}
