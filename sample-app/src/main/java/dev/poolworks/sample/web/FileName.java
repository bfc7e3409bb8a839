package dev.poolworks.sample.web;

import org.jspecify.annotations.Nullable;

/**
 * The name a client gave a file, made fit for showing. No path is ever made of it.
 */
final class FileName {

	private static final int MAX_LENGTH = 200;

	private FileName() {
	}

	static String of(@Nullable String original) {
		if (original == null) {
			return "unnamed.pdf";
		}
		String last = original.substring(Math.max(original.lastIndexOf('/'), original.lastIndexOf('\\')) + 1);
		String name = last.codePoints()
			.filter(FileName::isShown)
			.limit(MAX_LENGTH)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString()
			.strip();
		return name.isEmpty() ? "unnamed.pdf" : name;
	}

	/**
	 * Neither control characters nor those that turn the direction of the text around.
	 */
	private static boolean isShown(int codePoint) {
		int type = Character.getType(codePoint);
		return type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE
				&& type != Character.LINE_SEPARATOR && type != Character.PARAGRAPH_SEPARATOR;
	}

}
