package dev.poolworks.spring;

import java.util.Collection;
import java.util.List;

import dev.poolworks.PoolException;
import org.jspecify.annotations.Nullable;

/**
 * Somebody asked for a pool that is not configured.
 */
public class UnknownPoolException extends PoolException {

	private static final long serialVersionUID = 1L;

	private final String name;

	private final List<String> known;

	private final @Nullable String suggestion;

	/**
	 * Creates the exception.
	 * @param name the name that was asked for
	 * @param known the names there are
	 * @param suggestion the one that was probably meant, or {@code null}
	 */
	public UnknownPoolException(String name, Collection<String> known, @Nullable String suggestion) {
		super(message(name, known, suggestion));
		this.name = name;
		this.known = List.copyOf(known);
		this.suggestion = suggestion;
	}

	/**
	 * The name that was asked for.
	 * @return a name that no pool has
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The names of the pools there are.
	 * @return an unmodifiable list
	 */
	public List<String> known() {
		return this.known;
	}

	/**
	 * The name that was probably meant.
	 * @return a name of a pool, or {@code null} if none resembles
	 */
	public @Nullable String suggestion() {
		return this.suggestion;
	}

	private static String message(String name, Collection<String> known, @Nullable String suggestion) {
		return "there is no pool '" + name + "'; "
				+ (known.isEmpty() ? "none is configured" : "there are " + String.join(", ", known))
				+ ((suggestion != null) ? "; did you mean '" + suggestion + "'?"
						: "; configure it under pool.executors." + name);
	}

}
