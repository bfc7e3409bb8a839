package dev.poolworks.wire;

import java.io.File;
import java.io.Serializable;
import java.lang.reflect.UndeclaredThrowableException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.JapaneseDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.WeekFields;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.thirdparty.GadgetException;
import com.thirdparty.PlainException;
import com.thirdparty.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AllowedTypesTests {

	private static final AllowedTypes types = AllowedTypes.of("render", List.of());

	private static final ValueCodec codec = new ValueCodec(AllowedTypesTests.class.getClassLoader(), 1 << 20)
		.allowing(types.near("dev.poolworks.documents"));

	static final List<Object> plainValues = ValueCodecTests.values;

	static final List<Object> values = List.of(new BigDecimal("1.50"), BigInteger.TEN, RoundingMode.HALF_UP,
			Instant.EPOCH, LocalDate.EPOCH, Period.ofDays(3), YearMonth.of(2026, 1), DayOfWeek.FRIDAY, ChronoUnit.WEEKS,
			WeekFields.ISO, JapaneseDate.of(2026, 1, 1), ZoneId.of("Europe/Berlin"),
			ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 6, ZoneId.of("Europe/Berlin")), new Date(7), new Timestamp(8),
			new GregorianCalendar(2026, 1, 1), TimeZone.getTimeZone("Europe/Berlin"), Locale.GERMANY,
			Currency.getInstance("EUR"), new UUID(1, 2), BitSet.valueOf(new long[] { 5 }), new Properties(),
			new File("a"), URI.create("https://example.org/a"), InetAddress.getLoopbackAddress(),
			InetSocketAddress.createUnresolved("example.org", 80), PosixFilePermission.OWNER_READ, TimeUnit.DAYS,
			EnumSet.of(Colour.RED, Colour.GREEN), EnumSet.noneOf(PosixFilePermission.class),
			new EnumMap<>(Map.of(Colour.GREEN, 5)), Colour.GREEN, Colour.class,
			new ConcurrentHashMap<>(Map.of("a", List.of(1))), new ConcurrentSkipListMap<>(Map.of("a", 1)),
			new CopyOnWriteArrayList<>(List.of(1)), new TreeMap<>(Map.of(Colour.RED, Set.of(Optional.of(1)))),
			Map.of(new Size(1, 2), Optional.of(new Size(3, 4))), new Size(1, 2), Path.of("a", "b"), Optional.empty(),
			Collections.unmodifiableMap(Map.of("k", Path.of("p"))), Collections.synchronizedList(new ArrayList<>()),
			new IdentityHashMap<>());

	@ParameterizedTest
	@FieldSource({ "plainValues", "values" })
	void valueOfTheJdkAndOfTheApplicationPasses(Object value) throws Exception {
		assertThat(roundTrip(value)).isEqualTo(value);
	}

	@ParameterizedTest
	@MethodSource("dev.poolworks.wire.ValueCodecTests#views")
	void viewOfTheJdkPasses(String name, Object view) throws Exception {
		assertThat(String.valueOf(roundTrip(view))).isEqualTo(String.valueOf(view));
	}

	@Test
	void valueWithoutEqualityPasses() throws Exception {
		assertThat(roundTrip(new AtomicLong(4))).hasToString("4");
		assertThat(roundTrip(Pattern.compile("a+"))).hasToString("a+");
		assertThat((Object[]) roundTrip(new Size[][] { { new Size(1, 2) }, null }))
			.isEqualTo(new Size[][] { { new Size(1, 2) }, null });
		assertThat((Object[]) roundTrip(new Comparable<?>[] { 1, "a" })).containsExactly(1, "a");
		assertThat((Object[]) roundTrip(new Serializable[] { 1, new int[] { 2 } })).hasSize(2);
	}

	@Test
	void streamPasses() throws Exception {
		assertThat(((Stream<?>) roundTrip(Stream.of(1, new Size(1, 2)))).toList())
			.isEqualTo(List.of(1, new Size(1, 2)));
	}

	@Test
	void exceptionPassesWithCauseAndSuppressed() throws Exception {
		Exception failure = new PlainException("boom", new Size(1, 2));
		failure.initCause(new UndeclaredThrowableException(new ClassNotFoundException("x", new StackOverflowError())));
		failure.addSuppressed(new OwnException("suppressed"));
		Throwable copy = (Throwable) roundTrip(failure);
		assertThat(copy).isInstanceOf(PlainException.class)
			.hasMessage("boom")
			.hasCauseInstanceOf(UndeclaredThrowableException.class)
			.hasRootCauseInstanceOf(StackOverflowError.class);
		assertThat(copy.getSuppressed()).singleElement().isInstanceOf(OwnException.class);
		assertThat(copy.getStackTrace()).isEqualTo(failure.getStackTrace());
	}

	@ParameterizedTest
	@ValueSource(strings = { "javax.management.BadAttributeValueExpException", "java.net.URL",
			"sun.reflect.annotation.AnnotationInvocationHandler", "java.lang.reflect.Proxy",
			"java.lang.invoke.SerializedLambda", "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
			"java.security.SignedObject", "java.beans.beancontext.BeanContextSupport",
			"java.rmi.server.UnicastRemoteObject", "java.rmi.server.RemoteObjectInvocationHandler",
			"java.rmi.MarshalledObject", "sun.rmi.server.UnicastRef", "javax.management.openmbean.TabularDataSupport",
			"javax.swing.UIDefaults", "java.util.logging.Level", "javax.swing.JEditorPane", "javax.naming.Reference",
			"com.thirdparty.Shape", "com.thirdparty.GadgetException", "[Lcom.thirdparty.Shape;", "[[Ljava.net.URL;" })
	void whatRunsDangerousCodeOrIsUnknownIsRefused(String name) throws Exception {
		Class<?> type = Class.forName(name, false, getClass().getClassLoader());
		assertThat(types.near("com.acme").allows(type)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "com.acme, com.acme", "com.acme.web, com.acme", "com.acme.web.page, com.acme", "demo, demo",
			"org.apache.tika.parser, org.apache.tika", "org.apache.tika, org.apache.tika",
			"org.springframework.samples.petclinic.owner, org.springframework.samples", "uk.co.acme.web, uk.co.acme",
			"com.github.jane.tool, com.github.jane", "java.util.concurrent, ''", "com.sun.proxy, ''" })
	void packagesNearCodeAreThoseBelowTheFirstPartsOfItsName(String code, String near) {
		assertThat(types.near(code).packages())
			.containsExactly((near.isEmpty()) ? new String[0] : new String[] { near });
	}

	@Test
	void codeWithoutAPackageIsNearNothingElse() throws Exception {
		AllowedTypes near = types.near("");
		assertThat(near.packages()).containsExactly("");
		assertThat(near.allows(Shape.class)).isFalse();
		assertThat(near.allows(Class.forName("Unnamed"))).isTrue();
		assertThat(types.near("com.acme").allows(Class.forName("Unnamed"))).isFalse();
	}

	@Test
	void packageStandsForThoseBelowItButNotForOthersThatBeginAlike() {
		assertThat(types.near("com.thirdparty.x").allows(Shape.class)).isTrue();
		assertThat(AllowedTypes.of("render", List.of("com")).allows(Shape.class)).isTrue();
		assertThat(AllowedTypes.of("render", List.of("com.third", "com.thirdparty.shape")).allows(Shape.class))
			.isFalse();
		assertThat(AllowedTypes.of("render", List.of("com.thirdparty")).allows(GadgetException.class)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "com.acme.*", "com..acme", ".com", "com.acme.", "com.acme-web", "*", "com/acme" })
	void whatIsNoPackageIsRefusedByName(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> AllowedTypes.of("render", List.of("com.acme", name)))
			.withMessageContaining("pool 'render': serialization.allow has '" + name + "'");
	}

	private static Object roundTrip(Object value) throws Exception {
		return codec.decode(codec.encode(value, "value"));
	}

	/** Constants with bodies have classes of their own. */
	private enum Colour {

		RED, GREEN {
			@Override
			public String toString() {
				return "green";
			}
		}

	}

	private record Size(int width, int height) implements Serializable {

	}

	/**
	 * An exception of the application, which may read itself as it likes.
	 */
	private static final class OwnException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		OwnException(String message) {
			super(message);
		}

		private Object readResolve() {
			return this;
		}

	}

}
