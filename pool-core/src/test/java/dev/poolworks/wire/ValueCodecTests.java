package dev.poolworks.wire;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import dev.poolworks.PayloadTooLargeException;
import dev.poolworks.Task;
import dev.poolworks.TaskNotSerializableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

class ValueCodecTests {

	private static final ValueCodec codec = new ValueCodec(ValueCodecTests.class.getClassLoader(), 1 << 20);

	static final List<Object> values = List.of(true, false, 0, -1, Integer.MIN_VALUE, 0L, Long.MAX_VALUE, 0.0, -0.0,
			Double.NaN, Double.MIN_VALUE, "", "text", "naïve ☃ \uD83D\uDE00", "\0", 'c', (short) 3, (byte) 4, 1.5f,
			DayOfWeek.MONDAY, Duration.ofSeconds(3), new Page(3, "title", List.of(1, 2)), Set.of(1),
			new TreeMap<>(Map.of("a", 1)), new EnumMap<>(Map.of(DayOfWeek.FRIDAY, 5)), Integer.class, int.class,
			String[].class, Map.Entry.class);

	@ParameterizedTest
	@FieldSource("values")
	void valueArrivesAsItWas(Object value) throws Exception {
		assertThat(roundTrip(value)).isEqualTo(value).hasSameClassAs(value);
	}

