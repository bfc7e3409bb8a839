package dev.poolworks.spring.diagnostics;

import java.util.Objects;

import dev.poolworks.PoolException;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a pool or of a {@code @PooledTask} method cannot work. Thrown
 * while the application starts and reported as a failure analysis.
 */
public class PoolConfigurationException extends PoolException {

	private static final long serialVersionUID = 1L;

	private final String description;

	private final String action;

	public PoolConfigurationException(String description, String action) {
		this(description, action, null);
	}

	/**
	 * Creates the exception.
	 * @param description what is wrong and where, a sentence with its full stop
	 * @param action what to do about it, a sentence with its full stop
	 * @param cause what showed it, or {@code null}
	 */
	public PoolConfigurationException(String description, String action, @Nullable Throwable cause) {
		super(description + " " + action, cause);
		this.description = Objects.requireNonNull(description, "description");
		this.action = Objects.requireNonNull(action, "action");
	}

	public String description() {
		return this.description;
	}

	public String action() {
		return this.action;
	}

}
