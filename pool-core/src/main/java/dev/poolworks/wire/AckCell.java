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
 * The number of the last task that a worker has acknowledged, in a file that both sides
 * have mapped. A store costs nothing and outlives its process.
 */
final class AckCell {

	private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private final ByteBuffer memory;

	private AckCell(ByteBuffer memory) {
		this.memory = memory;
	}

	/**
	 * Maps the file, which is made if it does not exist.
	 * @param file the file
	 * @return the cell
	 * @throws IOException if that is not possible
	 */
	static AckCell map(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE)) {
			return new AckCell(channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES));
		}
	}

	void set(long id) {
		LONGS.setRelease(this.memory, 0, id);
	}

	long get() {
		return (long) LONGS.getAcquire(this.memory, 0);
	}

}
