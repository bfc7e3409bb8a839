package dev.poolworks.wire;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.poolworks.PoisonTaskException;
import dev.poolworks.RemoteTaskException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FailureCodecTests {

	private static final FailureCodec codec = new FailureCodec(
			new ValueCodec(FailureCodecTests.class.getClassLoader(), 1 << 20));

	@Test
	void exceptionArrivesAsItselfWithCausesAndSuppressed() throws Exception {
		Exception failure = new IllegalStateException("outer", new IOException("inner", new Error("innermost")));
		failure.addSuppressed(new InterruptedException("beside"));
		Throwable copy = roundTrip(failure);
		assertThat(copy).isInstanceOf(IllegalStateException.class).hasMessage("outer");
		assertThat(copy.getStackTrace()).isEqualTo(failure.getStackTrace());
		assertThat(copy.getCause()).isInstanceOf(IOException.class).hasMessage("inner");
		assertThat(copy.getCause().getCause()).isInstanceOf(Error.class).hasMessage("innermost");
		assertThat(copy.getSuppressed()).singleElement().isInstanceOf(InterruptedException.class);
	}

	@Test
	void helpfulMessageOfANullPointerExceptionArrives() throws Exception {
		String nothing = null;
		assertThatThrownBy(() -> nothing.length()).isInstanceOfSatisfying(NullPointerException.class, (failure) -> {
			Throwable copy = decode(codec.encode(failure));
			assertThat(copy).isInstanceOf(NullPointerException.class).hasMessage(failure.getMessage());
			assertThat(copy).hasMessageContaining("String.length()");
			assertThat(copy.getStackTrace()).isEqualTo(failure.getStackTrace());
		});
	}

	@Test
	void helpfulMessageOfACauseArrives() throws Exception {
		String nothing = null;
		assertThatThrownBy(() -> nothing.length()).satisfies((cause) -> {
			cause.addSuppressed(new IOException("beside"));
			Throwable copy = decode(codec.encode(new IllegalStateException("outer", cause)));
			assertThat(copy.getCause()).hasMessage(cause.getMessage())
				.hasSuppressedException(new IOException("beside"));
		});
	}

	@Test
	void exceptionOfTheApplicationArrivesWithItsFields() throws Exception {
		assertThat(roundTrip(new WithField(42))).isInstanceOfSatisfying(WithField.class,
				(copy) -> assertThat(copy.field).isEqualTo(42));
	}

	@Test
	void exceptionWithAFieldThatCannotTravelArrivesWithoutIt() throws Exception {
		WithField failure = new WithField(new Object());
		Throwable copy = roundTrip(failure);
		assertThat(copy).isInstanceOfSatisfying(WithField.class, (own) -> assertThat(own.field).isNull());
		assertThat(copy).hasMessage("with a field");
		assertThat(lines(copy)).isEqualTo(lines(failure));
	}

	@Test
	void causeWithAFieldThatCannotTravelCostsTheFieldAlone() throws Exception {
		Exception cause = new WithField(List.of(1, new Object()));
		cause.initCause(new IOException("disk"));
		Throwable copy = roundTrip(new IllegalStateException("outer", cause));
		assertThat(copy).isExactlyInstanceOf(IllegalStateException.class).hasMessage("outer");
		assertThat(copy.getCause()).isExactlyInstanceOf(WithField.class);
		assertThat(copy.getCause().getCause()).isExactlyInstanceOf(IOException.class).hasMessage("disk");
		assertThat(lines(copy.getCause())).isEqualTo(lines(cause));
	}

	@Test
	void exceptionWhoseClassIsNotHereIsDescribedWithTheReason() throws Exception {
		byte[] bytes = codec.encode(new WithField(1));
		String name = new String(bytes, StandardCharsets.ISO_8859_1);
		byte[] renamed = name.replace("WithField", "Elsewhere").getBytes(StandardCharsets.ISO_8859_1);
		Throwable copy = decode(renamed);
		assertThat(copy).isInstanceOfSatisfying(RemoteTaskException.class,
				(remote) -> assertThat(remote.remoteType()).endsWith("Elsewhere"));
		assertThat(copy.getSuppressed()).singleElement().isInstanceOf(ClassNotFoundException.class);
	}

	@ParameterizedTest
	@MethodSource("illBehaved")
	void exceptionWhoseOwnCodeThrowsIsDescribed(Throwable failure) throws Exception {
		Throwable copy = roundTrip(failure);
		assertThat(copy).isInstanceOfSatisfying(RemoteTaskException.class,
				(remote) -> assertThat(remote.remoteType()).isEqualTo(failure.getClass().getName()));
	}

	static List<Throwable> illBehaved() {
		return List.of(new Unwritable(), new Unreadable(), new UnreadableError());
	}

	@ParameterizedTest
	@MethodSource("unspeakable")
	void exceptionThatCannotSpeakOfItselfStillArrives(Throwable failure) {
		byte[] bytes = codec.encode(failure);
		assertThat(decode(bytes)).isNotNull();
	}

	static List<Throwable> unspeakable() {
		return List.of(new Speechless(new IllegalStateException("no message")),
				new Speechless(new AssertionError("no message")), new Causeless(), new Stackless(), new Gappy(),
				new SelfCaused());
	}

	@Test
	void circleOfCausesEnds() throws Exception {
		WithField first = new WithField(new Object());
		Exception second = new Exception("second", first);
		first.initCause(second);
		Throwable copy = roundTrip(first);
		assertThat(copy).hasMessageContaining("with a field");
		assertThat(copy.getCause()).isExactlyInstanceOf(Exception.class).hasMessage("second");
		assertThat(copy.getCause().getCause()).isExactlyInstanceOf(RemoteTaskException.class)
			.hasMessageContaining("with a field")
			.hasNoCause();
	}

	@Test
	void circleOfSuppressedEnds() throws Exception {
		Exception first = new Exception("first");
		Exception second = new Exception("second", first);
		first.addSuppressed(second);
		Throwable copy = roundTrip(first);
		assertThat(copy.getSuppressed()).singleElement().satisfies((suppressed) -> {
			assertThat(suppressed).isExactlyInstanceOf(Exception.class).hasMessage("second");
			assertThat(suppressed.getCause()).isExactlyInstanceOf(RemoteTaskException.class);
		});
	}

	@Test
	void exceptionThatOccursTwiceIsOneException() throws Exception {
		Exception shared = new IOException("shared");
		Exception failure = new IllegalStateException("outer", shared);
		failure.addSuppressed(shared);
		Throwable copy = roundTrip(failure);
		assertThat(copy.getSuppressed()).singleElement().isSameAs(copy.getCause());
	}

	@Test
	void moreExceptionsThanAnybodyReadsAreLeftOut() throws Exception {
		Exception failure = new IllegalStateException("outer");
		for (int i = 0; i < 1_000; i++) {
			failure.addSuppressed(new IOException("beside " + i));
		}
		Throwable copy = roundTrip(failure);
		assertThat(copy).isExactlyInstanceOf(IllegalStateException.class).hasMessage("outer");
		assertThat(copy.getSuppressed()).hasSize(1_000);
		assertThat(copy.getSuppressed()[0]).isExactlyInstanceOf(IOException.class).hasMessage("beside 0");
		assertThat(copy.getSuppressed()[999]).hasMessageContaining("left out");
	}

	@Test
	void descriptionIsBoundedHoweverLongMessageStackAndCausesAre() throws Exception {
		Throwable chain = new WithField(new Object());
		StackTraceElement frame = new StackTraceElement("c".repeat(500), "m".repeat(500), "f".repeat(500), 1);
		StackTraceElement[] frames = new StackTraceElement[5_000];
		java.util.Arrays.fill(frames, frame);
		for (int i = 0; i < 200; i++) {
			chain = new IllegalStateException("m".repeat(100_000), chain);
			chain.setStackTrace(frames);
		}
		byte[] bytes = codec.encode(chain);
		assertThat(bytes.length).isLessThan(3 << 20);
		Throwable copy = decode(bytes);
		assertThat(copy).hasMessageStartingWith("java.lang.IllegalStateException: mmm");
		assertThat(copy.getStackTrace()[0]).isEqualTo(frame);
		assertThat(copy.getCause()).isNotNull();
	}

	@Test
	void stackOverflowArrivesWithItsFirstFrames() throws Exception {
		Throwable copy = roundTrip(overflow());
		assertThat(copy).isInstanceOf(StackOverflowError.class);
		assertThat(copy.getStackTrace()).isNotEmpty();
	}

	@Test
	void exceptionsOfThePoolsTravel() throws Exception {
		assertThat(roundTrip(new PoisonTaskException("poison",
				List.of(new dev.poolworks.WorkerExit("w-1", 1, 137, false, null, java.time.Duration.ZERO, 0, List.of(),
						null, List.of(), List.of(new dev.poolworks.WorkerExit.Memory(java.time.Duration.ZERO, 7)))))))
			.isInstanceOfSatisfying(PoisonTaskException.class,
					(poison) -> assertThat(poison.exit().memory().get(0).rssBytes()).isEqualTo(7));
	}

	@ParameterizedTest
	@MethodSource("rubbish")
	void bytesThatAreNoFailureAreAFrameException(byte[] bytes) {
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> codec.decode(bytes));
	}

	static List<byte[]> rubbish() {
		byte[] whole = codec.encode(new IllegalStateException("x"));
		return List.of(new byte[0], new byte[] { 0 }, new byte[] { 1 }, new byte[] { 1, 0, 0, 0, 0, 0 },
				java.util.Arrays.copyOf(whole, 20), java.util.Arrays.copyOf(whole, 60),
				new byte[] { 1, 1, 0, 1, 'x', 0, 127, 127, 127, 127 });
	}

	static List<String> lines(Throwable failure) {
		return java.util.Arrays.stream(failure.getStackTrace())
			.map((frame) -> frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
			.toList();
	}

	private static StackOverflowError overflow() {
		try {
			recurse(0);
		}
		catch (StackOverflowError ex) {
			return ex;
		}
		throw new IllegalStateException("the stack has no end");
	}

	private static int recurse(int depth) {
		return (depth < Integer.MAX_VALUE) ? recurse(depth + 1) + 1 : 0;
	}

	private static Throwable roundTrip(Throwable failure) throws IOException {
		return codec.decode(codec.encode(failure));
	}

	private static Throwable decode(byte[] bytes) {
		try {
			return codec.decode(bytes);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static class WithField extends Exception {

		private static final long serialVersionUID = 1L;

		final Object field;

		WithField(Object field) {
			super("with a field");
			this.field = field;
		}

	}

	static final class Unwritable extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private void writeObject(java.io.ObjectOutputStream out) {
			throw new IllegalStateException("out of ink");
		}

	}

	static final class Unreadable extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private void readObject(ObjectInputStream in) {
			throw new IllegalStateException("no licence");
		}

	}

	static final class UnreadableError extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private void readObject(ObjectInputStream in) {
			throw new AssertionError("no licence");
		}

	}

	static final class Speechless extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final Throwable instead;

		Speechless(Throwable instead) {
			this.instead = instead;
		}

		@Override
		public String getMessage() {
			if (this.instead instanceof Error error) {
				throw error;
			}
			throw (RuntimeException) this.instead;
		}

	}

	static final class Causeless extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@Override
		public synchronized Throwable getCause() {
			throw new IllegalStateException("no cause");
		}

	}

	static final class Stackless extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@Override
		public StackTraceElement[] getStackTrace() {
			return null;
		}

	}

	static final class Gappy extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@Override
		public StackTraceElement[] getStackTrace() {
			return new StackTraceElement[2];
		}

	}

	static final class SelfCaused extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@Override
		public synchronized Throwable getCause() {
			return this;
		}

	}

}
