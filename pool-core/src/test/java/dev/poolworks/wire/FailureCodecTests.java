package dev.poolworks.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.xml.xpath.XPathExpressionException;

import dev.poolworks.PoisonTaskException;
import dev.poolworks.RemoteTaskException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.SAXParseException;

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

	@Test
	void classOfTheJdkIsKnownByItsModule() throws Exception {
		Throwable cause = new SAXParseException("no end tag", "p", "s", 3, 4, new IOException("disk"));
		Throwable copy = overheard(new XPathExpressionException(cause));
		assertThat(copy).isExactlyInstanceOf(XPathExpressionException.class);
		assertThat(copy.getCause()).isInstanceOfSatisfying(SAXParseException.class,
				(sax) -> assertThat(sax.getLineNumber()).isEqualTo(3));
		assertThat(copy.getCause().getCause()).isExactlyInstanceOf(IOException.class);
	}

	@Test
	void refusedExceptionIsDescribedInItsPlaceAndWhatHangsOnItArrives() throws Exception {
		Exception refused = new UnreadableError();
		refused.initCause(new IOException("disk"));
		refused.addSuppressed(new InterruptedException("beside"));
		Exception failure = new IllegalStateException("outer", refused);
		failure.addSuppressed(new UnreadableError());
		Throwable copy = overheard(failure);
		assertThat(copy).isExactlyInstanceOf(IllegalStateException.class).hasMessage("outer");
		assertThat(copy.getSuppressed()).singleElement().isExactlyInstanceOf(RemoteTaskException.class);
		assertThat(copy.getCause()).isInstanceOfSatisfying(RemoteTaskException.class,
				(remote) -> assertThat(remote.remoteType()).isEqualTo(UnreadableError.class.getName()));
		assertThat(copy.getCause().getCause()).isExactlyInstanceOf(IOException.class).hasMessage("disk");
		assertThat(copy.getCause().getSuppressed()[0]).isExactlyInstanceOf(InterruptedException.class);
		assertThat(copy.getCause().getSuppressed()[1]).isExactlyInstanceOf(RefusedTypeException.class);
		assertThat(lines(copy.getCause())).isEqualTo(lines(refused));
	}

	@Test
	void refusedDetailCostsItselfAlone() throws Exception {
		WithField failure = new WithField(List.of(new Detail("a")));
		failure.initCause(new WithField(Map.of("a", 1)));
		assertThat(overheard(failure)).isInstanceOfSatisfying(WithField.class, (copy) -> {
			assertThat(copy.field).isNull();
			assertThat(copy.getCause()).isInstanceOfSatisfying(WithField.class,
					(cause) -> assertThat(cause.field).isEqualTo(Map.of("a", 1)));
		});
		assertThat(roundTrip(failure)).isInstanceOfSatisfying(WithField.class,
				(copy) -> assertThat(copy.field).isEqualTo(List.of(new Detail("a"))));
	}

	@Test
	void fieldThatTakesNoStandInIsEmptyWhereItsExceptionWasRefused() throws Exception {
		SQLException failure = new SQLException("first");
		failure.setNextException(new UnreadableSqlException("second"));
		Throwable copy = overheard(failure);
		assertThat(copy).isInstanceOfSatisfying(SQLException.class, (own) -> {
			assertThat(own.getMessage()).isEqualTo("first");
			assertThat((Object) own.getNextException()).isNull();
		});
	}

	@Test
	void exceptionOfAnExceptionsFieldArrives() throws Exception {
		SQLException failure = new SQLException("first");
		failure.setNextException(new SQLException("second"));
		WithField outer = new WithField(List.of(new Detail("a"), new IOException("in a list")));
		outer.initCause(failure);
		assertThat(roundTrip(outer)).isInstanceOfSatisfying(WithField.class, (copy) -> {
			assertThat(((SQLException) copy.getCause()).getNextException().getMessage()).isEqualTo("second");
			assertThat(((List<?>) copy.field).get(1)).isInstanceOf(IOException.class);
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 0, 1, 5 })
	void exceptionThatHangsOnItselfOrOnOneThatComesLaterIsAFrameException(int number) {
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> codec.decode(forged(number, 0, 0)));
	}

	@ParameterizedTest
	@CsvSource({ "-1,0", "1,0", "1,-1", "2147483647,0" })
	void suppressedOutOfBoundsAreAFrameException(int count, int number) {
		assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> codec.decode(forged(FailureWriter.NONE, count, number)));
	}

	@Test
	void moreExceptionsThanAreEverSentAreAFrameException() throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		byte[] one = forged(FailureWriter.NONE, 0, 0);
		for (int i = 0; i <= FailureWriter.MAX_EXCEPTIONS; i++) {
			bytes.write(one, 0, one.length - 5);
		}
		bytes.write(new byte[5 + 4 * FailureWriter.MAX_EXCEPTIONS]);
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> codec.decode(bytes.toByteArray()))
			.withMessageContaining("out of bounds");
	}

	@Test
	void detailsThatShareTheirBytesAreNotReadWithoutEnd() throws Exception {
		byte[] shared = new ValueCodec(getClass().getClassLoader(), 1 << 20).encode(new long[10_000], "x");
		byte[] detail = Arrays.copyOfRange(shared, 1, shared.length);
		Object[] details = new Object[10_000];
		for (int i = 0; i < details.length; i++) {
			details[i] = new StandIn.OfDetail(detail);
		}
		ByteArrayOutputStream serialized = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(serialized)) {
			out.writeObject(new WithField(details));
		}
		byte[] forged = forged(FailureWriter.NONE, 0, 0);
		byte[] bytes = Arrays.copyOf(forged, forged.length + serialized.size());
		ByteBuffer.wrap(bytes).putInt(forged.length - 4, serialized.size());
		System.arraycopy(serialized.toByteArray(), 0, bytes, forged.length, serialized.size());
		long before = Allocated.here();
		assertThat(codec.decode(bytes)).isInstanceOf(RemoteTaskException.class);
		assertThat(Allocated.here() - before).isLessThan(20L * bytes.length);
	}

	/** An exception without bytes of its own that claims what it hangs on. */
	private static byte[] forged(int cause, int count, int number) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream out = new DataOutputStream(bytes);
		out.writeBoolean(true);
		StackCodec.writeText(out, "com.acme.Failure", 100);
		StackCodec.writeText(out, "forged", 100);
		out.writeBoolean(false);
		out.writeInt(cause);
		out.writeInt(count);
		for (int i = 0; i < Math.min(1, count); i++) {
			out.writeInt(number);
		}
		out.writeBoolean(false);
		out.writeInt(FailureWriter.NONE);
		return bytes.toByteArray();
	}

	/** As it arrives from somebody who is not trusted. */
	private static Throwable overheard(Throwable failure) throws IOException {
		ValueCodec careful = new ValueCodec(FailureCodecTests.class.getClassLoader(), 1 << 20)
			.allowing(AllowedTypes.of("pdf", List.of()));
		return new FailureCodec(careful).decode(codec.encode(failure));
	}

	private static List<String> lines(Throwable failure) {
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

		private final Object field;

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

	static final class UnreadableSqlException extends SQLException {

		private static final long serialVersionUID = 1L;

		UnreadableSqlException(String message) {
			super(message);
		}

		private Object readResolve() {
			return this;
		}

	}

	private record Detail(String name) implements Serializable {

	}

}
