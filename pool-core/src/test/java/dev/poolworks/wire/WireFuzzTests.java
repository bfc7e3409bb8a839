package dev.poolworks.wire;

import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import dev.poolworks.Task;
import dev.poolworks.TaskFunction;
import dev.poolworks.TaskProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Feeds what reads from the wire with spoilt bytes: whatever comes, it throws what it
 * declares and nothing else, and takes no more memory than the bytes can justify. The
 * seeds are fixed; a failure names its own.
 */
class WireFuzzTests {

	private static final int INPUTS = 20_000;

	private static final long FEW_BYTES = 1 << 20;

	private static final long BYTES_PER_BYTE = 100;

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final ValueCodec values = new ValueCodec(WireFuzzTests.class.getClassLoader(), 1 << 20);

	@Test
	void valueDecoderBearsAnything() {
		fuzz(INPUTS * 2, encodedValues(), (bytes) -> values.decode(bytes));
	}

	@Test
	void failureDecoderBearsAnything() {
		FailureCodec codec = new FailureCodec(values);
		List<byte[]> samples = List.of(codec.encode(new IllegalStateException("x", new IOException("y"))),
				codec.encode(new FailureCodecTests.WithField(new Object())), codec.encode(new NullPointerException()));
		fuzz(INPUTS, samples, (bytes) -> {
			try {
				codec.decode(bytes);
			}
			catch (FrameException ex) {
				// the only one it declares
			}
		});
	}

	@Test
	void taskDecoderBearsAnything() throws IOException {
		List<byte[]> samples = encodedTasks();
		fuzz(INPUTS, samples, (bytes) -> {
			TaskDecoder decoder = new TaskDecoder(values);
			TaskDecoder.Head head = decoder.head(bytes);
			decoder.code(head);
			if (head.shape() == TaskShape.EACH) {
				for (ByteBuffer item : decoder.items(head)) {
					decoder.item(item);
				}
			}
			else {
				decoder.argument(head);
			}
		});
	}

	@Test
	void handshakeAndProgressBearAnything() throws IOException {
		List<byte[]> samples = List.of(
				new Handshake.Setup("pool", "worker", 5, Map.of("a", "b", "c", "d"), new byte[10]).encode(),
				new Handshake.Hello(1, 2, "secret").encode(), ProgressCodec.encode(new TaskProgress(1, 2, "half")));
		fuzz(INPUTS, samples, (bytes) -> {
			Handshake.Hello.decode(new Frame(FrameType.HELLO, 0, bytes));
			try {
				ProgressCodec.decode(bytes);
			}
			finally {
				Handshake.Setup.decode(bytes);
			}
		});
	}

	@Test
	void connectionBearsAnything(@TempDir Path directory) throws IOException {
		int maxFrameBytes = 10_000;
		SharedMarks ack = SharedMarks.map(directory.resolve("ack"));
		fuzz(2_000, streamsOfFrames(), (bytes) -> {
			ChannelConnection connection = new ChannelConnection(new Bytes(bytes), ack, false, maxFrameBytes);
			Frame frame = connection.receive();
			while (frame != null) {
				assertThat(frame.body().length).isLessThan(maxFrameBytes);
				frame = connection.receive();
			}
		});
	}

	private static void fuzz(int inputs, List<byte[]> samples, Reading reading) {
		for (int seed = 0; seed < inputs; seed++) {
			byte[] input = spoil(samples.get(seed % samples.size()), new Random(seed));
			long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
			try {
				reading.read(input);
			}
			catch (IOException | ClassNotFoundException ex) {
				// declared
			}
			catch (Throwable ex) {
				throw new AssertionError("seed " + seed + " leads to " + ex, ex);
			}
			long taken = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
			assertThat(taken).as("bytes taken for %d bytes of seed %d", input.length, seed)
				.isLessThan(FEW_BYTES + BYTES_PER_BYTE * input.length);
		}
	}

