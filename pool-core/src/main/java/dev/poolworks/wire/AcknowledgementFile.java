package dev.poolworks.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The pool's view of the file in which a worker notes the last task that it has taken up:
 * the worker has it mapped, so that a note costs it a store and outlives it. The pool
 * reads it as a file. Whatever somebody does to it, a look ends with an answer or an
 * {@link IOException}; a look at a mapping of it would end in a bus error. Thread-safe.
 */
final class AcknowledgementFile implements Closeable {

	static final int ACKNOWLEDGED = 0;

	/** On a cache line of its own. */
	static final int JOINED = 64;

	static final int SIZE = 128;

	/** What a worker stores at {@link #JOINED} when it has mapped the file. */
	static final long IS_JOINED = 0x4a4f494e4544L;

	private final RandomAccessFile file;

	private AcknowledgementFile(RandomAccessFile file) {
		this.file = file;
	}

	/**
	 * Makes a file and takes all the room that it needs.
	 * @param path where nothing is yet
	 * @throws IOException if that is not possible, also because the file system is full
	 */
	static void create(Path path) throws IOException {
		Files.createFile(path);
		try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
			file.write(new byte[SIZE]);
		}
		catch (IOException ex) {
			Files.deleteIfExists(path);
			throw new IOException("the file for acknowledgements " + path + " cannot be written: " + ex.getMessage()
					+ "; is its file system full?", ex);
		}
	}

	/**
	 * Opens a file that was made before.
	 * @param path the file
	 * @return the file
	 * @throws IOException if it is not there, or something else is
	 */
	static AcknowledgementFile open(Path path) throws IOException {
		if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
			throw new IOException(path + " is no file any more; it was made for acknowledgements");
		}
		// not "r": if somebody has put a pipe here just now, that would wait for its end
		return new AcknowledgementFile(new RandomAccessFile(path.toFile(), "rw"));
	}

	/**
	 * Whether a worker has mapped it.
	 * @return whether somebody has
	 * @throws IOException if the file cannot be read any more
	 */
	boolean isJoined() throws IOException {
		return read(JOINED) == IS_JOINED;
	}

	/**
	 * The last task that the worker has taken up.
	 * @return its number; 0 for none
	 * @throws IOException if the file cannot be read any more
	 */
	long acknowledged() throws IOException {
		return read(ACKNOWLEDGED);
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

	private long read(int position) throws IOException {
		byte[] bytes = new byte[Long.BYTES];
		synchronized (this.file) {
			this.file.seek(position);
			this.file.readFully(bytes);
		}
		return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong();
	}

}
