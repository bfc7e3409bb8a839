package dev.poolworks.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import dev.poolworks.wire.Transport.Endpoint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

class UnixSocketTransportTests extends TransportContract {

	@Override
	Transport transport() {
		return new UnixSocketTransport();
	}

	@Override
	WritableByteChannel connectBare(String address) throws IOException {
		SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
		channel.connect(UnixDomainSocketAddress.of(socket(address)));
		return channel;
	}

	private static Path socket(String address) {
		return Path.of(address.substring(UnixSocketTransport.SCHEME.length(),
				address.lastIndexOf(UnixSocketTransport.SEPARATOR)));
	}

	@Test
	void noFileIsLeftAfterClose() throws IOException {
		Path socket = socket(this.endpoint.address());
		assertThat(socket).exists().hasParent(this.directory);
		assertThat(this.scratch).isNotEmptyDirectory();
		this.endpoint.close();
		assertThat(this.directory).isEmptyDirectory();
		assertThat(this.scratch).isEmptyDirectory();
		this.endpoint.close();
	}

	@Test
	void directoryWithTooLongANameIsReplacedByTheShortOne() throws Exception {
		Path deep = Files.createDirectories(this.directory.resolve("x".repeat(100)));
		Path shorter = Files.createDirectories(this.scratch.resolve("2"));
		try (Endpoint endpoint = transport().open(deep, shorter, MAX_FRAME_BYTES);
				Connection worker = Transport.connect(endpoint.address(), MAX_FRAME_BYTES);
				Connection pool = endpoint.accept()) {
			assertThat(socket(endpoint.address())).hasParent(shorter);
			worker.acknowledge(3);
			assertThat(pool.hasAcknowledged(3)).isTrue();
			pool.forget();
		}
		assertThat(shorter).isEmptyDirectory();
	}

	@Test
	void twoDirectoriesWithTooLongNamesAreAnErrorThatNamesTheCure() throws IOException {
		Path deep = Files.createDirectories(this.directory.resolve("x".repeat(100)));
		assertThatIOException().isThrownBy(() -> transport().open(deep, deep, MAX_FRAME_BYTES))
			.withMessageContaining("more than 100 bytes")
			.withMessageContaining("java.io.tmpdir");
		assertThat(deep).isEmptyDirectory();
	}

	@Test
	void workerThatDoesNotSeeTheMemoryUsesTheFileBesideTheSocket() throws Exception {
		Path memory = Files.createDirectories(this.scratch.resolve("2"));
		Path own = Files.createDirectories(this.directory.resolve("2"));
		try (Endpoint endpoint = transport().open(own, memory, MAX_FRAME_BYTES)) {
			String seen = endpoint.address()
				.replace("" + UnixSocketTransport.SEPARATOR + memory,
						UnixSocketTransport.SEPARATOR + "/dev/shm/missing");
			try (Connection worker = Transport.connect(seen, MAX_FRAME_BYTES); Connection pool = endpoint.accept()) {
				worker.acknowledge(3);
				assertThat(pool.hasAcknowledged(3)).isTrue();
				pool.forget();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "truncated", "grown", "deleted", "replaced", "a link", "a pipe", "a directory" })
	void whateverSomebodyDoesToTheFileALookHasAnAnswer(String change) throws Exception {
		List<Path> files = List.of(this.scratch.resolve("ack"), this.directory.resolve("ack"));
		for (Path file : files) {
			spoil(file, change);
		}
		boolean known = List.of("grown", "deleted", "replaced", "a link", "a pipe", "a directory").contains(change);
		assertThat(this.pool.hasAcknowledged(3)).isEqualTo(!known);
		if (!known) {
			assertThat(this.pool.hasAcknowledged(4)).isTrue();
			assertThatExceptionOfType(FrameException.class).isThrownBy(this.pool::receive)
				.withMessageContaining("somebody has changed their file");
			assertThatIOException().isThrownBy(() -> this.pool.send(FrameType.TASK, 4));
		}
		else {
			this.worker.acknowledge(3);
			assertThat(this.pool.hasAcknowledged(3)).isTrue();
		}
		Future<Connection> accepted = CompletableFuture.supplyAsync(this::accepted);
		try (WritableByteChannel next = connectBare(this.endpoint.address()); Connection stranger = accepted.get()) {
			assertThat(stranger.isReadable()).isFalse();
			stranger.forget();
		}
	}

	private Connection accepted() {
		try {
			return this.endpoint.accept();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void spoil(Path file, String change) throws Exception {
		switch (change) {
			case "truncated" -> Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
			case "grown" -> Files.write(file, new byte[100_000], StandardOpenOption.APPEND);
			case "deleted" -> Files.delete(file);
			case "replaced" -> {
				Files.delete(file);
				Files.write(file, new byte[3]);
			}
			case "a link" -> {
				Files.delete(file);
				Files.createSymbolicLink(file, Path.of("/dev/zero"));
			}
			case "a pipe" -> {
				Files.delete(file);
				assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
			}
			case "a directory" -> {
				Files.delete(file);
				Files.createDirectory(file);
			}
			default -> throw new IllegalArgumentException(change);
		}
	}

	@Test
	void workerThatHasNoneOfTheFilesHasBrokenTheProtocol() throws Exception {
		Path own = Files.createDirectories(this.directory.resolve("2"));
		try (Endpoint endpoint = transport().open(own, own, MAX_FRAME_BYTES);
				WritableByteChannel bare = connectBare(endpoint.address());
				Connection pool = endpoint.accept()) {
			assertThat(bare.isOpen()).isTrue();
			assertThat(pool.hasAcknowledged(1)).isTrue();
			assertThatExceptionOfType(FrameException.class).isThrownBy(pool::receive);
			pool.forget();
		}
	}

	@Test
	void directoryThatIsNotThereIsAnError() {
		assertThatIOException()
			.isThrownBy(() -> transport().open(this.directory.resolve("missing"), this.scratch, MAX_FRAME_BYTES));
	}

	@Test
	void unknownSchemeIsAnError() {
		assertThatIOException().isThrownBy(() -> Transport.connect("pigeon:/loft", MAX_FRAME_BYTES))
			.withMessageContaining("pigeon:/loft");
	}

	@Test
	void addressWithNobodyBehindItIsAnError() {
		assertThatIOException().isThrownBy(() -> Transport
			.connect(UnixSocketTransport.SCHEME + this.directory.resolve("nobody") + '#', MAX_FRAME_BYTES));
	}

}
