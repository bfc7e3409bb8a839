package dev.poolworks.wire;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A way for a pool and one worker process to connect.
 */
public interface Transport {

	/**
	 * Opens the pool's end, to which one worker may connect.
	 * @param directory the worker's directory, which only the owner may enter
	 * @param scratch another such directory, with a short name and in memory where the
	 * system has one; may be the same. The worker may not see it. Nothing is in it after
	 * {@link Endpoint#close()}
	 * @param maxFrameBytes largest frame accepted
	 * @return the end
	 * @throws IOException if that is not possible
	 */
	Endpoint open(Path directory, Path scratch, int maxFrameBytes) throws IOException;

	/**
	 * Connects from a worker.
	 * @param address what {@link Endpoint#address()} said
	 * @param maxFrameBytes largest frame accepted
	 * @return the connection
	 * @throws IOException if that is not possible
	 */
	static Connection connect(String address, int maxFrameBytes) throws IOException {
		if (address.startsWith(UnixSocketTransport.SCHEME)) {
			return UnixSocketTransport.connectTo(address, maxFrameBytes);
		}
		throw new IOException("no transport for the address " + address);
	}

	/**
	 * The directories that were given to {@link #open} and are in use there.
	 * @param address what {@link Endpoint#address()} said
	 * @return one or two directories, which may be gone
	 */
	static List<Path> places(String address) {
		return address.startsWith(UnixSocketTransport.SCHEME) ? UnixSocketTransport.placesOf(address) : List.of();
	}

	/**
	 * Where one worker may connect.
	 */
	interface Endpoint extends Closeable {

		/**
		 * What the worker is told.
		 * @return scheme and place
		 */
		String address();

		/**
		 * Waits for a connection. May be called again if the first to connect was a
		 * stranger.
		 * @return the connection
		 * @throws IOException if this is closed or broken
		 */
		Connection accept() throws IOException;

		/**
		 * Takes the place away; connections that were made stay. Ends {@link #accept()}.
		 */
		@Override
		void close() throws IOException;

	}

}
