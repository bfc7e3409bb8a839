package dev.poolworks.benchmarks.mischief;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.poolworks.PoolType;

/**
 * Something that a pool must bear.
 *
 * @param name what is done, as a sentence of which the pool is the object
 * @param types the types of pools to which it can be done
 * @param act does it, and looks at what comes of it
 */
public record Deed(String name, Set<PoolType> types, Act act) {

	private static final Set<PoolType> THREADS = EnumSet.of(PoolType.THREAD, PoolType.VIRTUAL);

	static Deed toAll(String name, Act act) {
		return new Deed(name, EnumSet.allOf(PoolType.class), act);
	}

	static Deed toProcesses(String name, Act act) {
		return new Deed(name, EnumSet.of(PoolType.PROCESS), act);
	}

	static Deed toThreads(String name, Act act) {
		return new Deed(name, THREADS, act);
	}

	/**
	 * All of them.
	 * @return the deeds, in a fixed order
	 */
	public static List<Deed> all() {
		return Stream
			.of(FileDeeds.all(), DescriptorDeeds.all(), SignalDeeds.all(), EndDeeds.all(), ValueDeeds.all(),
					ThrowableDeeds.all(), InterruptDeeds.all(), RaceDeeds.all(), CallbackDeeds.all(),
					ForeignCodeDeeds.all(), LifeDeeds.all())
			.flatMap(List::stream)
			.toList();
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * Does a deed.
	 */
	@FunctionalInterface
	interface Act {

		/**
		 * Does it.
		 * @param scene where
		 * @throws Exception if anything is not as it must be
		 */
		void commit(Scene scene) throws Exception;

	}

}
