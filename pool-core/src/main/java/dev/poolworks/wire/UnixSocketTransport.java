package dev.poolworks.wire;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Unix-domain sockets: a file in a directory that only the owner may enter, and beside it
 * one that both sides map for acknowledgements.
 */
public final class UnixSocketTransport implements Transport {

	static final String SCHEME = "unix:";

	/** What the kernel has room for is 108 bytes on Linux and 104 on macOS. */
	private static final int MAX_PATH_BYTES = 100;

	@Override
	public Endpoint open(Path directory, int maxFrameBytes) throws IOException {
		Path path = directory.toAbsolutePath().resolve("s");
		int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
		if (length > MAX_PATH_BYTES) {
			throw new IOException("the socket path " + path + " has " + length + " bytes, the limit is "
					+ MAX_PATH_BYTES + "; set java.io.tmpdir to a shorter directory");
		}
		ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		try {
			server.bind(UnixDomainSocketAddress.of(path));
		}
		catch (IOException | RuntimeException ex) {
			server.close();
			throw ex;
		}
		return new SocketEndpoint(server, path, ackFile(path), maxFrameBytes);
	}

	static Connection connectTo(String address, int maxFrameBytes) throws IOException {
		SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
		try {
			Path path = Path.of(address.substring(SCHEME.length()));
			channel.connect(UnixDomainSocketAddress.of(path));
			return new ChannelConnection(channel, SharedMarks.map(ackFile(path)), false, maxFrameBytes);
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	private static Path ackFile(Path socket) {
		return socket.resolveSibling("ack");
	}

	private record SocketEndpoint(ServerSocketChannel server, Path path, Path ackFile,
			int maxFrameBytes) implements Endpoint {

		@Override
		public String address() {
			return SCHEME + this.path;
		}

		@Override
		public Connection accept() throws IOException {
			return new ChannelConnection(this.server.accept(), SharedMarks.map(this.ackFile), true, this.maxFrameBytes);
		}

		@Override
		public void close() throws IOException {
			this.server.close();
			Files.deleteIfExists(this.path);
		}

	}

}
