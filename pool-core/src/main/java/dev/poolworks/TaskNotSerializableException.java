package dev.poolworks;

import org.jspecify.annotations.Nullable;

/**
 * A task, its argument, its result or its exception cannot cross the process boundary.
 */
public class TaskNotSerializableException extends PoolException {

	private static final long serialVersionUID = 1L;

	private final @Nullable String path;

	public TaskNotSerializableException(String message, @Nullable String path, @Nullable Throwable cause) {
		super(message, cause);
		this.path = path;
	}

	/**
	 * Where in the object the offending value is.
	 * @return such as {@code argument.pages[3].source}, or {@code null} where unknown
	 */
	public @Nullable String path() {
		return this.path;
	}

}
