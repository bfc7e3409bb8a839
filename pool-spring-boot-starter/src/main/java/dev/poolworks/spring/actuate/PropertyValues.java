package dev.poolworks.spring.actuate;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.springframework.util.ReflectionUtils;
import org.springframework.util.unit.DataSize;

/**
 * Reads a record of configuration back into keys and values as they are written in a YAML
 * file. Going over its components instead of naming them means that no new key can be
 * forgotten here.
 */
final class PropertyValues {

	private static final Pattern INNER_CAPITAL = Pattern.compile("(?<=[a-z0-9])([A-Z])");

	private PropertyValues() {
	}

	/**
	 * The values that are set.
	 * @param source configuration
	 * @return values by key, the key in the kebab case of YAML files
	 */
	static Map<String, Object> of(Record source) {
		Map<String, Object> values = new LinkedHashMap<>();
		for (RecordComponent component : source.getClass().getRecordComponents()) {
			ReflectionUtils.makeAccessible(component.getAccessor());
			Object value = ReflectionUtils.invokeMethod(component.getAccessor(), source);
			if (value != null) {
				values.put(kebab(component.getName()), value);
			}
		}
		return values;
	}

	/**
	 * A single value as it is written in a YAML file.
	 * @param value no record, no map and no collection
	 * @return a number, a boolean or text
	 */
	static Object text(Object value) {
		if (value instanceof Number || value instanceof Boolean) {
			return value;
		}
		if (value instanceof Duration duration) {
			return text(duration);
		}
		if (value instanceof DataSize size) {
			return text(size);
		}
		if (value instanceof Enum<?> constant) {
			return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
		}
		return (value instanceof Class<?> type) ? type.getName() : value.toString();
	}

	private static String text(Duration duration) {
		if (duration.isZero() || duration.getNano() % 1_000_000 != 0) {
			return duration.isZero() ? "0s" : duration.toString();
		}
		if (duration.getNano() != 0) {
			return duration.toMillis() + "ms";
		}
		long seconds = duration.toSeconds();
		if (seconds % 3600 == 0) {
			return seconds / 3600 + "h";
		}
		return (seconds % 60 == 0) ? seconds / 60 + "m" : seconds + "s";
	}

	private static String text(DataSize size) {
		long bytes = size.toBytes();
		if (bytes == 0 || bytes % 1024 != 0) {
			return bytes + "B";
		}
		if (bytes % DataSize.ofGigabytes(1).toBytes() == 0) {
			return size.toGigabytes() + "GB";
		}
		return (bytes % DataSize.ofMegabytes(1).toBytes() == 0) ? size.toMegabytes() + "MB" : size.toKilobytes() + "KB";
	}

	private static String kebab(String name) {
		return INNER_CAPITAL.matcher(name).replaceAll("-$1").toLowerCase(Locale.ROOT);
	}

}
