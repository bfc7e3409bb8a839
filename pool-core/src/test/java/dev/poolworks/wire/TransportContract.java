package dev.poolworks.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.poolworks.TestJvm;
import dev.poolworks.wire.Transport.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What every {@link Transport} does, seen from both of its ends.
 */
@Timeout(120)
abstract class TransportContract {

	static final int MAX_FRAME_BYTES = 1 << 20;

	private static final int HEADER_BYTES = 9;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@TempDir
	Path directory;

	@TempDir
	Path scratch;

	Endpoint endpoint;

	Connection pool;

	Connection worker;

	abstract Transport transport();

	/**
	 * Connects as a worker would, to send what is no frame.
	 * @param address what the endpoint said
	 * @return the bare channel
	 * @throws IOException if that is not possible
	 */
	abstract WritableByteChannel connectBare(String address) throws IOException;

	@BeforeEach
	void connect() throws Exception {
		this.endpoint = transport().open(this.directory, this.scratch, MAX_FRAME_BYTES);
		Future<Connection> accepted = this.threads.submit(this.endpoint::accept);
		this.worker = Transport.connect(this.endpoint.address(), MAX_FRAME_BYTES);
		this.pool = accepted.get();
	}

	@AfterEach
	void disconnect() throws Exception {
		this.worker.close();
		this.pool.close();
		this.pool.forget();
		this.endpoint.close();
		this.threads.shutdownNow();
		assertThat(this.threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 100, 4_096, 65_535, 131_059, 131_060, 131_072, 131_073, 300_000,
			MAX_FRAME_BYTES - HEADER_BYTES })
	void framesOfAnySizeArriveBothWays(int bytes) throws Exception {
		byte[] body = content(bytes, bytes);
		assertArrives(this.worker, this.pool, body);
		assertArrives(this.pool, this.worker, body);
	}

	@Test
	void bodyInPartsArrivesAsOne() throws Exception {
		this.worker.send(FrameType.RESULT, 7, new byte[] { 1, 2 }, new byte[0], new byte[] { 3 });
		assertThat(this.pool.receive().body()).containsExactly(1, 2, 3);
	}

	@Test
	void framesOfSeveralThreadsArriveWholeAndInTheOrderOfEachThread() throws Exception {
		int senders = 4;
		int frames = 100;
		List<Future<?>> sending = new ArrayList<>();
		for (int sender = 0; sender < senders; sender++) {
			int number = sender;
			sending.add(this.threads.submit(() -> {
				Random random = new Random(number);
				for (int i = 0; i < frames; i++) {
					long id = number * 1_000L + i;
					this.worker.send(FrameType.RESULT, id, content(random.nextInt(200_000), id));
				}
				return null;
			}));
		}
		long[] last = { -1, -1, -1, -1 };
		for (int i = 0; i < senders * frames; i++) {
			Frame frame = this.pool.receive();
			assertThat(frame.body()).isEqualTo(content(frame.body().length, frame.id()));
			int sender = (int) (frame.id() / 1_000);
			assertThat(frame.id() % 1_000).isEqualTo(++last[sender]);
		}
		for (Future<?> future : sending) {
			future.get();
		}
	}

