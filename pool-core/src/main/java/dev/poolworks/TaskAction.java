package dev.poolworks;

import java.io.Serializable;

/**
 * A unit of work without a result, able to cross a process boundary. May throw what it
 * likes: {@code pool.submit(() -> Files.delete(file))}.
 */
@FunctionalInterface
public interface TaskAction extends Runnable, Serializable {

	/**
	 * Does the work.
	 * @throws Exception whatever the task throws reaches the caller as itself
	 */
	void perform() throws Exception;

	/**
	 * Does the work as a {@link Runnable}: throws what {@link #perform()} throws as it
	 * is, checked exceptions too.
	 */
	@Override
	@SuppressWarnings("FunctionalInterfaceMethodChanged") // both do the work
	default void run() {
		try {
			perform();
		}
		catch (Exception ex) {
			throw TaskAction.<RuntimeException>asItIs(ex);
		}
	}

	@SuppressWarnings("unchecked") // for the compiler alone: nothing checks this cast
	private static <X extends Exception> X asItIs(Exception failure) throws X {
		throw (X) failure;
	}

}
