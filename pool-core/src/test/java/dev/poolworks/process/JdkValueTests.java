package dev.poolworks.process;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Insets;
import java.awt.Point;
import java.awt.Polygon;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.AccessMode;
import java.nio.file.Path;
import java.sql.Time;
import java.sql.Timestamp;
import java.text.ChoiceFormat;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.SimpleDateFormat;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.HijrahDate;
import java.time.chrono.IsoChronology;
import java.time.chrono.IsoEra;
import java.time.chrono.JapaneseDate;
import java.time.chrono.JapaneseEra;
import java.time.chrono.MinguoDate;
import java.time.chrono.ThaiBuddhistDate;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.ValueRange;
import java.time.temporal.WeekFields;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.SimpleTimeZone;
import java.util.Stack;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.BaseStream;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import javax.xml.namespace.QName;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values of the JDK go to a worker and come back, all of them, without a line of
 * configuration.
 */
class JdkValueTests extends ProcessPoolFixture {

	@Test
	void valuesOfTheJdkTravelBothWays() {
		ProcessPool pool = pool();
		List<Object> values = new ArrayList<>();
		values.addAll(language());
		values.addAll(time());
		values.addAll(collections());
		values.addAll(views());
		values.addAll(concurrent());
		values.addAll(others());
		assertThat(values).hasSizeGreaterThan(150);
		for (Object value : values) {
			Object copy = pool.submit((argument) -> argument, value).result(LONG);
			assertThat(shown(copy)).as("%s", value.getClass()).isEqualTo(shown(value));
			Object[] inArrays = pool.submit((argument) -> argument, new Object[] { 1, value }).result(LONG);
			assertThat(shown(inArrays[1])).as("%s", value.getClass()).isEqualTo(shown(value));
		}
	}

	@Test
	void streamsTravelBothWays() {
		ProcessPool pool = pool();
		assertThat(pool.submit((IntStream numbers) -> numbers.map((n) -> n + 1), IntStream.range(0, 3)).result(LONG))
			.containsExactly(1, 2, 3);
		assertThat(pool.submit((LongStream numbers) -> numbers.sum(), LongStream.of(1, 2)).result(LONG)).isEqualTo(3);
		assertThat(pool.submit(() -> LongStream.of(1, 2)).result(LONG).toArray()).containsExactly(1, 2);
		assertThat(pool.submit((BaseStream<?, ?> numbers) -> numbers, DoubleStream.of(0.5)).result(LONG))
			.isInstanceOfSatisfying(DoubleStream.class, (copy) -> assertThat(copy.toArray()).containsExactly(0.5));
		assertThat(pool.submit((Stream<String> texts) -> texts.map(String::length), Stream.of("a", "bc")).result(LONG))
			.containsExactly(1, 2);
	}

	private static Object shown(Object value) {
		if (value instanceof Object[] array) {
			return Arrays.deepToString(array);
		}
		if (value instanceof int[] array) {
			return Arrays.toString(array);
		}
		if (value instanceof Polygon polygon) {
			return Arrays.toString(polygon.xpoints) + Arrays.toString(polygon.ypoints);
		}
		if (value instanceof Path2D path) {
			return path.getBounds2D();
		}
		if (value instanceof Random random) {
			return random.nextLong() != 0;
		}
		return isCompared(value) ? value : value.getClass() + ": " + value;
	}

