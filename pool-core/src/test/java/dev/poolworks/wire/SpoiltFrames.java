package dev.poolworks.wire;

import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A channel that gives one frame after the other, each made of the next seed. Most have
 * nothing spoilt but their content, so that what follows is still a frame; some have a
 * spoilt header, or end too early. Frames come in pieces.
 */
final class SpoiltFrames implements ByteChannel {

	private static final int HEADER_BYTES = 13;

	/** In how many frames something else than the content is spoilt. */
	private static final int SPOIL_HEADER_EVERY = 50;

	private final List<Frame> samples;

	private final long last;

	private long seed;

	private ByteBuffer content = ByteBuffer.allocate(0);

	private boolean broken;

	SpoiltFrames(List<Frame> samples, long first, long count) {
		this.samples = samples;
		this.seed = first - 1;
		this.last = first + count - 1;
	}

	/**
	 * The seed of the frame that was given last.
	 * @return the seed
	 */
	long seed() {
		return this.seed;
	}

	boolean isLast() {
		return this.seed == this.last;
	}

	/** Makes it go on after a frame that nobody can read past. */
	void mend() {
		this.content.clear().limit(0);
		this.broken = false;
	}

	@Override
	public int read(ByteBuffer target) {
		if (!this.content.hasRemaining()) {
			if (this.broken || isLast()) {
				return -1;
			}
			this.seed++;
			this.content = ByteBuffer.wrap(next(new Random(this.seed)));
		}
		int length = Math.min(Math.min(target.remaining(), this.content.remaining()), 1_000);
		target.put(this.content.slice(this.content.position(), length));
		this.content.position(this.content.position() + length);
		return length;
	}

	private byte[] next(Random random) {
		Frame sample = this.samples.get((int) (this.seed % this.samples.size()));
		byte[] body = Fuzzing.spoil(sample.body(), random);
		byte[] frame = ByteBuffer.allocate(HEADER_BYTES + body.length)
			.putInt(HEADER_BYTES - 4 + body.length)
			.put(sample.type().code())
			.putLong(random.nextInt(3))
			.put(body)
			.array();
		if (random.nextInt(SPOIL_HEADER_EVERY) != 0) {
			return frame;
		}
		this.broken = true;
		if (random.nextBoolean()) {
			frame[random.nextInt(5)] = (byte) random.nextInt();
			return frame;
		}
		return Arrays.copyOf(frame, random.nextInt(frame.length));
	}

	@Override
	public int write(ByteBuffer source) {
		throw new UnsupportedOperationException("nothing is written");
	}

	@Override
	public boolean isOpen() {
		return true;
	}

	@Override
	public void close() {
	}

}
