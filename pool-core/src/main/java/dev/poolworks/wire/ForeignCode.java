package dev.poolworks.wire;

import org.jspecify.annotations.Nullable;

/**
 * Calls of methods that any code may have overridden, such as those of exceptions: what
 * they throw is nobody's concern.
 */
public final class ForeignCode {

	private ForeignCode() {
	}

	/**
	 * Asks a question.
	 * @param <T> type of the answer
	 * @param question the question
	 * @return the answer, or {@code null} if there is none or the question threw
	 * @throws OutOfMemoryError if memory is short: that concerns everybody
	 */
	static <T> @Nullable T ask(Question<T> question) {
		try {
			return question.answer();
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (Exception | Error ex) {
			return null;
		}
	}

	/**
	 * What an exception says of itself.
	 * @param failure an exception of any class
	 * @return its text, or the name of its class if it throws instead of telling
	 */
	public static String describe(Throwable failure) {
		String text = ask(failure::toString);
		return (text != null) ? text : failure.getClass().getName();
	}

	/**
	 * The stack trace of an exception.
	 * @param failure an exception of any class
	 * @return its frames, without gaps; none if it throws instead of telling
	 */
	public static StackTraceElement[] stackTrace(Throwable failure) {
		StackTraceElement[] frames = ask(failure::getStackTrace);
		return (frames != null && isWhole(frames)) ? frames : new StackTraceElement[0];
	}

	/**
	 * Whether whoever handles an exception may ask it what one asks exceptions.
	 * @param failure an exception of any class
	 * @return whether it answers
	 */
	static boolean isTalking(Throwable failure) {
		Boolean answers = ask(() -> {
			Object[] said = { failure.toString(), failure.getMessage(), failure.getCause() };
			return said[0] != null && isWhole(failure.getStackTrace());
		});
		return Boolean.TRUE.equals(answers);
	}

	private static boolean isWhole(StackTraceElement @Nullable [] frames) {
		if (frames == null) {
			return false;
		}
		for (StackTraceElement frame : frames) {
			if (frame == null) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Something that foreign code answers.
	 *
	 * @param <T> type of the answer
	 */
	@FunctionalInterface
	interface Question<T> {

		@Nullable T answer() throws Exception;

	}

}
