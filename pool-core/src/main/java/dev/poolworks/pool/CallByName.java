package dev.poolworks.pool;

/**
 * An argument that names the code which its function is to call, and which is the
 * submitted code in truth.
 */
@FunctionalInterface
public interface CallByName {

	/**
	 * The package of the code that is called.
	 * @return its name
	 */
	String calledPackage();

}
