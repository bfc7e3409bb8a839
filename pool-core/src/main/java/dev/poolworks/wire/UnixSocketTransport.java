package dev.poolworks.wire;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Unix-domain sockets: a file in a directory that only the owner may enter, and a file
 * for acknowledgements that the worker maps. That one is there twice: in memory, so that
 * a store never waits for a disk, and beside the socket for workers that do not see the
 * first, as in a sandbox with shared memory of its own.
 */
public final class UnixSocketTransport implements Transport {

	static final String SCHEME = "unix:";

	/** Stands in an address between the socket and the directory in memory. */
	static final char SEPARATOR = '#';

	/** What the kernel has room for is 108 bytes on Linux and 104 on macOS. */
	private static final int MAX_PATH_BYTES = 100;

	private static final String SOCKET = "s";

	private static final String ACKNOWLEDGEMENTS = "ack";

	@Override
	public Endpoint open(Path directory, Path scratch, int maxFrameBytes) throws IOException {
		Path own = directory.toAbsolutePath();
		Path place = isShort(own.resolve(SOCKET)) ? own : scratch.toAbsolutePath();
		Path path = place.resolve(SOCKET);
		if (!isShort(path)) {
			throw new IOException("the socket path " + path + " has more than " + MAX_PATH_BYTES
					+ " bytes, which is the system's limit, and there is no shorter directory to use instead; set "
					+ "java.io.tmpdir to one");
		}
		Path memory = scratch.toAbsolutePath();
		List<Path> files = memory.equals(place) ? List.of(place.resolve(ACKNOWLEDGEMENTS))
				: List.of(memory.resolve(ACKNOWLEDGEMENTS), place.resolve(ACKNOWLEDGEMENTS));
		ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		SocketEndpoint endpoint = new SocketEndpoint(server, path, files,
				SCHEME + path + SEPARATOR + (memory.equals(place) ? "" : memory), maxFrameBytes);
		try {
			for (Path file : files) {
				AcknowledgementFile.create(file);
			}
			server.bind(UnixDomainSocketAddress.of(path));
		}
		catch (IOException | RuntimeException ex) {
			endpoint.close();
			throw ex;
		}
		return endpoint;
	}

	static Connection connectTo(String address, int maxFrameBytes) throws IOException {
		Path socket = socketOf(address);
		SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
		try {
			// before it connects: the pool looks for the mark when it accepts
			AcknowledgementMark mark = map(placesOf(address));
			channel.connect(UnixDomainSocketAddress.of(socket));
			channel.configureBlocking(false);
			return new WorkerEnd(channel, new SelectorReadiness(channel), mark, maxFrameBytes);
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	/** Socket's directory, and the one in memory if that is another. */
	static List<Path> placesOf(String address) {
		Path beside = Objects.requireNonNull(socketOf(address).getParent());
		String memory = address.substring(address.lastIndexOf(SEPARATOR) + 1);
		return memory.isEmpty() ? List.of(beside) : List.of(Path.of(memory), beside);
	}

	private static Path socketOf(String address) {
		return Path.of(address.substring(SCHEME.length(), address.lastIndexOf(SEPARATOR)));
	}

	private static AcknowledgementMark map(List<Path> places) throws IOException {
		IOException failure = null;
		for (Path place : places) {
			try {
				return AcknowledgementMark.map(place.resolve(ACKNOWLEDGEMENTS));
			}
			catch (IOException ex) {
				failure = ex; // this process may see another memory
			}
		}
		throw Objects.requireNonNull(failure);
	}

	private static boolean isShort(Path path) {
		return path.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_PATH_BYTES;
	}

	private record SocketEndpoint(ServerSocketChannel server, Path path, List<Path> files, String address,
			int maxFrameBytes) implements Endpoint {

		@Override
		public Connection accept() throws IOException {
			SocketChannel channel = this.server.accept();
			try {
				channel.configureBlocking(false);
				return new PoolEnd(channel, new SelectorReadiness(channel), joined(), this.maxFrameBytes);
			}
			catch (IOException | RuntimeException ex) {
				channel.close();
				throw ex;
			}
		}

		/** Somebody may have changed a file: that is no reason to fail here. */
		private @Nullable AcknowledgementFile joined() throws IOException {
			for (Path path : this.files) {
				AcknowledgementFile file = null;
				try {
					file = AcknowledgementFile.open(path);
					if (file.isJoined()) {
						return file;
					}
					file.close();
				}
				catch (IOException ex) {
					if (file != null) {
						file.close();
					}
				}
			}
			return null;
		}

		@Override
		public void close() throws IOException {
			this.server.close();
			Files.deleteIfExists(this.path);
			for (Path file : this.files) {
				Files.deleteIfExists(file);
			}
		}

	}

}
