package dev.poolworks.wire;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The bounds of deserialization.
 */
class ObjectReaderTests {

	private static final ValueCodec values = new ValueCodec(ObjectReaderTests.class.getClassLoader(), 1 << 26);

	@ParameterizedTest
	@ValueSource(classes = { long.class, double.class, int.class, float.class, boolean.class })
	void arrayLongerThanItsBytesIsRefusedBeforeItIsMade(Class<?> element) throws Exception {
		Object array = Array.newInstance(element, 1_000);
		byte[] bytes = values.encode(array, "array");
		assertThat(Array.getLength(values.decode(bytes))).isEqualTo(1_000);
		byte[] half = Arrays.copyOf(bytes, bytes.length / 2);
		assertThatExceptionOfType(InvalidObjectException.class).isThrownBy(() -> values.decode(half))
			.withMessageContaining("claims an array of 1000 elements");
	}

	@Test
	void elementOfAnArrayOfObjectsMayTakeOneByte() throws Exception {
		byte[] bytes = values.encode(new Object[10_000], "array");
		assertThat((Object[]) values.decode(bytes)).hasSize(10_000);
		assertThatExceptionOfType(InvalidObjectException.class)
			.isThrownBy(() -> values.decode(Arrays.copyOf(bytes, 100)))
			.withMessageContaining("claims an array of 10000 elements");
	}

	@Test
	void arraysTogetherMayNotBeMoreThanTheirBytesCanFill() throws Exception {
		for (int claimed : new int[] { 500_000, 100_000, 20_000 }) {
			byte[] bomb = MemoryBomb.lists(900, claimed);
			assertRefused(bomb); // what is loaded and compiled meanwhile does not count
			long before = Allocated.here();
			InvalidObjectException refusal = assertRefused(bomb);
			assertThat(Allocated.here() - before).isLessThan(20L * bomb.length);
			assertThat(refusal).hasMessageContaining("claims an array of " + claimed + " elements")
				.hasMessageContaining("its arrays together are more than its " + bomb.length + " bytes can fill");
		}
	}

	private static InvalidObjectException assertRefused(byte[] bytes) throws IOException, ClassNotFoundException {
		try {
			values.deserialize(ByteBuffer.wrap(bytes), null);
		}
		catch (InvalidObjectException ex) {
			return ex;
		}
		throw new AssertionError("it was read");
	}

	@ParameterizedTest
	@FieldSource("wasteful")
	void collectionsThatAreLargerThanTheirContentPass(String name, Supplier<Object> maker) throws Exception {
		for (int copies : new int[] { 1, 100 }) {
			List<Object> all = new ArrayList<>();
			for (int i = 0; i < copies; i++) {
				all.add(maker.get());
			}
			assertThat((List<?>) values.decode(values.encode(all, name))).hasSize(copies);
			assertThat((Object[]) values.decode(values.encode(all.toArray(), name))).hasSize(copies);
		}
		assertThat(values.decode(values.encode(maker.get(), name))).isNotNull();
	}

	static final List<Arguments> wasteful = wasteful();

	private static List<Arguments> wasteful() {
		List<Arguments> all = new ArrayList<>();
		for (int size : new int[] { 0, 1, 2, 12, 13, 40 }) {
			List<Integer> few = IntStream.range(0, size).boxed().toList();
			Map<Integer, Object> pairs = new HashMap<>();
			few.forEach((key) -> pairs.put(key, null));
			all.add(sized("loose HashMap", size, () -> filled(new HashMap<>(1 << 8, 0.001f), pairs)));
			all.add(sized("HashMap", size, () -> new HashMap<>(pairs)));
			all.add(sized("LinkedHashMap", size, () -> filled(new LinkedHashMap<>(1 << 8, 0.1f, true), pairs)));
			all.add(sized("loose HashSet", size, () -> filled(new HashSet<>(1 << 8, 0.001f), few)));
			all.add(sized("LinkedHashSet", size, () -> filled(new LinkedHashSet<>(1 << 8, 0.1f), few)));
			all.add(sized("Hashtable", size, () -> filled(new Hashtable<>(1 << 8, 0.001f), Map.of(size, 1))));
			all.add(sized("IdentityHashMap", size, () -> filled(new IdentityHashMap<>(1 << 8), pairs)));
			all.add(sized("ConcurrentHashMap", size, () -> filled(new ConcurrentHashMap<>(1 << 8), Map.of(size, 1))));
			all.add(sized("Properties", size, () -> filled(new Properties(), Map.of(size, 1))));
			all.add(sized("ArrayList", size, () -> filled(new ArrayList<>(1 << 8), few)));
			all.add(sized("ArrayDeque", size, () -> filled(new ArrayDeque<>(1 << 8), few)));
			all.add(sized("PriorityQueue", size, () -> filled(new PriorityQueue<>(1 << 8), few)));
			all.add(sized("PriorityBlockingQueue", size, () -> filled(new PriorityBlockingQueue<>(1 << 8), few)));
			all.add(sized("CopyOnWriteArrayList", size, () -> new CopyOnWriteArrayList<>(few)));
			all.add(sized("Vector", size, () -> filled(new Vector<>(64), few)));
			all.add(sized("Map.copyOf", size,
					() -> Map.copyOf(few.stream().collect(Collectors.toMap((n) -> n, (n) -> n)))));
			all.add(sized("Set.copyOf", size, () -> Set.copyOf(few)));
			all.add(sized("BitSet", size, () -> new BitSet(1 << 8)));
		}
		all.add(sized("EnumMap", 0, () -> new EnumMap<>(Character.UnicodeScript.class)));
		all.add(sized("EnumSet", 0, () -> EnumSet.allOf(Character.UnicodeScript.class)));
		all.add(sized("nulls", 0, () -> new Object[50]));
		return all;
	}

	private static Arguments sized(String name, int size, Supplier<Object> maker) {
		return Arguments.of(name + " of " + size, maker);
	}

	private static Object filled(Map<?, ?> map, Map<?, ?> content) {
		@SuppressWarnings("unchecked")
		Map<Object, Object> target = (Map<Object, Object>) map;
		target.putAll(content);
		return target;
	}

	private static Object filled(Collection<?> collection, Collection<?> content) {
		@SuppressWarnings("unchecked")
		Collection<Object> target = (Collection<Object>) collection;
		target.addAll(content);
		return target;
	}

	@Test
	void graphMayBeDeepButNotDeeper() throws Exception {
		assertThat(values.decode(values.encode(nested(999), "value"))).isInstanceOf(Object[].class);
		byte[] deeper = values.encode(nested(1_001), "value");
		assertThatExceptionOfType(InvalidObjectException.class).isThrownBy(() -> values.decode(deeper))
			.withMessageContaining("nested deeper than 1000 objects");
	}

	@Test
	void refusalNamesTheClassAndTheCure() {
		byte[] bytes = values.encode(new Invoice(7), "result");
		assertThatExceptionOfType(RefusedTypeException.class)
			.isThrownBy(() -> values.allowing(AllowedTypes.of("pdf", List.of())).decode(bytes))
			.withMessageContaining(Invoice.class.getName())
			.withMessageContaining("add dev.poolworks.wire to pool.executors.pdf.serialization.allow");
	}

	private static Object nested(int depth) {
		Object value = new Object[0];
		for (int i = 1; i < depth; i++) {
			value = new Object[] { value };
		}
		return value;
	}

	private record Invoice(int number) implements Serializable {

	}

}
