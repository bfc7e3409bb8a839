package dev.poolworks.wire;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
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
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dev.poolworks.Task;
import dev.poolworks.TaskFunction;
import dev.poolworks.TaskProgress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Feeds what reads from the wire with spoilt bytes: whatever comes, it throws what it
 * declares and nothing else, takes no more memory than the bytes can justify, and comes
 * to an end. The seeds are fixed; a failure names its own. See {@link Fuzzing} for other
 * numbers and seeds.
 */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WireFuzzTests {

	private static final long INPUTS = 112_000;

	private static final long MANY_INPUTS = 3_200_000;

	/** Other inputs than those of every build. */
	private static final long MANY_FROM = 1_000_000;

	private static final int MAX_FRAME_BYTES = 10_000;

	private static final ValueCodec values = new ValueCodec(WireFuzzTests.class.getClassLoader(), 1 << 20);

	/** As the pool decodes what workers send. */
	private static final ValueCodec answers = values.allowing(AllowedTypes.of("fuzz", List.of("dev.poolworks.wire")));

	@Test
	void valueDecoderBearsAnything() {
		fuzzValues(Fuzzing.firstSeed(0), Fuzzing.inputs(INPUTS, 36));
	}

	@Test
	void failureDecoderBearsAnything() {
		fuzzFailures(Fuzzing.firstSeed(0), Fuzzing.inputs(INPUTS, 18));
	}

	@Test
	void taskDecoderBearsAnything() throws IOException {
		fuzzTasks(Fuzzing.firstSeed(0), Fuzzing.inputs(INPUTS, 18));
	}

	@Test
	void handshakeAndProgressBearAnything() throws IOException {
		fuzzHandshakes(Fuzzing.firstSeed(0), Fuzzing.inputs(INPUTS, 18));
	}

	@Test
	void connectionAndWhatReadsItsFramesBearAnything(@TempDir Path directory) throws IOException {
		fuzzConnection(Fuzzing.firstSeed(0), Fuzzing.inputs(INPUTS, 10), directory.resolve("marks"));
	}

	@Test
	@Tag("slow")
	void allBearMillionsOfInputs(@TempDir Path directory) throws Exception {
		long first = Fuzzing.firstSeed(MANY_FROM);
		long half = Fuzzing.inputs(MANY_INPUTS, 50);
		ExecutorService both = Executors.newFixedThreadPool(2);
		try {
			Future<?> one = both.submit(() -> fuzzAll(first, half, directory.resolve("one")));
			Future<?> other = both.submit(() -> fuzzAll(first + half, half, directory.resolve("other")));
			one.get();
			other.get();
		}
		catch (ExecutionException ex) {
			throw new AssertionError(ex.getCause().getMessage(), ex);
		}
		finally {
			both.shutdownNow();
		}
	}

	private static Void fuzzAll(long first, long inputs, Path marks) throws IOException {
		fuzzValues(first, inputs * 30 / 100);
		fuzzFailures(first, inputs * 15 / 100);
		fuzzTasks(first, inputs * 15 / 100);
		fuzzHandshakes(first, inputs * 15 / 100);
		fuzzConnection(first, inputs * 25 / 100, marks);
		return null;
	}

	private static void fuzzValues(long first, long inputs) {
		Fuzzing.fuzz(first, inputs, encodedValues(), (bytes) -> {
			values.decode(bytes);
			answers.decode(bytes);
		});
	}

	private static void fuzzFailures(long first, long inputs) {
		FailureCodec codec = new FailureCodec(values);
		Fuzzing.fuzz(first, inputs, encodedFailures(), (bytes) -> {
			try {
				codec.decode(bytes);
			}
			catch (FrameException ex) {
				// the only one it declares
			}
		});
	}

	private static void fuzzTasks(long first, long inputs) throws IOException {
		Fuzzing.fuzz(first, inputs, encodedTasks(), WireFuzzTests::readTask);
	}

	private static void readTask(byte[] bytes) throws IOException, ClassNotFoundException {
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
	}

	private static void fuzzHandshakes(long first, long inputs) throws IOException {
		List<byte[]> samples = List.of(setup(), hello(), progress(), stack());
		Fuzzing.fuzz(first, inputs, samples, (bytes) -> {
			Handshake.Hello.decode(new Frame(FrameType.HELLO, 0, bytes));
			try {
				ProgressCodec.decode(bytes);
			}
			finally {
				try {
					Handshake.Setup.decode(bytes);
				}
				finally {
					StackCodec.decode(bytes);
				}
			}
		});
	}

	/** One connection after the other: what breaks the protocol ends its connection. */
	private static void fuzzConnection(long first, long inputs, Path marks) throws IOException {
		AcknowledgementFile.create(marks);
		AcknowledgementMark mark = AcknowledgementMark.map(marks);
		SpoiltFrames channel = new SpoiltFrames(frames(), first, inputs);
		boolean ended = false;
		while (!ended) {
			Connection connection = new WorkerEnd(channel, new NeverWaits(), mark, MAX_FRAME_BYTES);
			boolean goesOn = true;
			while (goesOn) {
				Frame[] frame = new Frame[1];
				long seed = channel.seed() + 1;
				boolean broken = Fuzzing.read(seed, MAX_FRAME_BYTES, () -> frame[0] = connection.receive());
				goesOn = !broken && frame[0] != null;
				if (goesOn) {
					assertThat(frame[0].body().length).isLessThan(MAX_FRAME_BYTES);
					Fuzzing.read(seed, frame[0].body().length, () -> readAsThePoolDoes(frame[0]));
				}
			}
			ended = channel.isLast();
			channel.mend();
		}
	}

	private static void readAsThePoolDoes(Frame frame) throws IOException, ClassNotFoundException {
		switch (frame.type()) {
			case RESULT, ITEM_RESULT -> answers.decode(frame.body());
			case FAILURE, ITEM_FAILURE, START_FAILED -> new FailureCodec(answers).decode(frame.body());
			case PROGRESS -> ProgressCodec.decode(frame.body());
			case STACK -> StackCodec.decode(frame.body());
			case HELLO -> Handshake.Hello.decode(frame);
			case SETUP -> Handshake.Setup.decode(frame.body());
			case TASK -> readTask(frame.body());
			case READY, STOP -> {
			}
		}
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
			task.send(sent, task.define(new BitSet()), 1, 1, 0);
		}
		return sent.frames.stream().map(Frame::body).toList();
	}

	private static List<byte[]> encodedFailures() {
		FailureCodec codec = new FailureCodec(values);
		return List.of(codec.encode(new IllegalStateException("x", new IOException("y"))),
				codec.encode(new FailureCodecTests.WithField(new Object())), codec.encode(new NullPointerException()));
	}

	private static byte[] setup() throws IOException {
		return new Handshake.Setup("pool", "worker", 5, Map.of("a", "b", "c", "d"), Map.of("e", "f"), new byte[10])
			.encode();
	}

	private static byte[] hello() {
		return new Handshake.Hello(1, 2, "secret").encode();
	}

	private static byte[] progress() {
		return ProgressCodec.encode(new TaskProgress(1, 2, "half"));
	}

	private static byte[] stack() {
		return StackCodec.encode(new Exception("x").getStackTrace());
	}

	private static List<Frame> frames() throws IOException {
		List<Frame> frames = new ArrayList<>();
		frames.add(new Frame(FrameType.READY, 0, new byte[0]));
		frames.add(new Frame(FrameType.STOP, 0, new byte[5]));
		frames.add(new Frame(FrameType.HELLO, 0, hello()));
		frames.add(new Frame(FrameType.SETUP, 0, setup()));
		frames.add(new Frame(FrameType.PROGRESS, 1, progress()));
		frames.add(new Frame(FrameType.STACK, 1, stack()));
		frames.add(new Frame(FrameType.RESULT, 1, new byte[9_000]));
		encodedFailures().forEach((body) -> frames.add(new Frame(FrameType.FAILURE, 1, body)));
		encodedTasks().forEach((body) -> frames.add(new Frame(FrameType.TASK, 1, body)));
		encodedValues().forEach((body) -> frames.add(new Frame(FrameType.ITEM_RESULT, 1, body)));
		return frames;
	}

	record Node(String name) implements Serializable, TaskFunction<Object, Object> {

		@Override
		public Object apply(Object argument) {
			return this.name;
		}

	}

	/** For a channel that always has something. */
	private static final class NeverWaits implements Readiness {

		/** A piece may be empty: the next read brings another. */
		@Override
		public void awaitReadable() {
		}

		@Override
		public void awaitWritable() {
			throw new IllegalStateException("this channel never lets anybody wait");
		}

		@Override
		public void close() {
		}

	}

}
