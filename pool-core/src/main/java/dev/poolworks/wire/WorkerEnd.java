package dev.poolworks.wire;

import java.nio.channels.ByteChannel;

/**
 * A worker's end of a connection: it acknowledges tasks.
 */
final class WorkerEnd extends ChannelConnection {

	private final AcknowledgementMark mark;

	WorkerEnd(ByteChannel channel, Readiness readiness, AcknowledgementMark mark, int maxFrameBytes) {
		super(channel, readiness, maxFrameBytes);
		this.mark = mark;
	}

	@Override
	public void acknowledge(long id) {
		this.mark.acknowledge(id);
	}

	@Override
	public boolean hasAcknowledged(long id) {
		throw new IllegalStateException("a worker gives acknowledgements, it gets none");
	}

	@Override
	public void forget() {
		// a mapping lasts as long as its process
	}

}
