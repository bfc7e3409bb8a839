package dev.poolworks.spring.task;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a task, with places for arguments. Immutable.
 */
final class TaskName {

	private static final Pattern PLACE = Pattern.compile("\\{(\\d{1,3})}");

	private static final int MAX_ARGUMENT_LENGTH = 80;

	private final List<String> texts = new ArrayList<>();

	private final List<Integer> places = new ArrayList<>();

	/**
	 * Reads a template.
	 * @param template text with places such as <code>{0}</code>
	 */
	TaskName(String template) {
		Matcher matcher = PLACE.matcher(template);
		int end = 0;
		while (matcher.find()) {
			this.texts.add(template.substring(end, matcher.start()));
			this.places.add(Integer.valueOf(matcher.group(1)));
			end = matcher.end();
		}
		this.texts.add(template.substring(end));
	}

	/**
	 * The highest place.
	 * @return its index, -1 if there is none
	 */
	int highestPlace() {
		return this.places.stream().mapToInt(Integer::intValue).max().orElse(-1);
	}

	/**
	 * The name of one task.
	 * @param arguments the method's arguments
	 * @return the template with the arguments, shortened ones, in their places
	 */
	String of(Object[] arguments) {
		if (this.places.isEmpty()) {
			return this.texts.get(0);
		}
		StringBuilder name = new StringBuilder();
		for (int i = 0; i < this.places.size(); i++) {
			String argument = String.valueOf(arguments[this.places.get(i)]);
			name.append(this.texts.get(i))
				.append((argument.length() > MAX_ARGUMENT_LENGTH) ? argument.substring(0, MAX_ARGUMENT_LENGTH) + "..."
						: argument);
		}
		return name.append(this.texts.get(this.places.size())).toString();
	}

}