	@Test
	void frameAboveTheLimitIsNotSentAndTheConnectionGoesOn() throws Exception {
		assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> this.pool.send(FrameType.TASK, 1, new byte[MAX_FRAME_BYTES]))
			.withMessageContaining("limit is " + MAX_FRAME_BYTES);
		assertArrives(this.pool, this.worker, new byte[] { 1 });
	}

	@ParameterizedTest
	@ValueSource(ints = { MAX_FRAME_BYTES + 1, Integer.MAX_VALUE, HEADER_BYTES - 1, 0, -1, Integer.MIN_VALUE,
			Integer.MIN_VALUE + HEADER_BYTES - 1 })
	void impossibleLengthIsRefusedBeforeAnythingElseIsRead(int length) throws Exception {
		Future<Connection> accepted = this.threads.submit(this.endpoint::accept);
		try (WritableByteChannel stranger = connectBare(this.endpoint.address())) {
			write(stranger, header(length, 5));
			try (Connection connection = accepted.get()) {
				assertThatExceptionOfType(FrameException.class).isThrownBy(connection::receive)
					.withMessageContaining("says it has " + length + " bytes");
			}
		}
	}

	@ParameterizedTest
	@MethodSource("spoiltFrames")
	void spoiltFrameIsAnError(String name, byte[] bytes) throws Exception {
		Future<Connection> accepted = this.threads.submit(this.endpoint::accept);
		try (WritableByteChannel stranger = connectBare(this.endpoint.address())) {
			write(stranger, bytes);
		}
		try (Connection connection = accepted.get()) {
			assertThatExceptionOfType(FrameException.class).isThrownBy(connection::receive);
		}
	}

	static List<Object[]> spoiltFrames() {
		return List.of(new Object[] { "of type 0", header(HEADER_BYTES, 0) },
				new Object[] { "of an unknown type", header(HEADER_BYTES, FrameType.values().length + 1) },
				new Object[] { "of type -1", header(HEADER_BYTES, -1) }, new Object[] { "one byte", new byte[] { 0 } },
				new Object[] { "a header but for one byte", Arrays.copyOf(header(HEADER_BYTES, 5), 12) },
				new Object[] { "without its body", header(HEADER_BYTES + 10, 5) },
				new Object[] { "with half its body", Arrays.copyOf(header(HEADER_BYTES + 10, 5), 18) },
				new Object[] { "with half its large body", Arrays.copyOf(header(500_000, 5), 200_000) });
	}

	@Test
	void endBetweenTwoFramesIsNoError() throws Exception {
		this.worker.send(FrameType.READY, 0);
		this.worker.close();
		assertThat(this.pool.receive().type()).isEqualTo(FrameType.READY);
		assertThat(this.pool.receive()).isNull();
	}

	@Test
	void closeEndsReceiveInAnotherThread() throws Exception {
		Future<?> receiving = start(this.pool::receive);
		this.pool.close();
		assertFailsWithIOException(receiving);
	}

	@Test
	void closeEndsSendInAnotherThread() throws Exception {
		Future<?> sending = start(() -> {
			while (true) {
				this.pool.send(FrameType.TASK, 1, new byte[100_000]);
			}
		});
		this.pool.close();
		assertFailsWithIOException(sending);
	}

	@Test
	void closeOfTheEndpointEndsAcceptInAnotherThread() throws Exception {
		Future<?> accepting = start(this.endpoint::accept);
		this.endpoint.close();
		assertFailsWithIOException(accepting);
	}

	@Test
	void connectionsOutliveTheEndpoint() throws Exception {
		this.endpoint.close();
		assertArrives(this.pool, this.worker, new byte[] { 1 });
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> Transport.connect(this.endpoint.address(), MAX_FRAME_BYTES));
	}

	@Test
	void sendToTheOtherSideAfterItHasClosedFails() throws Exception {
		this.worker.close();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
			while (true) {
				this.pool.send(FrameType.TASK, 1, new byte[100_000]);
			}
		});
	}

	@Test
	void threadThatIsInterruptedSendsAllTheSame() throws Exception {
		Thread.currentThread().interrupt();
		this.pool.send(FrameType.TASK, 3, new byte[] { 1 });
		assertThat(Thread.interrupted()).as("is still interrupted").isTrue();
		assertThat(this.worker.receive().id()).isEqualTo(3);
		assertArrives(this.worker, this.pool, new byte[] { 2 });
	}

	@Test
	void workerSeesThatAFrameHasBeenSentToIt() throws Exception {
		assertThat(this.worker.isReadable()).isFalse();
		for (int id = 1; id <= 3; id++) {
			this.pool.send(FrameType.TASK, id);
			assertThat(this.worker.isReadable()).isTrue();
		}
		for (int id = 1; id <= 3; id++) {
			assertThat(this.worker.isReadable()).isTrue();
			assertThat(this.worker.receive().id()).isEqualTo(id);
		}
		this.worker.send(FrameType.RESULT, 3);
		assertThat(this.worker.isReadable()).isFalse();
	}

	@Test
	void endOfTheConnectionIsReadable() throws Exception {
		this.pool.close();
		assertThat(this.worker.isReadable()).isTrue();
		assertThat(this.worker.receive()).isNull();
	}

	@Test
	void acknowledgementIsSeenByTheOtherSide() {
		assertThat(this.pool.hasAcknowledged(42)).isFalse();
		this.worker.acknowledge(42);
		assertThat(this.pool.hasAcknowledged(42)).isTrue();
		this.worker.acknowledge(Long.MAX_VALUE);
		assertThat(this.pool.hasAcknowledged(42)).isFalse();
		assertThat(this.pool.hasAcknowledged(Long.MAX_VALUE)).isTrue();
	}

	@Test
	void acknowledgementIsSeenAfterTheConnectionHasBeenClosedAndForgotten() throws Exception {
		this.pool.close();
		this.worker.acknowledge(42);
		assertThat(this.pool.hasAcknowledged(42)).isTrue();
		this.worker.acknowledge(43);
		this.pool.forget();
		this.worker.acknowledge(44);
		assertThat(this.pool.hasAcknowledged(43)).isTrue();
	}

	@Test
	void interruptsAtAnyInstantDisturbNeitherSendNorReceive() throws Exception {
		int frames = 300;
		Thread receiver = Thread.currentThread();
		CountDownLatch done = new CountDownLatch(1);
		Thread sender = new Thread(() -> sendAll(frames), "sender");
		Thread interrupter = new Thread(() -> {
			while (done.getCount() > 0) {
				sender.interrupt();
				receiver.interrupt();
				Thread.yield();
			}
		}, "interrupter");
		sender.start();
		interrupter.start();
		List<Long> ids = new ArrayList<>();
		for (int i = 0; i < frames; i++) {
			Frame frame = this.worker.receive();
			assertThat(frame.body()).isEqualTo(content(frame.body().length, frame.id()));
			ids.add(frame.id());
		}
		done.countDown();
		joinUndisturbed(interrupter);
		joinUndisturbed(sender);
		assertThat(ids).hasSize(frames).isSorted();
		assertArrives(this.worker, this.pool, new byte[] { 2 });
	}

	private void sendAll(int frames) {
		try {
			for (int i = 0; i < frames; i++) {
				this.pool.send(FrameType.TASK, i, content((i % 3 == 0) ? 700_000 : 10, i));
			}
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	private static void joinUndisturbed(Thread thread) throws InterruptedException {
		Thread.interrupted();
		thread.join();
		Thread.interrupted();
	}

	@Test
	void threadThatWaitsForRoomIsStillInterruptedWhenItHasSent() throws Exception {
		AtomicBoolean interrupted = new AtomicBoolean();
		Thread sender = new Thread(() -> {
			sendAll(1);
			interrupted.set(Thread.currentThread().isInterrupted());
		});
		sender.start();
		await().until(() -> sender.getState() == Thread.State.RUNNABLE && this.worker.isReadable());
		sender.interrupt();
		assertThat(this.worker.receive().body()).hasSize(700_000);
		sender.join();
		assertThat(interrupted).isTrue();
	}

	@Test
	void acknowledgementOutlivesTheProcessThatGaveIt() throws Exception {
		Future<Connection> accepted = this.threads.submit(this.endpoint::accept);
		Process process = TestJvm.start(AcknowledgingProgram.class, this.endpoint.address());
		assertThat(process.waitFor()).isEqualTo(9);
		try (Connection connection = accepted.get()) {
			assertThat(connection.hasAcknowledged(4711)).isTrue();
			assertThat(connection.receive()).isNull();
		}
	}

	private void assertArrives(Connection from, Connection to, byte[] body) throws Exception {
		Future<?> sending = this.threads.submit(() -> {
			from.send(FrameType.PROGRESS, body.length, body);
			return null;
		});
		Frame frame = to.receive();
		assertThat(frame.type()).isEqualTo(FrameType.PROGRESS);
		assertThat(frame.id()).isEqualTo(body.length);
		assertThat(frame.body()).isEqualTo(body);
		sending.get();
	}

	private Future<?> start(Callable<?> call) throws InterruptedException {
		CountDownLatch started = new CountDownLatch(1);
		Future<?> future = this.threads.submit(() -> {
			started.countDown();
			return call.call();
		});
		started.await();
		return future;
	}

	private static void assertFailsWithIOException(Future<?> future) {
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> future.get(60, TimeUnit.SECONDS))
			.withCauseInstanceOf(IOException.class);
	}

	private static void write(WritableByteChannel channel, byte[] bytes) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		while (buffer.hasRemaining()) {
			channel.write(buffer);
		}
	}

	private static byte[] header(int length, int type) {
		return ByteBuffer.allocate(13).putInt(length).put((byte) type).putLong(1).array();
	}

	private static byte[] content(int bytes, long seed) {
		byte[] content = new byte[bytes];
		new Random(seed).nextBytes(content);
		return content;
	}

}
