package dev.poolworks.wire;

import java.io.IOException;

/**
 * A worker's process that acknowledges a task and ends at once.
 */
final class AcknowledgingProgram {

	private AcknowledgingProgram() {
	}

	public static void main(String[] arguments) throws IOException {
		Transport.connect(arguments[0], TransportContract.MAX_FRAME_BYTES).acknowledge(4711);
		Runtime.getRuntime().halt(9);
	}

}
