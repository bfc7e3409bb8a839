package dev.poolworks;

/**
 * What the workers of a pool are.
 */
public enum PoolType {

	/** Platform threads of this JVM. */
	THREAD,

	/** Virtual threads of this JVM (Java 21 and newer). */
	VIRTUAL,

	/** JVMs of their own. */
	PROCESS

}
