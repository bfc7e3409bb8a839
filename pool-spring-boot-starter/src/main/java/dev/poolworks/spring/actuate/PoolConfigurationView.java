package dev.poolworks.spring.actuate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;

/**
 * The effective configuration of a pool in the words of the YAML file. Thread-safe.
 * <p>
 * Values that may be secret become {@value SanitizableData#SANITIZED_VALUE} unless they
 * are to be shown: all of {@code environment}, and in the arguments of commands what
 * stands behind the equals sign of a system property, an agent or an option. Whatever is
 * shown went through the application's
 * {@link org.springframework.boot.actuate.endpoint.SanitizingFunction}s.
 */
public final class PoolConfigurationView {

	private static final String PREFIX = "pool.executors.";

	private static final String ENVIRONMENT = ".environment";

	/** Of the arguments of a JVM, those that have a value of the user's own. */
	private static final Map<String, Pattern> ASSIGNMENTS = Map.of(".jvm-args",
			Pattern.compile("-(?:D|javaagent:|agentlib:|agentpath:)([^=]+)=(.*)", Pattern.DOTALL), ".command-prefix",
			Pattern.compile("([^=]+)=(.*)", Pattern.DOTALL));

	private final Function<String, @Nullable Record> settings;

	private final Sanitizer sanitizer;

	/**
	 * Makes the view.
	 * @param settings gives the values that hold for a pool, or {@code null}
	 * @param sanitizer hides values
	 */
	public PoolConfigurationView(Function<String, @Nullable Record> settings, Sanitizer sanitizer) {
		this.settings = settings;
		this.sanitizer = sanitizer;
	}

	/**
	 * The configuration of a pool.
	 * @param pool the pool's name
	 * @param showUnsanitized whether values that may be secret are shown
	 * @return values by key, nested as in the YAML file; {@code null} for a pool that was
	 * not configured
	 */
	@Nullable Map<String, @Nullable Object> of(String pool, boolean showUnsanitized) {
		Record configured = this.settings.apply(pool);
		return (configured != null) ? values(PREFIX + pool, configured, showUnsanitized) : null;
	}

	private Map<String, @Nullable Object> values(String path, Record source, boolean show) {
		Map<String, @Nullable Object> view = new LinkedHashMap<>();
		PropertyValues.of(source).forEach((key, value) -> view.put(key, value(path + "." + key, value, show)));
		return view;
	}

	private @Nullable Object value(String path, Object value, boolean show) {
		if (value instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> view = new LinkedHashMap<>();
			map.forEach((key, item) -> view.put(String.valueOf(key), value(path + "." + key, item, show)));
			return view;
		}
		if (value instanceof Collection<?> collection) {
			List<@Nullable Object> view = new ArrayList<>();
			collection.forEach((item) -> view.add(item(path, item, show)));
			return view;
		}
		if (value instanceof Record nested) {
			return values(path, nested, show);
		}
		boolean secret = path.substring(0, path.lastIndexOf('.')).endsWith(ENVIRONMENT);
		return sanitize(path, PropertyValues.text(value), show || !secret);
	}

	private @Nullable Object item(String path, Object item, boolean show) {
		for (Map.Entry<String, Pattern> assignment : ASSIGNMENTS.entrySet()) {
			if (path.endsWith(assignment.getKey())) {
				return argument(assignment.getValue().matcher(item.toString()), item, show);
			}
		}
		return value(path, item, show);
	}

	private Object argument(Matcher matcher, Object argument, boolean show) {
		if (!matcher.matches()) {
			return argument;
		}
		Object shown = sanitize(Objects.requireNonNull(matcher.group(1)), matcher.group(2), show);
		return argument.toString().substring(0, matcher.start(2)) + shown;
	}

	private @Nullable Object sanitize(String key, @Nullable Object value, boolean show) {
		return this.sanitizer.sanitize(new SanitizableData(null, key, value), show);
	}

}
