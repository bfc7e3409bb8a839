package dev.poolworks.wire;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.IntSummaryStatistics;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.BaseStream;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What is written in place of a value that is not serializable. What it becomes is made
 * by public constructors of the JDK out of numbers, text and other values: a sender that
 * is not trusted gains nothing by it.
 */
sealed interface StandIn extends Serializable {

	/**
	 * The stand-in for a value of the JDK that is not serializable. Streams are consumed.
	 * @param value any object
	 * @return its stand-in, or {@code null} if there is none
	 */
	static @Nullable StandIn of(Object value) {
		if (value instanceof Path path) {
			return isFile(path) ? OfPath.of(path) : null;
		}
		if (value instanceof Optional<?> optional) {
			return new OfOptional(optional.orElse(null));
		}
		if (value instanceof BaseStream<?, ?> stream) {
			return ofStream(stream);
		}
		if (value instanceof OptionalInt optional) {
			return new OfOptionalInt(optional.isPresent(), optional.orElse(0));
		}
		if (value instanceof OptionalLong optional) {
			return new OfOptionalLong(optional.isPresent(), optional.orElse(0));
		}
		if (value instanceof OptionalDouble optional) {
			return new OfOptionalDouble(optional.isPresent(), optional.orElse(0));
		}
		return ofStatistics(value);
	}

	/**
	 * Whether a value can be written though it is not serializable, found out without
	 * consuming it.
	 * @param value any object
	 * @return whether it has a stand-in
	 */
	static boolean isFor(Object value) {
		return value instanceof BaseStream<?, ?> || of(value) != null;
	}

	private static @Nullable StandIn ofStream(BaseStream<?, ?> stream) {
		if (stream instanceof Stream<?> objects) {
			return new OfStream(new ArrayList<>(objects.toList()));
		}
		if (stream instanceof IntStream numbers) {
			return new OfIntStream(numbers.toArray());
		}
		if (stream instanceof LongStream numbers) {
			return new OfLongStream(numbers.toArray());
		}
		return (stream instanceof DoubleStream numbers) ? new OfDoubleStream(numbers.toArray()) : null;
	}

	private static @Nullable StandIn ofStatistics(Object value) {
		if (value.getClass() == IntSummaryStatistics.class) {
			IntSummaryStatistics of = (IntSummaryStatistics) value;
			return new OfIntStatistics(of.getCount(), of.getMin(), of.getMax(), of.getSum());
		}
		if (value.getClass() == LongSummaryStatistics.class) {
			LongSummaryStatistics of = (LongSummaryStatistics) value;
			return new OfLongStatistics(of.getCount(), of.getMin(), of.getMax(), of.getSum());
		}
		if (value.getClass() == DoubleSummaryStatistics.class) {
			DoubleSummaryStatistics of = (DoubleSummaryStatistics) value;
			return new OfDoubleStatistics(of.getCount(), of.getMin(), of.getMax(), of.getSum());
		}
		return null;
	}

	/** Whether a path means the same in another process. */
	private static boolean isFile(Path path) {
		return path.getFileSystem() == FileSystems.getDefault();
	}

	/**
	 * Takes the place of a path of the default file system. Where names are bytes, text
	 * may not have them: not what the locale cannot decode, and another process may have
	 * another locale. A URI has them all.
	 *
	 * @param path the path, or the raw path of its URI
	 * @param isRaw whether it is the latter
	 * @param isAbsolute whether the path is
	 */
	record OfPath(String path, boolean isRaw, boolean isAbsolute) implements StandIn {

		static OfPath of(Path path) {
			String text = path.toString();
			if (isAscii(text) || !"/".equals(path.getFileSystem().getSeparator())) {
				return new OfPath(text, false, path.isAbsolute());
			}
			return new OfPath(Path.of("/").resolve(path).toUri().getRawPath(), true, path.isAbsolute());
		}

		/** Every character set that names files has these, and at the same places. */
		private static boolean isAscii(String text) {
			return text.chars().allMatch((c) -> c < 128);
		}

