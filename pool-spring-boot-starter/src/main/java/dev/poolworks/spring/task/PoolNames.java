package dev.poolworks.spring.task;

import java.util.Locale;

/**
 * Compares names of pools. Stateless.
 */
public final class PoolNames {

	private PoolNames() {
	}

	/**
	 * A name in Spring's uniform form: lower case, without dashes and underscores. Names
	 * that are equal in this form are one pool.
	 * @param name a name as somebody wrote it
	 * @return the form to compare
	 */
	public static String uniform(String name) {
		return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
	}

}
