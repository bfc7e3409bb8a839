package dev.poolworks.pool;

/**
 * Names of tasks that were given none.
 */
final class TaskNames {

	private static final ClassValue<String> NAMES = new ClassValue<>() {

		@Override
		protected String computeValue(Class<?> type) {
			String name = type.getName();
			String simple = name.substring(name.lastIndexOf('.') + 1);
			int lambda = simple.indexOf("$$Lambda");
			return (lambda > 0) ? simple.substring(0, lambda) + " lambda" : simple;
		}

	};

	private TaskNames() {
	}

	/**
	 * A name after the class of the code.
	 * @param code a lambda or an object
	 * @return such as {@code Report} or {@code Main lambda}
	 */
	static String of(Object code) {
		return NAMES.get(code.getClass());
	}

}
