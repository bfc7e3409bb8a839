package dev.poolworks.spring.actuate;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

import dev.poolworks.PoolSnapshot;
import dev.poolworks.PoolState;
import dev.poolworks.TaskPool;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may do to a pool that runs. Tasks that run are not disturbed by any of
 * it. Stateless.
 */
final class PoolChanges {

	private static final Map<String, BiConsumer<TaskPool, Sizes>> ACTIONS = new TreeMap<>(Map.of("resize",
			PoolChanges::resize, "suspend", (pool, sizes) -> pool.suspend(), "resume", (pool, sizes) -> pool.resume()));

	private static final String RESIZE_CURE = "send {\"minSize\": 0, \"maxSize\": 4}, or one of the two, as"
			+ " application/json; minSize from 0, maxSize from 1 and at least minSize";

	private PoolChanges() {
	}

	/**
	 * Changes a pool.
	 * @param pool the pool
	 * @param action the name of an action
	 * @param sizes what {@code resize} needs
	 * @return what the pool is and does afterwards
	 * @throws RefusedChangeException if there is no such action, or the sizes are none,
	 * or the pool ends
	 */
	static PoolChange apply(TaskPool pool, String action, Sizes sizes) {
		BiConsumer<TaskPool, Sizes> change = ACTIONS.get(action);
		if (change == null) {
			throw refused(pool, "'" + action + "' is no action of a pool", "use " + String.join(", ", ACTIONS.keySet()),
					false);
		}
		PoolState state = pool.snapshot().state();
		if (state != PoolState.RUNNING) {
			throw refused(pool, "the pool '" + pool.name() + "' is shut down, " + action + " has no effect",
					"a pool runs again when its application is started again", true);
		}
		change.accept(pool, sizes);
		return new PoolChange(pool.name(), action, PoolSummary.of(pool.snapshot()));
	}

	private static void resize(TaskPool pool, Sizes sizes) {
		if (sizes.min() == null && sizes.max() == null) {
			throw refused(pool, "resize has neither minSize nor maxSize", RESIZE_CURE, false);
		}
		PoolSnapshot snapshot = pool.snapshot();
		int min = number(pool, "minSize", sizes.min(), snapshot.minSize());
		int max = number(pool, "maxSize", sizes.max(), snapshot.maxSize());
		if (min < 0 || max < 1 || min > max) {
			throw refused(pool, "minSize " + min + " with maxSize " + max + " is no size of a pool", RESIZE_CURE,
					false);
		}
		pool.resize(min, max);
	}

	private static int number(TaskPool pool, String name, @Nullable Object value, int present) {
		if (value == null) {
			return present;
		}
		try {
			return Integer.parseInt(value.toString());
		}
		catch (NumberFormatException ex) {
			throw refused(pool, name + " is '" + value + "', which is no number", RESIZE_CURE, false);
		}
	}

	private static RefusedChangeException refused(TaskPool pool, String error, String cure, boolean conflict) {
		PoolSnapshot snapshot = pool.snapshot();
		String state = "pool '" + pool.name() + "': minSize=" + snapshot.minSize() + " maxSize=" + snapshot.maxSize()
				+ " " + snapshot.summary();
		return new RefusedChangeException(new RefusedChange(error, state, cure), conflict);
	}

	/**
	 * The size that is asked for.
	 *
	 * @param min a number, or {@code null}: as it is
	 * @param max a number, or {@code null}: as it is
	 */
	record Sizes(@Nullable Object min, @Nullable Object max) {

		static final Sizes NONE = new Sizes(null, null);

	}

}
