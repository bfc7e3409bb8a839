package dev.poolworks.wire;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class UnixSocketTransportTests extends TransportContract {

	@Override
	Transport transport() {
		return new UnixSocketTransport();
	}

	@Override
	WritableByteChannel connectBare(String address) throws IOException {
		SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
		channel.connect(UnixDomainSocketAddress.of(address.substring(UnixSocketTransport.SCHEME.length())));
		return channel;
	}

	@Test
	void socketFileIsGoneAfterClose() throws IOException {
		Path socket = Path.of(this.endpoint.address().substring(UnixSocketTransport.SCHEME.length()));
		assertThat(Files.exists(socket)).isTrue();
		this.endpoint.close();
		assertThat(Files.exists(socket)).isFalse();
		this.endpoint.close();
	}

	@Test
	void directoryWithTooLongANameIsAnErrorThatNamesTheCure() throws IOException {
		Path deep = Files.createDirectories(this.directory.resolve("x".repeat(100)));
		assertThatIOException().isThrownBy(() -> transport().open(deep, MAX_FRAME_BYTES))
			.withMessageContaining("the limit is 100")
			.withMessageContaining("java.io.tmpdir");
	}

	@Test
	void directoryThatIsNotThereIsAnError() {
		assertThatIOException().isThrownBy(() -> transport().open(this.directory.resolve("missing"), MAX_FRAME_BYTES));
	}

	@Test
	void unknownSchemeIsAnError() {
		assertThatIOException().isThrownBy(() -> Transport.connect("pigeon:/loft", MAX_FRAME_BYTES))
			.withMessageContaining("pigeon:/loft");
	}

	@Test
	void addressWithNobodyBehindItIsAnError() {
		assertThatIOException().isThrownBy(() -> Transport
			.connect(UnixSocketTransport.SCHEME + this.directory.resolve("nobody"), MAX_FRAME_BYTES));
	}

}
