package dev.poolworks.wire;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;

import dev.poolworks.PayloadTooLargeException;
import dev.poolworks.Task;
import dev.poolworks.TaskAction;
import dev.poolworks.TaskFunction;
import dev.poolworks.TaskNotSerializableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@link TaskEncoder}, {@link EncodedTask} and {@link TaskDecoder} against each other.
 */
class TaskCodecTests {

	private static final ValueCodec values = new ValueCodec(TaskCodecTests.class.getClassLoader(), 100_000);

	private final TaskEncoder encoder = new TaskEncoder(values, 100_000);

	private final TaskDecoder decoder = new TaskDecoder(values);

	private final Recording connection = new Recording();

	private final BitSet known = new BitSet();

	@Test
	void headArrivesAsItWasSent() throws Exception {
		Task<String> task = () -> "done";
		EncodedTask encoded = this.encoder.encode(TaskShape.CALL, task);
		encoded.send(this.connection, encoded.define(this.known), 17, 2, 3_000L);
		Frame frame = this.connection.frames.get(0);
		assertThat(frame.type()).isEqualTo(FrameType.TASK);
		assertThat(frame.id()).isEqualTo(17);
		TaskDecoder.Head head = this.decoder.head(frame.body());
		assertThat(head.shape()).isEqualTo(TaskShape.CALL);
		assertThat(head.attempt()).isEqualTo(2);
		assertThat(head.timeoutNanos()).isEqualTo(3_000L);
	}

	@Test
	void sizeIsThatOfTheFrameWithItsCode() throws Exception {
		EncodedTask task = this.encoder.encodeApply((TaskFunction<Integer, Integer>) (n) -> n + 1, 41);
		assertThat(task.sizeBytes()).isEqualTo(send(task).length);
	}

	@Test
	void callableWithCapturesArrives() throws Exception {
		String captured = "captured";
		List<Integer> list = List.of(1, 2);
		Task<String> task = () -> captured + list;
		assertThat(call(this.encoder.encode(TaskShape.CALL, task))).isEqualTo("captured[1, 2]");
	}

	@Test
	void runnableArrives() throws Exception {
		TaskAction task = () -> System.setProperty("TaskCodecTests", "ran");
		TaskDecoder.Head head = this.decoder.head(send(this.encoder.encode(TaskShape.RUN, task)));
		assertThat(head.shape()).isEqualTo(TaskShape.RUN);
		((Runnable) this.decoder.code(head)).run();
		assertThat(System.clearProperty("TaskCodecTests")).isEqualTo("ran");
	}

	@Test
	void functionAndArgumentArrive() throws Exception {
		assertThat(apply(this.encoder.encodeApply((TaskFunction<Integer, Integer>) (n) -> n * 2, 21))).isEqualTo(42);
		assertThat(apply(this.encoder.encodeApply((TaskFunction<String, Integer>) String::length, "four")))
			.isEqualTo(4);
		assertThat(apply(this.encoder.encodeApply((TaskFunction<Object, Object>) (nothing) -> nothing, null))).isNull();
	}

	@Test
	void itemsArriveOneByOne() throws Exception {
		TaskFunction<Object, Object> identity = (item) -> item;
		List<?> items = Arrays.asList(1, null, "three", new Offset(4, identity), new byte[0]);
		TaskDecoder.Head head = this.decoder.head(send(this.encoder.encodeEach(identity, items)));
		assertThat(head.shape()).isEqualTo(TaskShape.EACH);
		this.decoder.code(head);
		List<ByteBuffer> encoded = this.decoder.items(head);
		assertThat(encoded).hasSize(5);
		assertThat(this.decoder.item(encoded.get(0))).isEqualTo(1);
		assertThat(this.decoder.item(encoded.get(1))).isNull();
		assertThat(this.decoder.item(encoded.get(2))).isEqualTo("three");
		assertThat(this.decoder.item(encoded.get(3))).isInstanceOf(Offset.class);
		assertThat((byte[]) this.decoder.item(encoded.get(4))).isEmpty();
	}

	@Test
	void codeWithoutCapturesIsSentOnceAndThenCalledByNumber() throws Exception {
		TaskFunction<Integer, Integer> square = (n) -> n * n;
		EncodedTask first = this.encoder.encodeApply(square, 3);
		EncodedTask second = this.encoder.encodeApply(square, 4);
		byte[] withCode = send(first);
		byte[] byNumber = send(second);
		assertThat(byNumber.length).isLessThan(withCode.length / 2);
		assertThat(apply(withCode)).isEqualTo(9);
		assertThat(apply(byNumber)).isEqualTo(16);
	}

	@Test
	void codeThatOneWorkerHasIsSentToAnother() throws Exception {
		TaskFunction<Integer, Integer> square = (n) -> n * n;
		send(this.encoder.encodeApply(square, 3));
		this.known.clear();
		assertThat(apply(send(this.encoder.encodeApply(square, 4)))).isEqualTo(16);
	}

