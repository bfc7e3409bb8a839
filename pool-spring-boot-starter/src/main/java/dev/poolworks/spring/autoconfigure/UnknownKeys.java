package dev.poolworks.spring.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

import dev.poolworks.spring.autoconfigure.PoolProperties.Settings;
import dev.poolworks.spring.diagnostics.DidYouMean;
import dev.poolworks.spring.diagnostics.PoolConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Refuses keys under {@code pool.executors} and {@code pool.defaults} that mean nothing,
 * which the binder would pass over in silence. What else there is under {@code pool} may
 * belong to the application. Stateless.
 */
final class UnknownKeys {

	private UnknownKeys() {
	}

	static void refuse(ConfiguredKeys keys) {
		keys.below(ConfiguredKeys.EXECUTORS)
			.filter((key) -> key.getNumberOfElements() > 3)
			.filter((key) -> !isKnown(key, 3))
			.findFirst()
			.ifPresent((key) -> {
				throw failure(keys, key, 3);
			});
		keys.below(ConfiguredKeys.DEFAULTS).filter((key) -> !isKnown(key, 2)).findFirst().ifPresent((key) -> {
			throw failure(keys, key, 2);
		});
	}

	private static PoolConfigurationException failure(ConfiguredKeys keys, ConfigurationPropertyName key, int depth) {
		if (depth == 3) {
			String dotted = dottedName(key);
			if (dotted != null) {
				return new PoolConfigurationException(
						"The pool name '" + dotted + "' has a dot: " + keys.describe(key)
								+ " is read as a key of a pool named '" + key.getElement(2, Form.ORIGINAL) + "'.",
						"Write the name in brackets, pool.executors.\"[" + dotted
								+ "]\", or use a name without a dot.");
			}
		}
		List<String> known = new ArrayList<>();
		Class<?> type = Settings.class;
		int index = depth;
		while (true) {
			List<String> here = names(type);
			RecordComponent component = component(type, key.getElement(index, Form.UNIFORM));
			if (component == null || !component.getType().isRecord() || index + 1 >= key.getNumberOfElements()) {
				known.addAll(here);
				break;
			}
			type = component.getType();
			index++;
		}
		String written = key.getElement(index, Form.DASHED);
		String suggestion = DidYouMean.closest(written, known);
		return new PoolConfigurationException(keys.describe(key) + " is not a key that pools have.",
				(suggestion != null) ? "Did you mean '" + suggestion + "'?"
						: "Remove it, or use one of " + String.join(", ", new TreeSet<>(known)) + ".");
	}

	/**
	 * The name that was meant if the key makes sense with a pool name of several
	 * elements.
	 */
	private static @Nullable String dottedName(ConfigurationPropertyName key) {
		StringBuilder name = new StringBuilder(key.getElement(2, Form.ORIGINAL));
		for (int i = 3; i < key.getNumberOfElements() - 1; i++) {
			name.append('.').append(key.getElement(i, Form.ORIGINAL));
			if (isKnown(key, i + 1)) {
				return name.toString();
			}
		}
		return null;
	}

	private static boolean isKnown(ConfigurationPropertyName key, int depth) {
		Class<?> type = Settings.class;
		for (int i = depth; i < key.getNumberOfElements(); i++) {
			RecordComponent component = component(type, key.getElement(i, Form.UNIFORM));
			if (component == null) {
				return false;
			}
			type = component.getType();
			boolean last = i == key.getNumberOfElements() - 1;
			if (Map.class.isAssignableFrom(type) || List.class.isAssignableFrom(type)) {
				return true;
			}
			if (!type.isRecord()) {
				return last;
			}
		}
		return true;
	}

	private static @Nullable RecordComponent component(Class<?> type, String uniformName) {
		for (RecordComponent component : type.getRecordComponents()) {
			if (component.getName().toLowerCase(Locale.ROOT).equals(uniformName)) {
				return component;
			}
		}
		return null;
	}

	private static List<String> names(Class<?> type) {
		List<String> names = new ArrayList<>();
		for (RecordComponent component : type.getRecordComponents()) {
			names.add(DataObjectPropertyName.toDashedForm(component.getName()));
		}
		return names;
	}

}