	/**
	 * Whether it says itself when it is equal to another; those that do not are shown.
	 */
	private static boolean isCompared(Object value) {
		try {
			return value.getClass().getMethod("equals", Object.class).getDeclaringClass() != Object.class
					&& !(value instanceof Collection<?> && !(value instanceof List<?> || value instanceof Set<?>));
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<Object> language() {
		return List.of("text", "naïve \uD83D\uDE00", 'c', true, (byte) 1, (short) 2, 3, 4L, 5f, 6d, Double.NaN,
				new StringBuilder("built"), new StringBuffer("built"), String.class, int[].class, Thread.State.BLOCKED,
				new StackTraceElement("a.B", "c", "B.java", 7), new int[] { 1, 2 }, new String[] { "a", null },
				new Object[] { 1, new Object[] { "x" } }, BigInteger.TWO.pow(100), new BigDecimal("1.50"),
				MathContext.DECIMAL64, RoundingMode.HALF_EVEN, Character.UnicodeScript.GREEK);
	}

	private static List<Object> time() {
		ZoneId berlin = ZoneId.of("Europe/Berlin");
		LocalDateTime moment = LocalDateTime.of(2026, 1, 2, 3, 4, 5, 6);
		return List.of(Instant.MAX, Duration.ofNanos(7), Period.of(1, 2, 3), moment, moment.toLocalDate(),
				moment.toLocalTime(), LocalTime.MIN, moment.atZone(berlin), moment.atOffset(ZoneOffset.ofHours(2)),
				OffsetTime.of(LocalTime.NOON, ZoneOffset.UTC), OffsetDateTime.MAX, berlin, ZoneOffset.MAX,
				berlin.getRules(), Year.of(2026), YearMonth.of(2026, 2), MonthDay.of(2, 29), Month.MAY,
				DayOfWeek.SUNDAY, ZonedDateTime.of(moment, ZoneOffset.UTC), ChronoUnit.ERAS, ChronoField.EPOCH_DAY,
				ValueRange.of(1, 28, 31), WeekFields.of(Locale.US), IsoChronology.INSTANCE, IsoEra.CE,
				JapaneseEra.REIWA, JapaneseDate.of(2026, 1, 1), HijrahDate.of(1447, 1, 1), MinguoDate.of(115, 1, 1),
				ThaiBuddhistDate.of(2569, 1, 1), new Date(1), new java.sql.Date(2), new Time(3), new Timestamp(4),
				new GregorianCalendar(2026, Calendar.MAY, 1), TimeZone.getTimeZone("Asia/Tokyo"),
				new SimpleTimeZone(3_600_000, "X"), TimeUnit.MINUTES);
	}

	private static List<Object> collections() {
		List<Integer> few = Arrays.asList(1, 2, 3);
		Map<String, Integer> pairs = Map.of("a", 1, "b", 2);
		Properties properties = new Properties();
		properties.setProperty("a", "b");
		return List.of(new ArrayList<>(few), new LinkedList<>(few), new Vector<>(few), new Stack<>(),
				new ArrayDeque<>(few), new PriorityQueue<>(few), new HashSet<>(few), new LinkedHashSet<>(few),
				new TreeSet<>(few), new TreeSet<>(Collections.reverseOrder()), new HashMap<>(pairs),
				new LinkedHashMap<>(pairs), new TreeMap<>(pairs), new Hashtable<>(pairs), new IdentityHashMap<>(),
				properties, EnumSet.of(Month.MAY), EnumSet.allOf(Character.UnicodeScript.class),
				new EnumMap<>(Map.of(Month.MAY, 5)), BitSet.valueOf(new long[] { 1, 2, 3 }), List.of(), List.of(1),
				List.of(1, 2, 3), Set.of(), Set.of(1), Set.of(1, 2, 3), Map.of(), Map.of(1, 2), pairs,
				Map.entry("a", 1), new AbstractMap.SimpleEntry<>("a", 1), Optional.empty(), Optional.of("x"),
				OptionalInt.empty(), OptionalInt.of(1), OptionalLong.empty(), OptionalLong.of(2),
				OptionalDouble.empty(), OptionalDouble.of(3), IntStream.of(1, 5).summaryStatistics(),
				new IntSummaryStatistics(), LongStream.of(1, 5).summaryStatistics(), new LongSummaryStatistics(),
				DoubleStream.of(1, 5).summaryStatistics(), new DoubleSummaryStatistics(), Locale.FRANCE,
				Locale.forLanguageTag("zh-Hant-TW"), Currency.getInstance("JPY"), new UUID(1, 2), new Random(1));
	}

	private static List<Object> views() {
		List<Integer> list = new ArrayList<>(List.of(1, 2, 3));
		Map<String, Integer> map = new LinkedHashMap<>(Map.of("a", 1));
		TreeMap<String, Integer> tree = new TreeMap<>(Map.of("a", 1, "b", 2, "c", 3));
		return List.of(list.subList(1, 2), List.of(1, 2, 3).subList(0, 2), Arrays.asList(1, null),
				Collections.nCopies(3, "x"), Collections.emptyList(), Collections.emptySet(), Collections.emptyMap(),
				Collections.singleton(1), Collections.singletonList(1), Collections.singletonMap(1, 2),
				Collections.unmodifiableList(list), Collections.unmodifiableSet(tree.keySet()),
				Collections.unmodifiableMap(map), Collections.unmodifiableSortedMap(tree),
				Collections.synchronizedList(list), Collections.synchronizedMap(map),
				Collections.checkedList(list, Integer.class), Collections.newSetFromMap(new HashMap<>()), map.keySet(),
				map.entrySet(), map.entrySet().iterator().next(), tree.headMap("b"), tree.descendingMap(),
				tree.navigableKeySet(), tree.firstEntry(), new TreeSet<>(list).headSet(2));
	}

	private static List<Object> concurrent() {
		List<Integer> few = List.of(1, 2, 3);
		Map<String, Integer> pairs = Map.of("a", 1);
		LongAdder adder = new LongAdder();
		adder.add(5);
		return List.of(new ConcurrentHashMap<>(pairs), new ConcurrentHashMap<>(pairs).keySet(),
				ConcurrentHashMap.newKeySet(), new ConcurrentSkipListMap<>(pairs), new ConcurrentSkipListSet<>(few),
				new ConcurrentLinkedQueue<>(few), new ConcurrentLinkedDeque<>(few), new CopyOnWriteArrayList<>(few),
				new CopyOnWriteArraySet<>(few), new LinkedBlockingQueue<>(few), new LinkedBlockingDeque<>(few),
				new ArrayBlockingQueue<>(3, false, few), new PriorityBlockingQueue<>(few), new AtomicBoolean(true),
				new AtomicInteger(1), new AtomicLong(2), new AtomicReference<>("x"),
				new AtomicIntegerArray(new int[] { 1, 2 }), adder, new DoubleAdder());
	}

	private static List<Object> others() {
		Path2D path = new Path2D.Double();
		path.moveTo(1, 2);
		path.lineTo(3, 4);
		return List.of(URI.create("https://example.org/a?b"), InetAddress.getLoopbackAddress(),
				InetSocketAddress.createUnresolved("example.org", 80), UnixDomainSocketAddress.of("/tmp/s"),
				Path.of("a", "b"), Path.of("/a/../b"), Path.of(""), new File("a/b"), AccessMode.READ,
				Pattern.compile("a+", Pattern.DOTALL), new QName("u", "l", "p"), new DecimalFormat("0.00"),
				new DecimalFormatSymbols(Locale.ROOT), new SimpleDateFormat("yyyy", Locale.ROOT),
				new ChoiceFormat("0#none|1#one"), new Color(1, 2, 3, 4), new Dimension(1, 2), new Insets(1, 2, 3, 4),
				new Point(1, 2), new Rectangle(1, 2, 3, 4),
				new Polygon(new int[] { 1, 2, 3 }, new int[] { 4, 5, 6 }, 3), new AffineTransform(1, 2, 3, 4, 5, 6),
				new Point2D.Double(1, 2), new Point2D.Float(1, 2), new Rectangle2D.Double(1, 2, 3, 4),
				new Rectangle2D.Float(1, 2, 3, 4), new Ellipse2D.Double(1, 2, 3, 4),
				new Arc2D.Double(1, 2, 3, 4, 5, 6, Arc2D.PIE), new RoundRectangle2D.Double(1, 2, 3, 4, 5, 6),
				new Line2D.Double(1, 2, 3, 4).getBounds2D(), path);
	}

}
