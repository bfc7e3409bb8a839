package dev.poolworks.wire;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the two sides of a connection tell each other without a system call, in a file
 * that both have mapped: the last task that the worker has acknowledged, and how many
 * frames the pool has sent. A store costs nothing and outlives its process.
 */
final class SharedMarks {

	private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private static final int ACKNOWLEDGED = 0;

	/** On a cache line of its own: the pool writes it, the worker the one above. */
	private static final int SENT = 64;

	private static final int SIZE = 128;

	private final ByteBuffer memory;

	private SharedMarks(ByteBuffer memory) {
		this.memory = memory;
	}

	/**
	 * Maps the file, which is made if it does not exist.
	 * @param file the file
	 * @return the marks
	 * @throws IOException if that is not possible
	 */
	static SharedMarks map(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE)) {
			return new SharedMarks(channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE));
		}
	}

	void acknowledge(long id) {
		LONGS.setRelease(this.memory, ACKNOWLEDGED, id);
	}

	long acknowledged() {
		return (long) LONGS.getAcquire(this.memory, ACKNOWLEDGED);
	}

	void setSent(long frames) {
		LONGS.setRelease(this.memory, SENT, frames);
	}

	long sent() {
		return (long) LONGS.getAcquire(this.memory, SENT);
	}

}