	@Test
	void codeWithCapturesIsSentEachTime() throws Exception {
		List<Object> results = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			int offset = i * 10;
			results.add(apply(this.encoder.encodeApply((TaskFunction<Integer, Integer>) (n) -> n + offset, 1)));
		}
		assertThat(results).containsExactly(1, 11, 21);
	}

	@Test
	void objectWithFieldsIsSentEachTimeAlsoIfItHoldsCodeWithoutCaptures() throws Exception {
		TaskFunction<Object, Object> inner = (n) -> n;
		assertThat(apply(this.encoder.encodeApply(new Offset(10, inner), 1))).isEqualTo(11);
		assertThat(apply(this.encoder.encodeApply(new Offset(20, inner), 1))).isEqualTo(21);
	}

	@Test
	void codeThatCapturesCodeWithoutCapturesIsSentEachTime() throws Exception {
		assertThat(apply(this.encoder.encodeApply(twice((n) -> n + 1), 1))).isEqualTo(3);
		assertThat(apply(this.encoder.encodeApply(twice((n) -> n * 5), 1))).isEqualTo(25);
	}

	@Test
	void boundMethodReferenceIsSentEachTime() throws Exception {
		for (String prefix : List.of("a", "b")) {
			TaskFunction<String, String> concat = prefix::concat;
			assertThat(apply(this.encoder.encodeApply(concat, "x"))).isEqualTo(prefix + "x");
		}
	}

	@Test
	void codeThatFailedToDecodeOnceIsTriedAgain() throws Exception {
		TaskFunction<Integer, Integer> square = (n) -> n * n;
		byte[] withCode = send(this.encoder.encodeApply(square, 3));
		byte[] byNumber = send(this.encoder.encodeApply(square, 4));
		TaskDecoder stranger = new TaskDecoder(values);
		TaskDecoder.Head unknown = stranger.head(byNumber);
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> stranger.code(unknown))
			.withMessageContaining("never sent");
		stranger.code(stranger.head(withCode));
		assertThat(stranger.code(stranger.head(byNumber))).isInstanceOf(TaskFunction.class);
	}

	@Test
	void argumentThatCannotTravelIsNamed() {
		assertThatExceptionOfType(TaskNotSerializableException.class)
			.isThrownBy(() -> this.encoder.encodeApply((TaskFunction<Object, Object>) (a) -> a, new Object()))
			.withMessageContaining("argument (java.lang.Object)");
	}

	@Test
	void captureThatCannotTravelIsNamed() {
		Object captured = new Object();
		Task<String> task = captured::toString;
		assertThatExceptionOfType(TaskNotSerializableException.class)
			.isThrownBy(() -> this.encoder.encode(TaskShape.CALL, task))
			.withMessageContaining("task.captured0 (java.lang.Object)");
	}

	@Test
	void lambdaThatIsNotSerializableNamesTheWayOut() {
		Callable<String> plain = () -> "x";
		assertThatExceptionOfType(TaskNotSerializableException.class)
			.isThrownBy(() -> this.encoder.encode(TaskShape.CALL, plain))
			.withMessageContaining("TaskPool")
			.withMessageContaining("@PooledTask");
	}

	@Test
	void itemThatCannotTravelIsNamedByItsPlace() {
		assertThatExceptionOfType(TaskNotSerializableException.class)
			.isThrownBy(
					() -> this.encoder.encodeEach((TaskFunction<Object, Object>) (a) -> a, List.of(1, new Object())))
			.withMessageContaining("item1 (java.lang.Object)");
	}

	@Test
	void taskAboveTheLimitIsRefused() {
		TaskFunction<Object, Object> identity = (a) -> a;
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> this.encoder.encodeApply(identity, new byte[100_000]));
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> this.encoder.encodeApply(identity, new byte[99_990]))
			.withMessageContaining("task takes");
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> this.encoder.encodeEach(identity, List.of(new byte[60_000], new byte[60_000])))
			.withMessageContaining("chunk of 2 items");
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> this.encoder.encode(TaskShape.CALL, new Large(new byte[200_000])));
	}

	private static TaskFunction<Integer, Integer> twice(TaskFunction<Integer, Integer> function) {
		return (n) -> function.apply(function.apply(n));
	}

	private byte[] send(EncodedTask task) throws IOException {
		task.send(this.connection, task.define(this.known), 1, 1, 0);
		return this.connection.frames.get(this.connection.frames.size() - 1).body();
	}

	private Object call(EncodedTask task) throws Exception {
		return ((Callable<?>) this.decoder.code(this.decoder.head(send(task)))).call();
	}

	private @Nullable Object apply(EncodedTask task) throws Exception {
		return apply(send(task));
	}

	@SuppressWarnings("unchecked")
	private @Nullable Object apply(byte[] body) throws Exception {
		TaskDecoder.Head head = this.decoder.head(body);
		TaskFunction<Object, Object> code = (TaskFunction<Object, Object>) this.decoder.code(head);
		return code.apply(this.decoder.argument(head));
	}

	record Offset(int offset, TaskFunction<Object, Object> inner) implements TaskFunction<Object, Object> {

		@Override
		public Object apply(Object argument) throws Exception {
			return (Integer) this.inner.apply(argument) + this.offset;
		}

	}

	record Large(byte[] content) implements Callable<Integer>, Serializable {

		@Override
		public Integer call() {
			return this.content.length;
		}

	}

	/**
	 * Keeps what is sent.
	 */
	static final class Recording implements Connection {

		final List<Frame> frames = new ArrayList<>();

		@Override
		public void send(FrameType type, long id, byte[]... body) {
			ByteBuffer all = ByteBuffer.allocate(Arrays.stream(body).mapToInt((part) -> part.length).sum());
			for (byte[] part : body) {
				all.put(part);
			}
			this.frames.add(new Frame(type, id, all.array()));
		}

		@Override
		public @Nullable Frame receive() {
			return null;
		}

		@Override
		public @Nullable Frame receive(int maxFrameBytes) {
			return null;
		}

		@Override
		public boolean isReadable() {
			return false;
		}

		@Override
		public void acknowledge(long id) {
		}

		@Override
		public boolean hasAcknowledged(long id) {
			return false;
		}

		@Override
		public void forget() {
		}

		@Override
		public void close() {
		}

	}

}