	@Test
	void nullArrivesAsNull() throws Exception {
		assertThat(roundTrip(null)).isNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 255, 256, 257, 70_000 })
	void bytesArriveAsTheyWere(int length) throws Exception {
		byte[] bytes = new byte[length];
		Arrays.fill(bytes, (byte) 7);
		assertThat((byte[]) roundTrip(bytes)).isEqualTo(bytes);
	}

	@Test
	void arraysOfAllKindsArriveAsTheyWere() throws Exception {
		Object[] arrays = { new int[] { 1, 2 }, new String[][] { { "a" }, null },
				new Object[] { 1, "b", new long[3] } };
		assertThat((Object[]) roundTrip(arrays)).isEqualTo(arrays);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\uD800", "a\uDC00", "\uDE00\uD83D", "x\uD83D" })
	void textThatIsNoValidUnicodeArrivesAsItWas(String text) throws Exception {
		assertThat(roundTrip(text)).isEqualTo(text);
	}

	@Test
	void objectThatOccursTwiceStaysOneObject() throws Exception {
		Page page = new Page(1, "one", List.of());
		List<?> copy = (List<?>) roundTrip(new ArrayList<>(List.of(page, page)));
		assertThat((Object) copy.get(0)).isSameAs(copy.get(1));
	}

	@Test
	void exceptionArrivesWithTypeMessageAndStack() throws Exception {
		Exception failure = new IOException("disk full", new IllegalStateException("cause"));
		Exception copy = (Exception) roundTrip(failure);
		assertThat(copy).isInstanceOf(IOException.class)
			.hasMessage("disk full")
			.hasCauseInstanceOf(IllegalStateException.class);
		assertThat(copy.getStackTrace()).isEqualTo(failure.getStackTrace());
	}

	@Test
	void pathArrivesAsPath() throws Exception {
		Path path = Path.of("a dir", "ü.pdf");
		assertThat(roundTrip(path)).isEqualTo(path);
		assertThat(roundTrip(new Holder(path))).isEqualTo(new Holder(path));
		assertThat(roundTrip(List.of(path))).isEqualTo(List.of(path));
	}

	@Test
	void pathOfAnotherFileSystemIsRefusedRatherThanMistakenForAFile(@TempDir Path directory) throws Exception {
		try (var zip = java.nio.file.FileSystems.newFileSystem(directory.resolve("a.zip"), Map.of("create", "true"))) {
			Path inside = zip.getPath("/etc/passwd");
			assertThatExceptionOfType(TaskNotSerializableException.class)
				.isThrownBy(() -> codec.encode(new Holder(inside), "argument"))
				.withMessageContaining("argument.value");
		}
	}

	@Test
	void optionalArrivesAsOptional() throws Exception {
		assertThat(roundTrip(Optional.empty())).isEqualTo(Optional.empty());
		assertThat(roundTrip(Optional.of("x"))).isEqualTo(Optional.of("x"));
		assertThat(roundTrip(Map.of("k", Optional.of(Path.of("p"))))).isEqualTo(Map.of("k", Optional.of(Path.of("p"))));
	}

	@Test
	void streamArrivesAsStream() throws Exception {
		Object copy = roundTrip(Stream.of(1, 2, 3).map((n) -> n * n));
		assertThat(copy).isInstanceOf(Stream.class);
		assertThat(((Stream<?>) copy).toList()).isEqualTo(List.of(1, 4, 9));
		assertThat(((Stream<?>) roundTrip(Stream.of((Object) null))).toList()).isEqualTo(Arrays.asList((Object) null));
	}

	@ParameterizedTest
	@MethodSource("views")
	void viewOfTheJdkArrivesWithEqualContent(String name, Object view) throws Exception {
		Object copy = roundTrip(view);
		if (view instanceof List<?> || view instanceof Set<?> || view instanceof Map<?, ?>
				|| view instanceof Map.Entry<?, ?>) {
			assertThat(copy).isEqualTo(view);
		}
		assertThat(String.valueOf(copy)).isEqualTo(String.valueOf(view));
		assertThat(String.valueOf(((Holder) roundTrip(new Holder(view))).value())).isEqualTo(String.valueOf(view));
	}

	static List<Object[]> views() {
		List<Integer> list = new ArrayList<>(List.of(1, 2, 3));
		Map<String, Integer> map = new LinkedHashMap<>(Map.of("a", 1));
		TreeMap<String, Integer> tree = new TreeMap<>(Map.of("a", 1, "b", 2, "c", 3));
		return List.of(view("subList", list.subList(1, 3)),
				view("sub list of a sub list", list.subList(0, 3).subList(1, 2)),
				view("sub list of a linked list", new LinkedList<>(list).subList(1, 3)),
				view("sub list of List.of", List.of(1, 2, 3).subList(0, 2)), view("asList", Arrays.asList(1, null)),
				view("sub list of asList", Arrays.asList(1, 2).subList(0, 1)),
				view("nCopies", Collections.nCopies(2, 1)), view("emptyList", Collections.emptyList()),
				view("singleton", Collections.singletonList(1)),
				view("unmodifiable list", Collections.unmodifiableList(list.subList(1, 2))),
				view("unmodifiable set", Collections.unmodifiableSet(map.keySet())),
				view("unmodifiable map", Collections.unmodifiableMap(tree.headMap("b"))),
				view("synchronized list", Collections.synchronizedList(list.subList(0, 1))),
				view("checked list", Collections.checkedList(list, Integer.class)), view("keySet", map.keySet()),
				view("values", map.values()), view("entrySet", map.entrySet()), view("entry", Map.entry("a", 1)),
				view("entry of a map", map.entrySet().iterator().next()), view("entrySet of a tree", tree.entrySet()),
				view("entrySet of Map.of", Map.of("a", 1).entrySet()),
				view("entrySet of a concurrent map", new ConcurrentHashMap<>(map).entrySet()),
				view("keySet of a concurrent map", new ConcurrentHashMap<>(map).keySet()),
				view("entrySet of an unmodifiable map", Collections.unmodifiableMap(map).entrySet()),
				view("headMap", tree.headMap("c")), view("descendingMap", tree.descendingMap()),
				view("keySet of a tree", tree.keySet()), view("descending keys", tree.descendingKeySet()),
				view("headSet", new TreeSet<>(list).headSet(3)),
				view("newSetFromMap", Collections.newSetFromMap(new HashMap<>())),
				view("keySet of an identity map", new IdentityHashMap<>(Map.of("a", 2)).keySet()),
				view("deque", new ArrayDeque<>(list)),
				view("reversed", list.stream().sorted(Collections.reverseOrder()).toList()));
	}

	private static Object[] view(String name, Object view) {
		return new Object[] { name, view };
	}

	@ParameterizedTest
	@MethodSource("offenders")
	void valueThatCannotTravelIsNamedByItsPath(Object value, String path) {
		assertThatExceptionOfType(TaskNotSerializableException.class).isThrownBy(() -> codec.encode(value, "argument"))
			.satisfies((ex) -> assertThat(ex.path()).isEqualTo(path))
			.withMessageContaining(path)
			.withMessageContaining("make it Serializable");
	}

	static List<Object[]> offenders() {
		Thread thread = Thread.currentThread();
		Object offender = new Object();
		Map<Object, Object> keyed = new HashMap<>();
		keyed.put(new Plain("k"), 1);
		Task<String> captures = () -> "hello " + offender;
		String plain = " (" + Plain.class.getName() + ")";
		return List.of(new Object[] { offender, "argument (java.lang.Object)" },
				new Object[] { new Plain("x"), "argument" + plain },
				new Object[] { new Holder(new Plain("x")), "argument.value" + plain },
				new Object[] { new Holder(new Holder(new Plain("x"))), "argument.value.value" + plain },
				new Object[] { new Object[] { 1, null, thread }, "argument[2] (java.lang.Thread)" },
				new Object[] { List.of(1, new Holder(offender)), "argument[1].value (java.lang.Object)" },
				new Object[] { List.of(1, 2, offender).subList(1, 3), "argument[1] (java.lang.Object)" },
				new Object[] { Map.of("key", new Holder(offender)), "argument[key].value (java.lang.Object)" },
				new Object[] { keyed, "argument.key0" + plain },
				new Object[] { Map.of("k", offender).entrySet(), "argument[0].value (java.lang.Object)" },
				new Object[] { Optional.of(offender), "argument.value (java.lang.Object)" },
				new Object[] { new Holder(new StringJoiner(",")), "argument.value (java.util.StringJoiner)" },
				new Object[] { new Child(offender), "argument.inherited (java.lang.Object)" },
				new Object[] { captures, "argument.captured0 (java.lang.Object)" });
	}

	@Test
	void valueWhoseOwnSerializationThrowsIsNamedWithItsReason() {
		assertThatExceptionOfType(TaskNotSerializableException.class)
			.isThrownBy(() -> codec.encode(new Unwritable(), "argument"))
			.withMessageContaining("argument")
			.withMessageContaining("out of ink");
	}

	@Test
	void valueThatRefersToItselfTooDeeplyIsNamed() {
		Holder deepest = nested(100_000);
		assertThatExceptionOfType(TaskNotSerializableException.class)
			.isThrownBy(() -> codec.encode(deepest, "argument"))
			.withMessageContaining("nested too deeply");
	}

	@Test
	void valueThatIsNestedDeeperThanItsReaderBearsSaysSo() throws InterruptedException {
		AtomicReference<byte[]> encoded = new AtomicReference<>();
		Thread writer = new Thread(null, () -> encoded.set(codec.encode(nested(1_100), "argument")), "writer",
				64L << 20);
		writer.start();
		writer.join();
		byte[] bytes = encoded.get();
		assertThatIOException().isThrownBy(() -> codec.decode(bytes))
			.withMessageMatching("(?s)it is nested (too deeply|deeper than 1000 objects); pass a list .*");
	}

	@ParameterizedTest
	@MethodSource("largeValues")
	void valueAboveTheLimitIsRefusedByName(Object value) {
		ValueCodec small = new ValueCodec(ValueCodecTests.class.getClassLoader(), 1_000);
		assertThatExceptionOfType(PayloadTooLargeException.class).isThrownBy(() -> small.encode(value, "result"))
			.withMessageContaining("result")
			.withMessageContaining("limit is 1000")
			.withMessageContaining("max-payload");
	}

	static List<Object> largeValues() {
		return List.of(new byte[1_000], "x".repeat(1_000), new long[1_000], List.of("x".repeat(2_000)));
	}

	@Test
	void valueOfExactlyTheLimitTravels() throws Exception {
		ValueCodec small = new ValueCodec(ValueCodecTests.class.getClassLoader(), 1_000);
		assertThat(small.encode(new byte[999], "result")).hasSize(1_000);
		assertThat(small.encode("x".repeat(999), "result")).hasSize(1_000);
	}

	@ParameterizedTest
	@MethodSource("rubbish")
	void bytesThatAreNoValueAreAnIOException(byte[] bytes) {
		assertThatIOException().isThrownBy(() -> codec.decode(bytes));
	}

	static List<byte[]> rubbish() {
		return List.of(new byte[0], new byte[] { 0, 0 }, new byte[] { 3, 1, 2, 3 }, new byte[] { 3, 1, 2, 3, 4, 5 },
				new byte[] { 4, 1 }, new byte[] { 5 }, new byte[] { 9 }, new byte[] { -1 }, new byte[] { 8 },
				new byte[] { 8, 1, 2, 3, 4, 5, 6 });
	}

	@Test
	void arrayThatClaimsMoreElementsThanThereAreBytesIsRefusedBeforeItIsMade() {
		byte[] bytes = codec.encode(new long[] { 1, 2 }, "argument");
		int length = bytes.length - 2 * Long.BYTES - Integer.BYTES;
		bytes[length] = 0x7f;
		assertThatIOException().isThrownBy(() -> codec.decode(bytes)).withMessageContaining("it claims an array of 21");
	}

	@Test
	void whatTheValuesOwnCodeThrowsIsAnIOException() {
		byte[] bytes = codec.encode(new Unreadable(), "argument");
		assertThatIOException().isThrownBy(() -> codec.decode(bytes))
			.withMessageContaining("no licence")
			.withCauseInstanceOf(AssertionError.class);
	}

	@Test
	void proxyArrives() throws Exception {
		Runnable proxy = (Runnable) java.lang.reflect.Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { Runnable.class }, new NoAction());
		Object copy = roundTrip(proxy);
		assertThat(copy).isInstanceOf(Runnable.class);
		((Runnable) copy).run();
	}

	@Test
	void classThatIsNotThereIsNamed() {
		byte[] bytes = codec.encode(new Holder(null), "argument");
		String renamed = new String(bytes, StandardCharsets.ISO_8859_1).replace("Holder", "Golder");
		assertThatExceptionOfType(ClassNotFoundException.class)
			.isThrownBy(() -> codec.decode(renamed.getBytes(StandardCharsets.ISO_8859_1)))
			.withMessageContaining("Golder");
	}

	private static Holder nested(int depth) {
		Holder chain = new Holder(null);
		for (int i = 0; i < depth; i++) {
			chain = new Holder(chain);
		}
		return chain;
	}

	private static Object roundTrip(Object value) throws Exception {
		return codec.decode(codec.encode(value, "value"));
	}

	record Page(int number, String title, List<Integer> sizes) implements Serializable {

	}

	record Holder(Object value) implements Serializable {

	}

	record Plain(String name) {

		@Override
		public String toString() {
			return this.name;
		}

	}

	static class Parent implements Serializable {

		private static final long serialVersionUID = 1L;

		final Object inherited;

		Parent(Object inherited) {
			this.inherited = inherited;
		}

	}

	static final class Child extends Parent {

		private static final long serialVersionUID = 1L;

		final transient Object ignored = new Object();

		Child(Object inherited) {
			super(inherited);
		}

	}

	static final class Unwritable implements Serializable {

		private static final long serialVersionUID = 1L;

		private void writeObject(java.io.ObjectOutputStream out) throws IOException {
			throw new IOException("out of ink");
		}

	}

	static final class Unreadable implements Serializable {

		private static final long serialVersionUID = 1L;

		private void readObject(java.io.ObjectInputStream in) {
			throw new AssertionError("no licence");
		}

	}

	record NoAction() implements java.lang.reflect.InvocationHandler, Serializable {

		@Override
		public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
			return null;
		}

	}

}
