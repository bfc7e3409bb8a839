package dev.poolworks.wire;

import java.io.IOException;

/**
 * What came over the connection is no frame of this protocol. The connection is of no
 * further use.
 */
public class FrameException extends IOException {

	private static final long serialVersionUID = 1L;

	public FrameException(String message) {
		super(message);
	}

}
