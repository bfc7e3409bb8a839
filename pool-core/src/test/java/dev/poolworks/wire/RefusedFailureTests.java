package dev.poolworks.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.xml.xpath.XPathExpressionException;

import dev.poolworks.RemoteTaskException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.SAXParseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Exceptions from somebody who is not trusted: what is refused costs itself, and what was
 * forged costs nothing.
 */
class RefusedFailureTests {

	private static final FailureCodec codec = new FailureCodec(
			new ValueCodec(RefusedFailureTests.class.getClassLoader(), 1 << 20));

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
		Exception refused = new FailureCodecTests.UnreadableError();
		refused.initCause(new IOException("disk"));
		refused.addSuppressed(new InterruptedException("beside"));
		Exception failure = new IllegalStateException("outer", refused);
		failure.addSuppressed(new FailureCodecTests.UnreadableError());
		Throwable copy = overheard(failure);
		assertThat(copy).isExactlyInstanceOf(IllegalStateException.class).hasMessage("outer");
		assertThat(copy.getSuppressed()).singleElement().isExactlyInstanceOf(RemoteTaskException.class);
		assertThat(copy.getCause()).isInstanceOfSatisfying(RemoteTaskException.class,
				(remote) -> assertThat(remote.remoteType())
					.isEqualTo(FailureCodecTests.UnreadableError.class.getName()));
		assertThat(copy.getCause().getCause()).isExactlyInstanceOf(IOException.class).hasMessage("disk");
		assertThat(copy.getCause().getSuppressed()[0]).isExactlyInstanceOf(InterruptedException.class);
		assertThat(copy.getCause().getSuppressed()[1]).isExactlyInstanceOf(RefusedTypeException.class);
		assertThat(FailureCodecTests.lines(copy.getCause())).isEqualTo(FailureCodecTests.lines(refused));
	}

	@Test
	void refusedDetailCostsItselfAlone() throws Exception {
		FailureCodecTests.WithField failure = new FailureCodecTests.WithField(List.of(new Detail("a")));
		failure.initCause(new FailureCodecTests.WithField(Map.of("a", 1)));
		assertThat(overheard(failure)).isInstanceOfSatisfying(FailureCodecTests.WithField.class, (copy) -> {
			assertThat(copy.field).isNull();
			assertThat(copy.getCause()).isInstanceOfSatisfying(FailureCodecTests.WithField.class,
					(cause) -> assertThat(cause.field).isEqualTo(Map.of("a", 1)));
		});
		assertThat(codec.decode(codec.encode(failure))).isInstanceOfSatisfying(FailureCodecTests.WithField.class,
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
		FailureCodecTests.WithField outer = new FailureCodecTests.WithField(
				List.of(new Detail("a"), new IOException("in a list")));
		outer.initCause(failure);
		assertThat(codec.decode(codec.encode(outer))).isInstanceOfSatisfying(FailureCodecTests.WithField.class,
				(copy) -> {
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
			out.writeObject(new FailureCodecTests.WithField(details));
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
		ValueCodec careful = new ValueCodec(RefusedFailureTests.class.getClassLoader(), 1 << 20)
			.allowing(AllowedTypes.of("pdf", List.of()));
		return new FailureCodec(careful).decode(codec.encode(failure));
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
