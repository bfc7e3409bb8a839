package dev.poolworks.spring.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * Compares two records of configuration component by component, so that no new key can be
 * forgotten here. Stateless.
 */
final class SettingsDifference {

	private SettingsDifference() {
	}

	/**
	 * The keys whose values differ.
	 * @param first configuration
	 * @param second configuration of the same type
	 * @return keys such as {@code recycle.max-age}; those of a group that only one of
	 * them has are named by the group
	 */
	static List<String> between(Record first, Record second) {
		List<String> paths = new ArrayList<>();
		collect("", first, second, paths);
		return paths;
	}

	private static void collect(String prefix, Record first, Record second, List<String> paths) {
		for (RecordComponent component : first.getClass().getRecordComponents()) {
			String path = prefix + DataObjectPropertyName.toDashedForm(component.getName());
			Object before = value(component, first);
			Object after = value(component, second);
			if (before instanceof Record lower && after instanceof Record upper) {
				collect(path + ".", lower, upper, paths);
			}
			else if (!Objects.equals(before, after)) {
				paths.add(path);
			}
		}
	}

	private static @Nullable Object value(RecordComponent component, Record source) {
		try {
			return component.getAccessor().invoke(source);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(source.getClass().getName() + " cannot be read by reflection", ex);
		}
	}

}
