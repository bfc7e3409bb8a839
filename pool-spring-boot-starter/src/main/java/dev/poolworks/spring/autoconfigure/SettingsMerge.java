package dev.poolworks.spring.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Merges two records of configuration component by component, so that no new key can be
 * forgotten here: the upper one's value wins where it is set, records and maps merge, and
 * everything else (lists too) replaces.
 */
final class SettingsMerge {

	private SettingsMerge() {
	}

	static <R extends Record> R merge(R lower, R upper) {
		@SuppressWarnings("unchecked")
		Class<R> type = (Class<R>) upper.getClass();
		RecordComponent[] components = type.getRecordComponents();
		@Nullable Object[] values = new Object[components.length];
		try {
			for (int i = 0; i < components.length; i++) {
				values[i] = mergeValue(components[i].getAccessor().invoke(lower),
						components[i].getAccessor().invoke(upper));
			}
			Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
			return type.getDeclaredConstructor(types).newInstance(values);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(type.getName() + " cannot be read or created by reflection", ex);
		}
	}

	private static @Nullable Object mergeValue(@Nullable Object lower, @Nullable Object upper) {
		if (lower == null || upper == null) {
			return (upper != null) ? upper : lower;
		}
		if (lower instanceof Record lowerRecord && upper instanceof Record upperRecord) {
			return merge(lowerRecord, upperRecord);
		}
		if (lower instanceof Map<?, ?> lowerMap && upper instanceof Map<?, ?> upperMap) {
			Map<@Nullable Object, @Nullable Object> merged = new LinkedHashMap<>(lowerMap);
			merged.putAll(upperMap);
			return merged;
		}
		return upper;
	}

}
