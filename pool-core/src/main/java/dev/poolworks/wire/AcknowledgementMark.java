package dev.poolworks.wire;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The worker's view of an {@link AcknowledgementFile}: its note is a store into memory.
 */
final class AcknowledgementMark {

	private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private final ByteBuffer memory;

	private AcknowledgementMark(ByteBuffer memory) {
		this.memory = memory;
	}

	/**
	 * Maps a file and tells the pool that this is the one.
	 * @param file the file, which the pool has made
	 * @return the mark
	 * @throws IOException if it is not there or too small
	 */
	static AcknowledgementMark map(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE,
				LinkOption.NOFOLLOW_LINKS)) {
			if (channel.size() < AcknowledgementFile.SIZE) {
				throw new IOException("the file for acknowledgements " + file + " has " + channel.size() + " bytes of "
						+ AcknowledgementFile.SIZE + "; somebody has changed it");
			}
			ByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, AcknowledgementFile.SIZE);
			LONGS.setRelease(memory, AcknowledgementFile.JOINED, AcknowledgementFile.IS_JOINED);
			return new AcknowledgementMark(memory);
		}
	}

	/**
	 * Notes that a task has been taken up.
	 * @param task its number
	 */
	void acknowledge(long task) {
		LONGS.setRelease(this.memory, AcknowledgementFile.ACKNOWLEDGED, task);
	}

}