	private static byte[] spoil(byte[] sample, Random random) {
		if (random.nextInt(10) == 0) {
			byte[] noise = new byte[random.nextInt(200)];
			random.nextBytes(noise);
			return noise;
		}
		byte[] bytes = sample.clone();
		for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
			int place = random.nextInt(bytes.length);
			switch (random.nextInt(6)) {
				case 0 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
				case 1 -> bytes[place] = (byte) random.nextInt();
				case 2 -> bytes[place] = (byte) (random.nextBoolean() ? 0x7f : 0xff);
				case 3 -> bytes = java.util.Arrays.copyOf(bytes, place);
				case 4 -> bytes = splice(bytes, place, sample, random);
				default -> {
					int first = random.nextBoolean() ? 0x7f : 0x80;
					int rest = random.nextBoolean() ? 0xff : 0;
					for (int j = place; j < Math.min(place + 4, bytes.length); j++) {
						bytes[j] = (byte) ((j == place) ? first : rest);
					}
				}
			}
		}
		return bytes;
	}

	private static byte[] splice(byte[] bytes, int place, byte[] sample, Random random) {
		int from = random.nextInt(sample.length);
		int length = random.nextInt(Math.min(20, sample.length - from) + 1);
		byte[] spliced = java.util.Arrays.copyOf(bytes, bytes.length + length);
		System.arraycopy(bytes, place, spliced, place + length, bytes.length - place);
		System.arraycopy(sample, from, spliced, place, length);
		return spliced;
	}

	private static List<byte[]> encodedValues() {
		int captured = 3;
		Task<Integer> lambda = () -> captured;
		BitSet bits = new BitSet();
		bits.set(500);
		List<Object> samples = List.of("text", 1, 2L, 3.0, true, new byte[10], new long[10], new int[3][4],
				new Object[] { 1, "x", null }, new ArrayList<>(List.of(1, 2, 3)), new LinkedList<>(List.of(1)),
				new HashMap<>(Map.of("a", 1, "b", 2)), new HashSet<>(List.of(1, 2)), new TreeMap<>(Map.of(1, 2)),
				new IdentityHashMap<>(Map.of("a", 2)), new ArrayDeque<>(List.of(1, 2)),
				new PriorityQueue<>(List.of(3, 1)), List.of(1, 2), Map.of("k", List.of()), Optional.of("x"),
				Path.of("a", "b"), Stream.of(1, 2), lambda, bits, new Node("n"), new StringBuilder("builder"),
				new java.math.BigDecimal("12345678901234567890.5"), java.time.LocalDate.EPOCH, Thread.State.NEW,
				Integer.class, new Exception("x"));
		return samples.stream().map((sample) -> values.encode(sample, "sample")).toList();
	}

	private static List<byte[]> encodedTasks() throws IOException {
		TaskEncoder encoder = new TaskEncoder(values, 1 << 20);
		String captured = "captured";
		TaskFunction<Object, Object> pure = (argument) -> argument;
		TaskFunction<Object, Object> capturing = (argument) -> captured;
		Task<String> call = () -> captured;
		TaskCodecTests.Recording sent = new TaskCodecTests.Recording();
		for (EncodedTask task : List.of(encoder.encodeApply(pure, 1), encoder.encodeApply(capturing, "x"),
				encoder.encode(TaskShape.CALL, call), encoder.encodeEach(pure, List.of(1, "two", 3.0)))) {
			task.send(sent, new BitSet(), 1, 1, 0);
		}
		return sent.frames.stream().map(Frame::body).toList();
	}

	private static List<byte[]> streamsOfFrames() {
		ByteBuffer small = ByteBuffer.allocate(3 * 13 + 5);
		small.putInt(9).put(FrameType.READY.code()).putLong(0);
		small.putInt(14).put(FrameType.RESULT.code()).putLong(7).put(new byte[5]);
		small.putInt(9).put(FrameType.STOP.code()).putLong(0);
		ByteBuffer large = ByteBuffer.allocate(13 + 9_000);
		large.putInt(9_009).put(FrameType.TASK.code()).putLong(1);
		return List.of(small.array(), large.array());
	}

	record Node(String name) implements Serializable, TaskFunction<Object, Object> {

		@Override
		public Object apply(Object argument) {
			return this.name;
		}

	}

	@FunctionalInterface
	interface Reading {

		void read(byte[] bytes) throws IOException, ClassNotFoundException;

	}

	/**
	 * A channel that gives bytes, a few at a time, and then ends.
	 */
	private static final class Bytes implements ByteChannel {

		private final ByteBuffer content;

		Bytes(byte[] content) {
			this.content = ByteBuffer.wrap(content);
		}

		@Override
		public int read(ByteBuffer target) {
			if (!this.content.hasRemaining()) {
				return -1;
			}
			int length = Math.min(Math.min(target.remaining(), this.content.remaining()), 1_000);
			target.put(this.content.slice(this.content.position(), length));
			this.content.position(this.content.position() + length);
			return length;
		}

		@Override
		public int write(ByteBuffer source) {
			throw new UnsupportedOperationException("nothing is written");
		}

		@Override
		public boolean isOpen() {
			return true;
		}

		@Override
		public void close() {
		}

	}

}