		private Object readResolve() throws InvalidObjectException {
			if (!this.isRaw) {
				return Path.of(this.path);
			}
			if (!this.path.startsWith("/")) {
				throw new InvalidObjectException("the raw path of a file does not begin with /: " + this.path);
			}
			Path absolute = Path.of(URI.create("file://" + this.path));
			return this.isAbsolute ? absolute : absolute.subpath(0, absolute.getNameCount());
		}

	}

	/**
	 * Takes the place of an optional.
	 *
	 * @param value the value, or {@code null}
	 */
	record OfOptional(@Nullable Object value) implements StandIn {

		private Object readResolve() {
			return Optional.ofNullable(this.value);
		}

	}

	/**
	 * Takes the place of an optional.
	 *
	 * @param isPresent whether there is a value
	 * @param value the value
	 */
	record OfOptionalInt(boolean isPresent, int value) implements StandIn {

		private Object readResolve() {
			return this.isPresent ? OptionalInt.of(this.value) : OptionalInt.empty();
		}

	}

	/**
	 * Takes the place of an optional.
	 *
	 * @param isPresent whether there is a value
	 * @param value the value
	 */
	record OfOptionalLong(boolean isPresent, long value) implements StandIn {

		private Object readResolve() {
			return this.isPresent ? OptionalLong.of(this.value) : OptionalLong.empty();
		}

	}

	/**
	 * Takes the place of an optional.
	 *
	 * @param isPresent whether there is a value
	 * @param value the value
	 */
	record OfOptionalDouble(boolean isPresent, double value) implements StandIn {

		private Object readResolve() {
			return this.isPresent ? OptionalDouble.of(this.value) : OptionalDouble.empty();
		}

	}

	/**
	 * Takes the place of a stream.
	 *
	 * @param elements its elements
	 */
	record OfStream(ArrayList<Object> elements) implements StandIn {

		private Object readResolve() {
			return this.elements.stream();
		}

	}

	/**
	 * Takes the place of a stream.
	 *
	 * @param elements its elements
	 */
	record OfIntStream(int[] elements) implements StandIn {

		private Object readResolve() {
			return Arrays.stream(this.elements);
		}

	}

	/**
	 * Takes the place of a stream.
	 *
	 * @param elements its elements
	 */
	record OfLongStream(long[] elements) implements StandIn {

		private Object readResolve() {
			return Arrays.stream(this.elements);
		}

	}

	/**
	 * Takes the place of a stream.
	 *
	 * @param elements its elements
	 */
	record OfDoubleStream(double[] elements) implements StandIn {

		private Object readResolve() {
			return Arrays.stream(this.elements);
		}

	}

	/**
	 * Takes the place of statistics.
	 *
	 * @param count how many numbers
	 * @param min the least
	 * @param max the greatest
	 * @param sum their sum
	 */
	record OfIntStatistics(long count, int min, int max, long sum) implements StandIn {

		private Object readResolve() {
			return new IntSummaryStatistics(this.count, this.min, this.max, this.sum);
		}

	}

	/**
	 * Takes the place of statistics.
	 *
	 * @param count how many numbers
	 * @param min the least
	 * @param max the greatest
	 * @param sum their sum
	 */
	record OfLongStatistics(long count, long min, long max, long sum) implements StandIn {

		private Object readResolve() {
			return new LongSummaryStatistics(this.count, this.min, this.max, this.sum);
		}

	}

	/**
	 * Takes the place of statistics.
	 *
	 * @param count how many numbers
	 * @param min the least
	 * @param max the greatest
	 * @param sum their sum
	 */
	record OfDoubleStatistics(long count, double min, double max, double sum) implements StandIn {

		private Object readResolve() {
			return new DoubleSummaryStatistics(this.count, this.min, this.max, this.sum);
		}

	}

	/**
	 * Takes the place of an exception that another holds. Only within failures.
	 *
	 * @param number which one; {@link FailureWriter#NONE} if it was not sent
	 */
	record OfException(int number) implements StandIn {

	}

	/**
	 * Takes the place of a value that an exception holds, and that may be refused without
	 * the exception. Only within failures.
	 *
	 * @param bytes the value, serialized by itself
	 */
	record OfDetail(byte[] bytes) implements StandIn {

	}

}
