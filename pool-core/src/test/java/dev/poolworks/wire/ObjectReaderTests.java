package dev.poolworks.wire;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The bounds of deserialization.
 */
class ObjectReaderTests {

	private static final ValueCodec values = new ValueCodec(ObjectReaderTests.class.getClassLoader(), 1 << 20);

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
